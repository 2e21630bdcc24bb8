internal import FoundationEssentials
internal import Glibc

/// The folder that a run writes to.
///
/// Every file is written beside its place and renamed into it, and run.json comes last: a folder without run.json does not
/// hold a finished result.
public struct OutputFolder: Sendable {
  /// The folder's path.
  public let path: String

  /// Makes the folder where it is missing, checks that it can be written, and takes away the run.json of an earlier run.
  ///
  /// - Throws: `PipelineError` (output) where the folder cannot be made or written.
  public init(path: String) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw PipelineError(.output, "\(path): the output folder cannot be made (\(Self.reason(error)))")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw PipelineError(
        .output, "\(path): the output folder cannot be written (\(String(cString: strerror(errno))))")
    }
    try remove("run.json")
  }

  /// The folder of a finished result, to which files are added.
  init(existing path: String) { self.path = path }

  /// The path of a file or folder in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Whether it holds a file or folder of this name.
  public func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// Makes a folder in it, empty: pictures of an earlier run with more frames must not stay among the new ones.
  public func makeEmptyFolder(_ name: String) throws -> String {
    let folder = file(name)
    do {
      try remove(name)
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch let error as PipelineError {
      throw error
    } catch {
      throw PipelineError(.output, "\(folder): the folder cannot be made (\(Self.reason(error)))")
    }
    return folder
  }

  /// Makes a folder in it, or leaves the one that is there.
  public func makeFolder(_ name: String) throws -> String {
    do {
      try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    } catch {
      throw PipelineError(.output, "\(file(name)): the folder cannot be made (\(Self.reason(error)))")
    }
    return file(name)
  }

  /// Removes a file or folder of an earlier run, if there is one.
  public func remove(_ name: String) throws {
    guard FileManager.default.fileExists(atPath: file(name)) else { return }
    do {
      try FileManager.default.removeItem(atPath: file(name))
    } catch {
      throw PipelineError(
        .output, "\(file(name)): left by an earlier run and cannot be removed (\(Self.reason(error)))")
    }
  }

  /// Writes a small file whole or not at all.
  ///
  /// - Throws: `PipelineError` (output) where it cannot be written, a full disk included.
  public func write(_ bytes: [UInt8], to name: String) throws {
    let target = file(name)
    let temporary = target + ".partial"
    guard let stream = fopen(temporary, "wb") else {
      throw PipelineError(.output, "\(target): \(String(cString: strerror(errno)))")
    }
    let written = fwrite(bytes, 1, bytes.count, stream)
    let failed = written != bytes.count || fflush(stream) != 0
    let reason = String(cString: strerror(errno))
    fclose(stream)
    guard !failed, rename(temporary, target) == 0 else {
      unlink(temporary)
      throw PipelineError(.output, "\(target): \(failed ? reason : String(cString: strerror(errno)))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    let code = (error as? CocoaError)?.underlying as? POSIXError
    return code.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
  }
}
