internal import FoundationEssentials
public import LinearAlgebra

/// Numbers of a page, as bytes that compress well; the page's own script undoes every step.
public struct ReviewBlob: Sendable, Equatable {
  /// The name that the page asks for.
  public let name: String
  let bytes: [UInt8]

  /// The data element: a zlib stream in base 64.
  func element() -> PageTemplate.Element? {
    Deflate.compress(bytes).map {
      PageTemplate.Element(
        id: "blob-" + name, type: "application/octet-stream",
        text: Array(Data($0).base64EncodedString().utf8))
    }
  }

  /// Positions of tracks (track-major), every `stride`-th frame, as multiples of `quantum` pixels.
  ///
  /// Changes from one sample to the next, their signs in the lowest bit, in four planes: low and high bytes of x,
  /// then of y; then one bit a sample, whether the point is visible. Hidden points stay where they were.
  public static func positions(
    x: [Float], y: [Float], visible: [Bool], frameCount: Int, stride: Int, quantum: Double
  ) -> ReviewBlob {
    let tracks = frameCount > 0 ? x.count / frameCount : 0
    let samples = frameCount > 0 ? (frameCount + stride - 1) / stride : 0
    let count = tracks * samples
    var planes = [UInt8](repeating: 0, count: 4 * count)
    var bits = [UInt8](repeating: 0, count: (count + 7) / 8)
    let scale = Float(1 / quantum)
    for track in 0..<tracks {
      var last = (x: 0, y: 0)
      for sample in 0..<samples {
        let source = track * frameCount + sample * stride
        let target = track * samples + sample
        var now = last
        if visible[source], x[source].isFinite, y[source].isFinite {
          bits[target >> 3] |= 1 << UInt8(target & 7)
          now = (quantised(x[source] * scale), quantised(y[source] * scale))
        }
        for (plane, change) in [(0, now.x - last.x), (2 * count, now.y - last.y)] {
          let folded = UInt16(truncatingIfNeeded: change >= 0 ? 2 * change : -2 * change - 1)
          planes[plane + target] = UInt8(truncatingIfNeeded: folded)
          planes[plane + count + target] = UInt8(truncatingIfNeeded: folded >> 8)
        }
        last = now
      }
    }
    return ReviewBlob(name: "positions", bytes: planes + bits)
  }

  /// Half the range of 16 bits, so that a change fits them too.
  private static func quantised(_ value: Float) -> Int { Int(min(max(value, -16383), 16383).rounded()) }

  /// The links of a merge tree, or of a forest: first ends and second ends (32 bits), similarities (64 bits), all little-endian.
  public static func tree(_ links: [(a: Int, b: Int, similarity: Double)]) -> ReviewBlob {
    var bytes: [UInt8] = []
    for link in links { append(UInt32(link.a), to: &bytes) }
    for link in links { append(UInt32(link.b), to: &bytes) }
    for link in links { append(link.similarity.bitPattern, to: &bytes) }
    return ReviewBlob(name: "tree", bytes: bytes)
  }

  /// The frames in which tracks are observed: the number of stretches of every track, then the first frame of each stretch, then the
  /// one after its last; 32 bits each, little-endian.
  public static func stretches(_ tracks: [[Range<Int>]]) -> ReviewBlob {
    var bytes: [UInt8] = []
    for stretches in tracks { append(UInt32(stretches.count), to: &bytes) }
    for stretch in tracks.joined() { append(UInt32(stretch.lowerBound), to: &bytes) }
    for stretch in tracks.joined() { append(UInt32(stretch.upperBound), to: &bytes) }
    return ReviewBlob(name: "observed", bytes: bytes)
  }

  /// For every row of labels of tracks a byte each: the label and one more, so that 0 is a track without a label.
  public static func cuts(_ labels: [[Int]]) -> ReviewBlob {
    ReviewBlob(name: "cuts", bytes: labels.joined().map { UInt8(clamping: $0 + 1) })
  }

  /// The byte of an unknown element, in a matrix that has some.
  public static let unknown: UInt8 = 255

  /// The elements above a matrix's diagonal, row by row, in 255 steps from `low` to `high`; in a matrix with unknown elements (NaN)
  /// in 254 steps, and `unknown` for those.
  public static func triangle(_ matrix: SymmetricMatrix, low: Float, high: Float) -> ReviewBlob {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(matrix.count * (matrix.count - 1) / 2)
    let steps: Float = matrix.hasUnknown ? 254 : 255
    let scale = high > low ? steps / (high - low) : 0
    for row in 0..<matrix.count {
      for value in matrix.row(row).dropFirst(row + 1) {
        guard !value.isNaN else {
          bytes.append(unknown)
          continue
        }
        bytes.append(UInt8(min(max(((value - low) * scale).rounded(), 0), 255)))
      }
    }
    return ReviewBlob(name: "matrix", bytes: bytes)
  }

  /// 32-bit numbers without loss, in four planes of bytes: the high ones of similar numbers are alike.
  public static func remainder(_ values: [Float]) -> ReviewBlob {
    var bytes = [UInt8](repeating: 0, count: 4 * values.count)
    for (index, value) in values.enumerated() {
      let bits = value.bitPattern
      for plane in 0..<4 {
        bytes[plane * values.count + index] = UInt8(truncatingIfNeeded: bits >> UInt32(8 * plane))
      }
    }
    return ReviewBlob(name: "remainder", bytes: bytes)
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }
}
