public import MutualInformation

/// Where the finished parts of a matrix are kept, so that an interrupted run resumes and the shares of several runs meet.
public protocol MatrixStore: Sendable {
  /// The part of the matrix that this run computes; nil: all of it.
  var share: TileShare? { get }
  /// Called once, when the tracks are known to be usable and the matrix is about to begin: makes room, and joins the shares that
  /// other runs left.
  ///
  /// - Returns: Lines about what was found, for a person.
  func prepare(channels: Int) throws -> [String]
  /// The file for the tiles of a channel of the signal; nil: they are not kept.
  func checkpoint(channel: Int) throws -> String?
}
