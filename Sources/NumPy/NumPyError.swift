/// Why a NumPy file, an archive or a pickle could not be read or written.
public struct NumPyError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kind of failure, for programs; `message` is for people.
  public enum Code: String, Sendable, CaseIterable {
    /// There is no such file, or it may not be opened.
    case missingFile
    /// The file is something else.
    case notThisFormat
    /// The file ends too early.
    case truncated
    /// An element type or a construct that this reader does not know.
    case unsupportedType
    /// Python objects where numbers were wanted.
    case objectArray
    /// Extents that are negative, overflow, exceed a limit, or disagree with the number of bytes.
    case absurdShape
    /// A ZIP archive whose directory or data contradict themselves.
    case corruptArchive
    /// A pickle that names a Python function or class which plain data does not need.
    case refusedGlobal
    /// The archive has no such member.
    case missingMember
    /// The output could not be written.
    case cannotWrite
    /// A pickle that breaks the rules of the format or a limit.
    case corruptPickle
    /// Elements of a kind, or with values, that do not convert to what was asked for.
    case doesNotConvert
  }

  /// The kind of failure.
  public let code: Code
  /// What was found, where (file, member, byte), and what was expected.
  public let message: String

  public init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
