public import LinearAlgebra
internal import MutualInformation
internal import Support

/// Pairs of samples from two `.npy` files, as `track-seg mi` takes them.
public struct SamplePairs: Sendable {
  /// What the axes of a two-dimensional array are.
  public enum Reading: Sendable, Equatable {
    /// By the shapes; see `rule`.
    case byShape
    /// (T, d): one sample of T observations of d coordinates.
    case table
    /// (B, T): B samples of T observations of one coordinate.
    case batch
  }

  public let x: Observations
  public let y: Observations
  /// How the shapes were read, where another reading is plausible too, and the option for that one.
  public let notice: String?

  /// Columns from which on an array of the same shape in both files is not taken for a table.
  static let tableColumns = 32

  /// How the axes are understood without an option, for the help.
  public static let rule = """
    Shapes: (T,) is one pair of samples with T observations; (B, T) is B pairs; (B, T, d) is B pairs of d-dimensional \
    samples; (T, d) with --vector is one pair of d-dimensional samples. Without --vector or --batch, two-dimensional \
    arrays are read as (T, d) if only that fits the other file, or if both have more rows than columns and fewer than \
    \(tableColumns) columns; otherwise they are read as (B, T).
    """

  /// Reads two files by `reading`.
  ///
  /// - Throws: `NumPyError`; `RunError` (input) where the shapes do not fit or a value is not a finite number.
  public init(x xPath: String, y yPath: String, reading: Reading = .byShape) throws {
    let (a, b) = (try SampleFile(xPath), try SampleFile(yPath))
    let shapes = (try Self.readings(of: a, reading), try Self.readings(of: b, reading))
    let fitting = shapes.0.flatMap { left in
      shapes.1.compactMap { right in
        left.count == right.count && left.length == right.length ? (left, right) : nil
      }
    }
    guard let first = fitting.first else { throw Self.misfit(a, shapes.0, b, shapes.1) }
    // Two rank-2 arrays of one shape fit as pairs and as tables.
    let isTable = fitting.count > 1 && a.shape[0] > a.shape[1] && a.shape[1] < Self.tableColumns
    let (left, right) = isTable ? fitting[fitting.count - 1] : first
    guard left.length >= minimumObservations else {
      throw RunError(
        .input,
        "\(a.path) has shape \(a.shapeText), read as \(left.words); mutual information needs at least "
          + "\(minimumObservations) observations"
          + (a.shape.count == 2 ? ": `vector` reads rows as observations, `batch` reads rows as samples" : "")
      )
    }
    x = a.observations(count: left.count, length: left.length, dimension: left.dimension)
    y = b.observations(count: right.count, length: right.length, dimension: right.dimension)
    notice =
      fitting.count > 1 && a.shape[0] > a.shape[1]
      ? Self.doubt(a, b, fitting[0].0, fitting[fitting.count - 1].0, isTable: isTable) : nil
  }

  /// One way to read a shape.
  private struct Axes {
    let count: Int
    let length: Int
    let dimension: Int

    var words: String {
      (count == 1 ? "one sample of " : "\(count) samples of ")
        + "\(length) observations" + (dimension == 1 ? "" : " of \(dimension) coordinates")
    }
  }

  /// The ways to read a file's shape, pairs before tables.
  private static func readings(of file: SampleFile, _ reading: Reading) throws -> [Axes] {
    let shape = file.shape
    let batch = shape.count == 2 ? Axes(count: shape[0], length: shape[1], dimension: 1) : nil
    let table = shape.count == 2 ? Axes(count: 1, length: shape[0], dimension: shape[1]) : nil
    let isEmpty = shape.contains(0)
    switch (shape.count, reading) {
    case (1, _) where !isEmpty: return [Axes(count: 1, length: shape[0], dimension: 1)]
    case (2, .byShape) where !isEmpty: return [batch, table].compactMap(\.self)
    case (2, .batch) where !isEmpty: return [batch].compactMap(\.self)
    case (2, .table) where !isEmpty: return [table].compactMap(\.self)
    case (3, .byShape) where !isEmpty, (3, .batch) where !isEmpty:
      return [Axes(count: shape[0], length: shape[1], dimension: shape[2])]
    default:
      let expected =
        reading == .table
        ? "(T,) or (T, d) with `vector`" : "(T,), (B, T), (B, T, d) or (T, d), none of them 0"
      throw RunError(.input, "\(file.path) has shape \(file.shapeText); expected \(expected)")
    }
  }

  private static func misfit(_ a: SampleFile, _ left: [Axes], _ b: SampleFile, _ right: [Axes])
    -> RunError
  {
    func words(_ axes: [Axes]) -> String { axes.map(\.words).joined(separator: ", or ") }
    return RunError(
      .input,
      "\(a.path) has shape \(a.shapeText), \(words(left)); \(b.path) has shape \(b.shapeText), \(words(right)); "
        + "expected the same number of samples and of observations in both (`vector` reads rows as observations, `batch` "
        + "reads rows as samples)")
  }

  private static func doubt(
    _ a: SampleFile, _ b: SampleFile, _ batch: Axes, _ table: Axes, isTable: Bool
  ) -> String {
    "\(a.path) and \(b.path) have shape \(a.shapeText), "
      + (isTable
        ? "read as a table, \(table.words); `batch` reads \(batch.words)"
        : "read as \(batch.words); `vector` reads a table, \(table.words)")
  }
}
