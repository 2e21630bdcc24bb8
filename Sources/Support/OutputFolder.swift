internal import FoundationEssentials
internal import Glibc
internal import Synchronization

/// A folder that this program writes to.
///
/// One rule for every command: track-seg writes to a folder that is new, empty, or its own, and replaces or removes only files
/// that it wrote there itself. The file `.track-seg` says what the folder is and lists these files, each before it is written,
/// so that an interrupted run is known by its files too. Whatever else lies in the folder is never touched. The folder is locked
/// as long as this value lives: a second run into it is refused.
public final class OutputFolder: Sendable {
  /// What a folder holds; one kind is never written over another.
  public enum Kind: String, Sendable {
    case result
    case batch
    case export
    case scene
    case benchmark
    case training

    var words: String {
      switch self {
      case .result: "the result of one video"
      case .batch: "the results of a batch"
      case .export: "exported files"
      case .scene: "a synthetic sequence"
      case .benchmark: "results of benchmarks"
      case .training: "a trained model"
      }
    }
  }

  /// The folder's path, as it was given.
  public let path: String
  private let journal: FolderJournal
  private let names: Mutex<Set<String>>
  private let isNew: Bool
  private let isShared: Bool
  /// Whether the folder of a result had no list of its files.
  private let isUnlisted: Bool
  /// Whether files were claimed or removed.
  private let isUsed = Atomic<Bool>(false)

  /// Makes the folder where it is missing, and locks it.
  ///
  /// - Parameter isShared: Other runs may write to it at the same time, each to files of its own (shards, tiles).
  /// - Throws: `OutputError` where it cannot be made, holds what this program did not write, or is in use.
  public init(path: String, kind: Kind, isShared: Bool = false) throws(OutputError) {
    self.path = path
    self.isShared = isShared
    isUnlisted = false
    isNew = try Self.make(path)
    let marker = path + "/" + FolderJournal.file
    if !isNew, !Self.exists(marker) {
      let found = Self.foreign(in: path)
      guard found.isEmpty else {
        let some = found.prefix(3).joined(separator: ", ") + (found.count > 3 ? ", …" : "")
        throw OutputError(
          "\(path): the folder holds files that track-seg did not write (\(some)); name a new or empty folder; "
            + "nothing was changed")
      }
    }
    journal = try FolderJournal(folder: path, kind: kind, isShared: isShared)
    names = Mutex(journal.names)
    if !isShared { removeTemporaries() }
  }

  /// Opens the folder of a finished result, to which files are added.
  ///
  /// - Parameter unlisted: Files that are this program's where the folder has no list: results of the first version, and copies
  ///   without hidden files. Whoever passes them knows by another file that the folder is a result.
  /// - Throws: `OutputError` where it cannot be written or is in use.
  public init(existing path: String, kind: Kind = .result, unlisted: [String] = []) throws(OutputError) {
    self.path = path
    (isNew, isShared) = (false, false)
    let hasList = Self.isOwn(path)
    journal = try FolderJournal(folder: path, kind: kind, isShared: false)
    let found = hasList ? [] : unlisted.filter { Self.exists(path + "/" + $0) }
    try journal.append(found)
    names = Mutex(journal.names.union(found))
    isUnlisted = !hasList
  }

  deinit {
    // A command that failed before it wrote anything leaves no list behind either.
    if isUnlisted, !isUsed.load(ordering: .relaxed) {
      journal.remove()
      return
    }
    // A run that failed before it wrote anything leaves no empty folder behind.
    guard isNew, Self.list(path) == [FolderJournal.file] else { return }
    journal.remove()
    rmdir(path)
  }

  /// Whether a folder says that it is this program's.
  public static func isOwn(_ path: String) -> Bool { exists(path + "/" + FolderJournal.file) }

  /// Whether a folder is this program's and every file is there that it wrote.
  public static func isWhole(_ path: String) -> Bool {
    guard let names = FolderJournal.names(in: path) else { return false }
    return names.allSatisfy { exists(path + "/" + $0) }
  }

  /// The path of a file or folder in it.
  public func file(_ name: String) -> String { path + "/" + name }

  /// Whether it holds a file or folder of this name.
  public func contains(_ name: String) -> Bool { FileManager.default.fileExists(atPath: file(name)) }

  /// The files that this program wrote to it and that are listed in `.track-seg`, sorted.
  public var ownFiles: [String] { names.withLock { $0.sorted() } }

  /// Lists files that are about to be written, and makes their folders.
  ///
  /// - Throws: `OutputError` where a file of that name is there that this program did not write.
  public func claim(_ wanted: [String]) throws(OutputError) {
    isUsed.store(true, ordering: .relaxed)
    for folder in Set(wanted.compactMap { Self.parent(of: $0) }).sorted() { try makeFolders(folder) }
    let fresh = names.withLock { names in wanted.filter { !names.contains($0) } }
    for name in fresh {
      guard !Self.exists(file(name)) else {
        throw OutputError(
          "\(file(name)): this file was not written by track-seg, so it is not replaced; move it, or name another folder"
        )
      }
    }
    try journal.append(fresh)
    names.withLock { $0.formUnion(fresh) }
  }

  /// The path of a file that is about to be written by another module's writer.
  ///
  /// - Throws: `OutputError` where a file of that name is there that this program did not write.
  public func claimed(_ name: String) throws(OutputError) -> String {
    try claim([name])
    return file(name)
  }

  /// Writes a file whole or not at all.
  ///
  /// - Throws: `OutputError` where it cannot be written, a full disk included.
  public func write(_ bytes: [UInt8], to name: String) throws(OutputError) {
    try AtomicFile.write(bytes, to: claimed(name))
  }

  /// Opens a folder inside of this one that is an output folder itself; `clear` empties it too.
  ///
  /// - Throws: `OutputError`, as `init`.
  public func folder(_ name: String) throws(OutputError) -> OutputFolder {
    let entry = name + "/"
    let inner = try OutputFolder(path: file(name), kind: journal.kind)
    if names.withLock({ !$0.contains(entry) }) {
      try journal.append([entry])
      _ = names.withLock { $0.insert(entry) }
    }
    return inner
  }

  /// Removes the files that this program wrote and that `isKept` does not name, and folders that are empty then.
  ///
  /// - Throws: `OutputError`.
  public func clear(keeping isKept: (String) -> Bool = { _ in false }) throws(OutputError) {
    let stale = ownFiles.filter { !isKept($0) }
    guard !stale.isEmpty else { return }
    isUsed.store(true, ordering: .relaxed)
    var folders: Set<String> = []
    for name in stale {
      if name.hasSuffix("/") {
        try clearFolder(String(name.dropLast()))
        continue
      }
      if let folder = Self.parent(of: name) {
        if folders.insert(folder).inserted { try refuseLinks(folder) }
      }
      guard unlink(file(name)) == 0 || errno == ENOENT || errno == ENOTDIR else {
        throw OutputError(
          "\(file(name)): written by an earlier run and cannot be removed (\(String(cString: strerror(errno))))"
        )
      }
    }
    // Deepest first; a folder that holds anything else stays.
    for folder in Self.withParents(folders).sorted(by: { $0.count > $1.count }) { rmdir(file(folder)) }
    // Other runs add lines to the list at the same time: it is not written anew then.
    guard !isShared else { return }
    let left = names.withLock { names in
      names.subtract(stale)
      return names.sorted()
    }
    try journal.replace(with: left)
  }

  /// Removes one file of an earlier run, if this program wrote it.
  ///
  /// - Throws: `OutputError`.
  public func remove(_ name: String) throws(OutputError) { try clear(keeping: { $0 != name }) }

  /// Removes this program's files below a folder of it.
  ///
  /// - Throws: `OutputError`.
  public func removeFolder(_ name: String) throws(OutputError) {
    try clear(keeping: { !$0.hasPrefix(name + "/") })
  }

  /// Moves the files of another folder into this one, in place of its own, `last` at the end; the other folder is gone then, but
  /// for what others have put there.
  ///
  /// - Throws: `OutputError`.
  public func replaceContents(with other: OutputFolder, last: String) throws(OutputError) {
    try clear()
    let moved = (other.ownFiles.filter { $0 != last } + [last]).filter { Self.exists(other.file($0)) }
    try claim(moved)
    for name in moved {
      guard rename(other.file(name), file(name)) == 0 else {
        throw OutputError(
          "\(file(name)): cannot be moved from \(other.path) (\(String(cString: strerror(errno))))")
      }
    }
    try other.clear()
    other.journal.remove()
    rmdir(other.path)
  }

  private func clearFolder(_ name: String) throws(OutputError) {
    try refuseLinks(name)
    guard Self.isOwn(file(name)) else { return }
    let inner = try OutputFolder(path: file(name), kind: journal.kind)
    try inner.clear()
    inner.journal.remove()
    rmdir(inner.path)
  }

  private func makeFolders(_ name: String) throws(OutputError) {
    try refuseLinks(name)
    do {
      try FileManager.default.createDirectory(atPath: file(name), withIntermediateDirectories: true)
    } catch {
      throw OutputError("\(file(name)): the folder cannot be made (\(Self.reason(error)))")
    }
  }

  /// A folder in it that is a link leads to files of somebody else.
  private func refuseLinks(_ name: String) throws(OutputError) {
    for folder in Self.withParents([name]) where Self.isLink(file(folder)) {
      throw OutputError(
        "\(file(folder)): is a link to another folder, and track-seg does not write through links; remove it, or name "
          + "another output folder")
    }
  }

  /// Files that a killed run was writing.
  private func removeTemporaries() {
    let folders = Self.withParents(Set(ownFiles.compactMap { Self.parent(of: $0) })).union([""])
    for folder in folders where !Self.isLink(file(folder)) {
      let place = folder.isEmpty ? path : file(folder)
      for name in Self.list(place) where AtomicFile.isTemporary(name) { unlink(place + "/" + name) }
    }
  }
}

extension OutputFolder {
  /// Makes a folder, and says whether it was missing.
  private static func make(_ path: String) throws(OutputError) -> Bool {
    var isFolder = false
    let isThere = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard !isThere || isFolder else {
      throw OutputError("\(path): this is a file; expected a folder for the results")
    }
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw OutputError("\(path): the output folder cannot be made (\(reason(error)))")
    }
    guard access(path, W_OK | X_OK) == 0 else {
      throw OutputError("\(path): the output folder cannot be written (\(String(cString: strerror(errno))))")
    }
    return !isThere
  }

  /// What a folder holds besides hidden files, and files that this process prints to.
  private static func foreign(in path: String) -> [String] {
    let printed = [1, 2].compactMap { identity(ofDescriptor: $0) }
    return list(path).filter { name in
      guard [".DS_Store", ".gitkeep", ".gitignore"].allSatisfy({ $0 != name }) else { return false }
      guard let own = identity(ofFile: path + "/" + name) else { return true }
      return !printed.contains { $0 == own }
    }
  }

  private struct Identity: Equatable {
    let device: UInt
    let inode: UInt
  }

  private static func identity(ofDescriptor descriptor: CInt) -> Identity? {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  private static func identity(ofFile path: String) -> Identity? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    return Identity(device: UInt(status.st_dev), inode: UInt(status.st_ino))
  }

  private static func isLink(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK
  }

  private static func exists(_ path: String) -> Bool {
    var status = stat()
    return lstat(path, &status) == 0
  }

  private static func list(_ path: String) -> [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }

  private static func parent(of name: String) -> String? {
    name.lastIndex(of: "/").map { String(name[..<$0]) }
  }

  private static func withParents(_ folders: Set<String>) -> Set<String> {
    var all: Set<String> = []
    for folder in folders {
      var next: String? = folder
      while let name = next, all.insert(name).inserted { next = parent(of: name) }
    }
    return all
  }

  private static func reason(_ error: any Error) -> String {
    let code = (error as? CocoaError)?.underlying as? POSIXError
    return code.map { String(cString: strerror($0.code.rawValue)) } ?? "\(error)"
  }
}
