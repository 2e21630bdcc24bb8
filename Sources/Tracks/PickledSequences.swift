internal import NumPy

/// The sequences of a pickle that holds several: a dictionary from name to sequence, or a list.
struct PickledSequences {
  /// Names, or indices as text, with what they stand for; empty where the pickle holds no sequences.
  let entries: [(name: String, value: PickleValue)]

  init(_ root: PickleValue?) {
    switch root {
    case .dictionary(let values):
      let named = values.compactMap { entry -> (name: String, value: PickleValue)? in
        guard case .text(let name) = entry.key else { return nil }
        return (name, entry.value)
      }
      // A dictionary of arrays is one sequence under names that no format has.
      let isOne =
        named.allSatisfy { $0.value.array != nil } || !named.contains { Self.mayBeSequence($0.value) }
      entries = isOne ? [] : named
    case .list(let values), .tuple(let values):
      entries =
        values.contains(where: Self.mayBeSequence) ? values.enumerated().map { ("\($0)", $1) } : []
    default:
      entries = []
    }
  }

  private static func mayBeSequence(_ value: PickleValue) -> Bool {
    switch value {
    case .dictionary, .array: true
    default: false
    }
  }

  /// The sequence of a name or an index; without either, the only one.
  ///
  /// - Throws: `TracksError` (ambiguousSequence) that lists the sequences.
  func choose(_ wanted: String?, path: String) throws -> (name: String, value: PickleValue) {
    let names = entries.prefix(12).map(\.name).joined(separator: ", ") + (entries.count > 12 ? ", …" : "")
    guard let wanted else {
      if entries.count == 1 { return entries[0] }
      throw TracksError(
        .ambiguousSequence,
        "\(path) holds \(entries.count) sequences: choose one with --sequence: \(names)")
    }
    if let entry = entries.first(where: { $0.name == wanted }) { return entry }
    if let index = Int(wanted), entries.indices.contains(index) { return entries[index] }
    throw TracksError(
      .ambiguousSequence, "\(path) has no sequence '\(wanted)'; it holds \(entries.count): \(names)")
  }
}
