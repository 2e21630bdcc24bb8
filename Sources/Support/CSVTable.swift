internal import FoundationEssentials

/// A table of text with named columns, written and read as RFC 4180 defines it.
///
/// Columns are found by their names, so a new column does not shift the others.
public struct CSVTable: Sendable {
  /// The names of the columns.
  public let header: [String]
  /// All cells, row by row.
  private var cells: [String] = []
  /// Where the table was read from, for messages.
  private let source: String

  /// An empty table.
  public init(_ header: [String]) {
    self.header = header
    source = "the table"
  }

  /// Number of rows, the header not counted.
  public var rowCount: Int { header.isEmpty ? 0 : cells.count / header.count }

  /// The rows in order, one cell per column.
  public var rows: [[String]] {
    stride(from: 0, to: cells.count, by: max(header.count, 1)).map { Array(cells[$0..<$0 + header.count]) }
  }

  /// Appends a row of one cell per column.
  public mutating func add(_ row: [String]) {
    precondition(row.count == header.count, "\(row.count) cells in a table of \(header.count) columns")
    cells += row
  }

  /// The text of the file: the header and one line per row.
  public var text: String {
    var text = CSV.line(header)
    for row in stride(from: 0, to: cells.count, by: max(header.count, 1)) {
      text += CSV.line(cells[row..<row + header.count])
    }
    return text
  }

  /// The cells of a column.
  ///
  /// - Throws: `CSVError` where the table has no column of this name.
  public func column(_ name: String) throws(CSVError) -> [String] {
    guard let place = header.firstIndex(of: name) else {
      throw CSVError(
        "\(source): there is no column “\(name)”; found the columns \(header.joined(separator: ", "))")
    }
    return stride(from: place, to: cells.count, by: header.count).map { cells[$0] }
  }

  /// The numbers of a column.
  ///
  /// - Throws: `CSVError` where the table has no such column, or a cell is no value of the type.
  public func column<Value: LosslessStringConvertible>(
    _ name: String, as type: Value.Type
  ) throws(CSVError) -> [Value] {
    var values: [Value] = []
    for (row, cell) in try column(name).enumerated() {
      guard let value = Value(cell) else {
        throw CSVError(
          "\(source): row \(row + 1) has “\(cell)” in the column \(name); expected a value of type \(type)")
      }
      values.append(value)
    }
    return values
  }

  /// Parses the text of a file; `source` is its name in messages.
  ///
  /// Lines end in LF or CRLF. - Throws: `CSVError` where a quote is not closed, or a row has another number of cells than the
  /// header.
  ///
  /// - Parameter separator: What stands between two cells: one ASCII character.
  public init(text: String, source: String, separator: UInt8 = 0x2C) throws(CSVError) {
    var records = try CSVRecords(text, source: source, separator: separator)
    guard let header = try records.next() else {
      throw CSVError("\(source): the file is empty; expected a line with the names of the columns")
    }
    self.header = header
    self.source = source
    while let record = try records.next() {
      // An empty line, as editors leave one at the end.
      if record == [""], header.count > 1 { continue }
      guard record.count == header.count else {
        throw CSVError(
          "\(source): line \(records.line) ends a row of \(record.count) cells; expected \(header.count) as in the header"
        )
      }
      cells += record
    }
  }

  /// Reads a file.
  ///
  /// - Throws: `CSVError` where it cannot be read or is not a table.
  public init(path: String) throws(CSVError) {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw CSVError("\(path): the file is missing or cannot be read")
    }
    try self.init(text: String(decoding: data, as: UTF8.self), source: path)
  }
}

extension CSVTable: Equatable {
  public static func == (a: CSVTable, b: CSVTable) -> Bool { a.header == b.header && a.cells == b.cells }
}

/// Why a table could not be read: where, what was found, and what was expected.
public struct CSVError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The whole message.
  public let message: String

  public init(_ message: String) { self.message = message }

  public var description: String { message }
}

/// The records of a text, one after the other.
private struct CSVRecords {
  private let bytes: [UInt8]
  private var position = 0
  private let source: String
  private let separator: UInt8
  /// The last line that was read, from 1.
  private(set) var line = 0

  init(_ text: String, source: String, separator: UInt8) throws(CSVError) {
    bytes = Array(text.utf8)
    self.source = source
    self.separator = separator
    // A byte order mark is not part of the first name.
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  /// The cells of the next record; nil at the end of the text.
  mutating func next() throws(CSVError) -> [String]? {
    guard position < bytes.count else { return nil }
    line += 1
    var cells: [String] = []
    var cell: [UInt8] = []
    var isQuoted = false
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case 0x22 where isQuoted:
        // Two quotes are one quote of the text.
        if position < bytes.count, bytes[position] == 0x22 {
          cell.append(0x22)
          position += 1
        } else {
          isQuoted = false
        }
      case 0x22 where cell.isEmpty: isQuoted = true
      case separator where !isQuoted:
        cells.append(String(decoding: cell, as: UTF8.self))
        cell = []
      case 0x0D where !isQuoted && position < bytes.count && bytes[position] == 0x0A: continue
      case 0x0A where !isQuoted:
        cells.append(String(decoding: cell, as: UTF8.self))
        return cells
      default:
        if byte == 0x0A { line += 1 }
        cell.append(byte)
      }
    }
    guard !isQuoted else {
      throw CSVError("\(source): line \(line) opens a quote that is not closed before the end of the file")
    }
    cells.append(String(decoding: cell, as: UTF8.self))
    return cells
  }
}
