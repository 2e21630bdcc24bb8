internal import NumPy
public import Support

/// review/rest.npy: the mutual information of the tracks outside of the matrix with those in it.
///
/// With it the review page gives these tracks the labels that a run at another threshold would.
public struct RemainderMatrix: ResultPart, Equatable {
  public static let files = ["review/rest.npy"]

  /// Values that are kept at most: a page of more would take long to open.
  public static let limit = 1_000_000

  /// Mutual information in nats, row by row.
  public let values: [Float]
  /// Tracks of the matrix.
  public let columns: Int

  /// One row per track outside of the matrix; nil where there are no values, or not whole rows of them.
  public init?(values: [Float], columns: Int) {
    guard columns > 0, !values.isEmpty, values.count % columns == 0 else { return nil }
    (self.values, self.columns) = (values, columns)
  }

  /// Tracks outside of the matrix.
  public var rows: Int { values.count / columns }

  public func write(to folder: OutputFolder) throws {
    try NPY.write(
      NumPyArray(shape: [rows, columns], elements: .float(values)), to: folder.claimed(Self.files[0]))
  }

  public init(from folder: ResultFolder) throws {
    let path = folder.file(Self.files[0])
    let array = try NPY.read(file: path)
    guard array.shape.count == 2, let made = Self(values: try array.floats(), columns: array.shape[1]) else {
      throw PipelineError(
        .input,
        "\(path) has the shape \(array.shape); expected rows of MI, one column per track of the matrix")
    }
    self = made
  }
}
