import Foundation
import NumPy
import TestSupport
import Testing

/// Files written by NumPy itself: scripts/reference/numpy_files.py.
enum Golden {
  static let folder = Fixtures.projectRoot + "/Tests/NumPyTests/Golden"
  static func path(_ name: String) -> String { folder + "/" + name }
  static func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// The script's pattern, in C order: 10 i + j for a (3, 4) array, with -5 and 0.5 where the type can hold them.
  static func pattern(signed: Bool, fraction: Bool) -> [Double] {
    var values = (0..<12).map { Double(10 * ($0 / 4) + $0 % 4) }
    if signed { values[0] = -5 }
    if fraction { values[11] = 0.5 }
    return values
  }

  static let odd: [Bool] = (0..<12).map { (10 * ($0 / 4) + $0 % 4) % 2 == 1 }
}

/// The code of the error that an expression throws; nil if it throws none.
func code(_ body: () throws -> Void) -> NumPyError.Code? {
  do { try body() } catch { return (error as? NumPyError)?.code }
  return nil
}

func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}
