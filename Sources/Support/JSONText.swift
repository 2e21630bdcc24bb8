internal import FoundationEssentials

/// JSON as this program writes and reads it: keys are sorted, so that equal values give equal bytes, and slashes are plain.
public enum JSONText {
  /// How names of properties become keys.
  public enum Keys: Sendable {
    /// `frameCount` stays `frameCount`.
    case unchanged
    /// `frameCount` is `frame_count` in the file.
    case snakeCase
  }

  /// The text of a value, without a line end behind it.
  ///
  /// - Parameters:
  ///   - isIndented: One key a line, for files that people read.
  ///   - allowsNonFinite: Writes NaN and infinity as the strings `nan`, `inf` and `-inf`, which are errors otherwise.
  /// - Throws: `EncodingError`.
  public static func encode(
    _ value: some Encodable, keys: Keys = .unchanged, isIndented: Bool = false, allowsNonFinite: Bool = false
  ) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    if isIndented { encoder.outputFormatting.insert(.prettyPrinted) }
    if keys == .snakeCase { encoder.keyEncodingStrategy = .convertToSnakeCase }
    if allowsNonFinite {
      encoder.nonConformingFloatEncodingStrategy = .convertToString(
        positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    }
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  /// The value of a file; nil where there is no such file.
  ///
  /// - Throws: `DecodingError` where the file holds something else.
  public static func decode<Value: Decodable>(
    _ type: Value.Type, path: String, keys: Keys = .unchanged
  ) throws -> Value? {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    let decoder = JSONDecoder()
    if keys == .snakeCase { decoder.keyDecodingStrategy = .convertFromSnakeCase }
    return try decoder.decode(type, from: data)
  }
}
