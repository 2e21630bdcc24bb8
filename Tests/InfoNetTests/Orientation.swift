import CKernels

/// ck_oriented under a name that does not need the C module in every test.
func orient(_ cells: [Int32], _ orientation: Int32, _ scale: Float, _ out: inout [Float]) {
  ck_oriented(cells, orientation, scale, &out)
}
