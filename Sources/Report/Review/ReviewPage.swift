/// The page of one result: facts, numbers and the script that shows them, in one file.
public struct ReviewPage: Sendable {
  /// What the page shows in words and small numbers.
  public var facts: ReviewFacts
  /// Positions, tree and matrices.
  public var blobs: [ReviewBlob]

  public init(facts: ReviewFacts, blobs: [ReviewBlob]) {
    self.facts = facts
    self.blobs = blobs
  }

  /// The page's bytes; equal values give equal bytes.
  public func html() throws -> [UInt8] {
    let facts = PageTemplate.Element(
      id: "facts", type: "application/json", text: try SafeJSON.encode(facts))
    return PageTemplate.page(.result, elements: [facts] + blobs.compactMap { $0.element() })
  }
}
