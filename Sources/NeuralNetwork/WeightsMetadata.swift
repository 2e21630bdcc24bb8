/// The extents that a weights file states, read with limits: a wrong file must not make a huge network.
public struct WeightsMetadata {
  private let metadata: [String: String]
  private let source: String

  /// Throws `mismatch` where the file is another model's.
  public init(_ file: Safetensors, model: String, source: String) throws {
    guard file.metadata["model"] == model else {
      throw NeuralNetworkError(
        .mismatch, "\(source): weights of “\(file.metadata["model"] ?? "unknown")”; expected \(model)")
    }
    metadata = file.metadata
    self.source = source
  }

  /// A number within limits.
  ///
  /// Throws `mismatch`.
  public func number(_ key: String, _ range: ClosedRange<Int>) throws -> Int {
    guard let value = metadata[key].flatMap({ Int($0) }), range.contains(value) else {
      throw NeuralNetworkError(
        .mismatch,
        "\(source): “\(key)” is \(metadata[key] ?? "missing"); expected a number in \(range.lowerBound)…\(range.upperBound)"
      )
    }
    return value
  }

  /// Eight hexadecimal digits that tell values from others (FNV-1a).
  public static func digest(_ values: [Float]) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for value in values { hash = (hash ^ UInt64(value.bitPattern)) &* 0x0000_0100_0000_01B3 }
    let text = String(hash >> 32, radix: 16)
    return String(repeating: "0", count: 8 - text.count) + text
  }
}
