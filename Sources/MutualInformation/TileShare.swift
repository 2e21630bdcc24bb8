internal import Glibc
internal import Support

/// The tiles that one of several runs does: every `count`-th from the `index`-th on.
public struct TileShare: Sendable, Equatable {
  /// From 1 on.
  public let index: Int
  public let count: Int

  /// Throws `invalidOption` where the index is not one of 1 … count.
  public init(_ index: Int, of count: Int) throws {
    guard count >= 1, (1...count).contains(index) else {
      throw MutualInformationError(
        .invalidOption, "share \(index) of \(count): expected i of n with i from 1 to n")
    }
    self.index = index
    self.count = count
  }

  /// What a person reads when this share is done.
  public var sentence: String {
    "share \(index) of \(count) is done; other shares are still missing"
  }

  func owns(_ tile: Int) -> Bool { tile % count == index - 1 }
}

extension PairwiseEngine {
  /// Makes one checkpoint of those of several shares, which must be of the same computation; the records of all follow each
  /// other in the order given.
  ///
  /// Throws `checkpointFailed` where one cannot be read, belongs to another computation, or the result cannot be written.
  public static func joinCheckpoints(_ parts: [String], into path: String) throws {
    var joined: [UInt8] = []
    for part in parts {
      guard let file = fopen(part, "rb") else {
        throw MutualInformationError(.checkpointFailed, "\(part): \(String(cString: strerror(errno)))")
      }
      defer { fclose(file) }
      fseek(file, 0, SEEK_END)
      let size = ftell(file)
      rewind(file)
      var bytes = [UInt8](repeating: 0, count: max(size, 0))
      guard fread(&bytes, 1, bytes.count, file) == bytes.count, bytes.count >= PairwiseCheckpoint.headerBytes
      else {
        throw MutualInformationError(.checkpointFailed, "\(part): found \(size) bytes; expected a checkpoint")
      }
      if joined.isEmpty {
        joined = bytes
      } else {
        guard joined.prefix(PairwiseCheckpoint.headerBytes) == bytes.prefix(PairwiseCheckpoint.headerBytes)
        else {
          throw MutualInformationError(
            .checkpointFailed,
            "\(part) belongs to other input or other settings than \(parts[0]); remove the outdated files")
        }
        joined += bytes.dropFirst(PairwiseCheckpoint.headerBytes)
      }
    }
    do throws(OutputError) {
      try AtomicFile.write(joined, to: path)
    } catch {
      throw MutualInformationError(.checkpointFailed, error.message)
    }
  }
}
