public import LinearAlgebra
internal import NumPy
public import Support

/// mi.npy and mi_index.npy: the matrix of pairwise mutual information, and the tracks of its rows; mi.npz in place of mi.npy where
/// most pairs are unknown.
public struct ResultMatrix: ResultPart, Equatable {
  public static let files = ["mi.npy", "mi_index.npy", "mi.npz"]

  /// Mutual information in nats, M × M.
  public let values: PairMatrix
  /// The id of each row's track, M.
  public let trackIDs: [Int64]

  /// A matrix of one row per track.
  public init(values: PairMatrix, trackIDs: [Int64]) {
    precondition(values.count == trackIDs.count, "\(values.count) rows for \(trackIDs.count) tracks")
    (self.values, self.trackIDs) = (values, trackIDs)
  }

  /// Writes mi.npy (float32, M × M, NaN where a pair is unknown) or mi.npz (row, column, value, n: one entry for each known pair, row
  /// below column), and mi_index.npy (int64, M).
  public func write(to folder: OutputFolder) throws {
    switch values {
    case .dense(let matrix):
      try NPY.write(
        NumPyArray(shape: [matrix.count, matrix.count], elements: .float(matrix.elements)),
        to: folder.claimed(Self.files[0]))
    case .sparse(let pairs):
      func integers(_ values: [Int32]) -> NumPyArray {
        NumPyArray(
          shape: [values.count], elements: .integer(values.map { Int64($0) }), elementType: .int32)
      }
      try NPZ.write(
        [
          ("row", integers(pairs.rows)), ("column", integers(pairs.columns)),
          ("value", NumPyArray(shape: [pairs.pairCount], elements: .float(pairs.values))),
          ("n", integers(pairs.common)),
        ], to: folder.claimed(Self.files[2]))
    }
    try NPY.write(
      NumPyArray(shape: [trackIDs.count], elements: .integer(trackIDs)), to: folder.claimed(Self.files[1]))
  }

  public init(from folder: ResultFolder) throws {
    let ids = try NPY.read(file: folder.file(Self.files[1])).integers()
    guard !folder.contains(Self.files[2]) else {
      self.init(values: .sparse(try Self.pairs(folder.file(Self.files[2]), count: ids.count)), trackIDs: ids)
      return
    }
    let array = try NPY.read(file: folder.file(Self.files[0]))
    guard array.shape == [ids.count, ids.count] else {
      throw RunError(
        .input,
        "\(folder.file(Self.files[0])) has the shape \(array.shape); expected \(ids.count) × \(ids.count), one row and column "
          + "per entry of \(Self.files[1])")
    }
    self.init(
      values: .dense(SymmetricMatrix(count: ids.count, elements: try array.floats())), trackIDs: ids)
  }

  public static func missing(in folder: ResultFolder) -> String? {
    guard folder.contains(files[0]) || folder.contains(files[2]) else { return files[0] }
    return folder.contains(files[1]) ? nil : files[1]
  }

  private static func pairs(_ path: String, count: Int) throws -> SparseMatrix {
    let archive = try NPZArchive(path: path)
    func indices(_ name: String) throws -> [Int32] {
      try archive.array(named: name).integers().map { Int32(clamping: $0) }
    }
    let pairs = SparseMatrix(
      count: count, rows: try indices("row"), columns: try indices("column"),
      values: try archive.array(named: "value").floats(), common: try indices("n"))
    guard let pairs else {
      throw RunError(
        .input,
        "\(path): row, column, value and n are not a list of different pairs of \(count) tracks, one for each entry of "
          + files[1])
    }
    return pairs
  }
}

extension ResultMatrix {
  /// The track of every row among the tracks of a file.
  ///
  /// - Throws: `RunError` (input) where the file has no track of an id.
  func rows(in trackIDs: [Int64], folder: ResultFolder) throws -> [Int] {
    let place = Dictionary(trackIDs.enumerated().map { ($1, $0) }) { first, _ in first }
    return try self.trackIDs.map { id in
      guard let row = place[id] else {
        throw RunError(
          .input, "\(folder.file(Self.files[1])): track \(id) is not in labels.npz")
      }
      return row
    }
  }
}
