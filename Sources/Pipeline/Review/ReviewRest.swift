internal import NumPy
internal import Support

/// The mutual information of the tracks outside the matrix with those in it, kept while the run has it in hand.
///
/// With it a page gives these tracks the labels that a run at another threshold would.
struct ReviewRest {
  private let isWanted: Bool
  private var values: [Float] = []
  private var isTooMuch = false

  /// Values kept at most: a page of more would take long to open.
  static let limit = 1_000_000
  static let file = "review/rest.npy"

  init(isWanted: Bool) { self.isWanted = isWanted }

  /// Adds the rows of some tracks.
  mutating func append(_ rows: [Float]) {
    guard isWanted, !isTooMuch else { return }
    guard values.count + rows.count <= Self.limit else {
      (isTooMuch, values) = (true, [])
      return
    }
    values += rows
  }

  /// Writes review/rest.npy where there is anything.
  func write(to folder: OutputFolder, columns: Int) throws {
    guard !values.isEmpty, columns > 0 else { return }
    try NPY.write(
      NumPyArray(shape: [values.count / columns, columns], elements: .float(values)),
      to: folder.claimed(Self.file))
  }

  /// What a run left in its folder; nil where it left nothing that fits.
  static func read(from folder: OutputFolder, rows: Int, columns: Int) -> [Float]? {
    guard folder.contains(file), let array = try? NPY.read(file: folder.file(file)),
      array.shape == [rows, columns]
    else { return nil }
    return try? array.floats()
  }
}
