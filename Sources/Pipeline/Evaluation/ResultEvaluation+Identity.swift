internal import Support

extension ResultEvaluation {
  /// What the scores depend on besides the result: the truth's contents and the options.
  ///
  /// Throws `RunError` (input) where the truth cannot be read.
  func identity() throws -> String {
    let files = [truth.trackFile, truth.maskFolder].compactMap { $0 }
    let digests = try files.map { try FileDigest(of: $0).sha256 }
    let options = [
      background.map { "background \($0)" }, query.map { "query \($0)" }, "increment \(increment)",
      wantsBoundary ? "boundary" : nil,
    ]
    return (digests + options.compactMap { $0 }).joined(separator: ", ")
  }
}
