public import LinearAlgebra
internal import NumPy
public import Support

/// mi.npy and mi_index.npy: the matrix of pairwise mutual information, and the tracks of its rows.
public struct ResultMatrix: ResultPart, Equatable {
  public static let files = ["mi.npy", "mi_index.npy"]

  /// Mutual information in nats, M × M.
  public let values: SymmetricMatrix
  /// The id of each row's track, M.
  public let trackIDs: [Int64]

  /// A matrix of one row per track.
  public init(values: SymmetricMatrix, trackIDs: [Int64]) {
    precondition(values.count == trackIDs.count, "\(values.count) rows for \(trackIDs.count) tracks")
    (self.values, self.trackIDs) = (values, trackIDs)
  }

  /// Writes mi.npy (float32, M × M) and mi_index.npy (int64, M).
  public func write(to folder: OutputFolder) throws {
    try NPY.write(
      NumPyArray(shape: [values.count, values.count], elements: .float(values.elements)),
      to: folder.claimed(Self.files[0]))
    try NPY.write(
      NumPyArray(shape: [trackIDs.count], elements: .integer(trackIDs)), to: folder.claimed(Self.files[1]))
  }

  public init(from folder: ResultFolder) throws {
    let ids = try NPY.read(file: folder.file(Self.files[1])).integers()
    let array = try NPY.read(file: folder.file(Self.files[0]))
    guard array.shape == [ids.count, ids.count] else {
      throw RunError(
        .input,
        "\(folder.file(Self.files[0])) has the shape \(array.shape); expected \(ids.count) × \(ids.count), one row and column "
          + "per entry of \(Self.files[1])")
    }
    self.init(values: SymmetricMatrix(count: ids.count, elements: try array.floats()), trackIDs: ids)
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
