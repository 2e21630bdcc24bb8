/// Writes a float32 matrix too large to hold twice, row after row; the file appears when it is whole.
///
///     var writer = try NPYRowWriter(path: "mi.npy", rows: count, columns: count)
///     for row in 0..<count { try writer.append(matrix.row(row)) }
///     try writer.finish()
public struct NPYRowWriter: ~Copyable {
  private var file: AtomicFile
  private let path: String
  private let rows: Int
  private let columns: Int
  private var written = 0

  /// Starts an array of shape (rows, columns).
  /// - Throws: `NumPyError` (`cannotWrite`).
  public init(path: String, rows: Int, columns: Int) throws(NumPyError) {
    precondition(rows >= 0 && columns >= 0)
    var file = try AtomicFile(path: path)
    try file.write(npyPreamble(shape: [rows, columns], elementType: .float32))
    self.file = file
    self.path = path
    self.rows = rows
    self.columns = columns
  }

  /// Appends the next elements in C order: rows, or parts of them, as many as the caller has at hand.
  /// - Throws: `NumPyError` (`cannotWrite`).
  public mutating func append(_ values: [Float]) throws(NumPyError) { try append(values.span) }

  /// Appends the next elements in C order: rows, or parts of them, as many as the caller has at hand.
  /// - Throws: `NumPyError` (`cannotWrite`).
  public mutating func append(_ values: Span<Float>) throws(NumPyError) {
    let failure: NumPyError? = values.withUnsafeBytes { buffer in
      do throws(NumPyError) { try file.write(buffer) } catch { return error }
      return nil
    }
    if let failure { throw failure }
    written += values.count
  }

  /// Puts the file into its place.
  /// - Throws: `NumPyError` (`cannotWrite`), also if not exactly rows × columns elements came.
  public consuming func finish() throws(NumPyError) {
    guard written == rows * columns else {
      throw NumPyError(
        .cannotWrite,
        "\(path): found \(written) elements, expected \(rows) × \(columns); nothing was left behind")
    }
    try file.commit()
  }
}
