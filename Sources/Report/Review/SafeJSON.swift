internal import Support

/// JSON that may stand inside a script element: no text in it can end the element or begin another.
enum SafeJSON {
  /// The value with sorted keys; `<`, `>`, `&` and the line separators of JavaScript are escaped.
  static func encode(_ value: some Encodable) throws -> [UInt8] {
    var escaped: [UInt8] = []
    for scalar in try JSONText.encode(value, allowsNonFinite: true).unicodeScalars {
      switch scalar {
      case "<", ">", "&", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        escaped += Array("\\u".utf8) + Array(String(repeating: "0", count: 4 - digits.count).utf8)
        escaped += Array(digits.utf8)
      default: escaped += Array(UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
      }
    }
    return escaped
  }
}
