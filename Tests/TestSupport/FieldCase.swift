import Foundation

/// A copy of one of the inputs in Tests/Cases, in a folder of its own, so that nothing a command does can change the original.
public struct FieldCase {
  private let folder: TemporaryFolder
  /// The folder that holds the copy's files; commands run in it.
  public let path: String

  public init(_ name: String) throws {
    folder = try TemporaryFolder()
    path = folder.file(name)
    try FileManager.default.copyItem(atPath: Fixtures.projectRoot + "/Tests/Cases/" + name, toPath: path)
  }

  /// The path of a file of the case.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Runs the program in the case's folder.
  public func trackSeg(_ arguments: String...) throws -> ProgramRun {
    try runProgram([try programPath()] + arguments, in: path)
  }
}
