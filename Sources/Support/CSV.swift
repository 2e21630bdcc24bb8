/// Tables of comma-separated values as RFC 4180 has them.
public enum CSV {
  /// One value; in quotes where it holds a comma, a quote or a line end.
  public static func field(_ text: String) -> String {
    guard text.utf8.contains(where: { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }) else { return text }
    return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
      + "\""
  }

  /// One line with its end.
  public static func line(_ fields: some Sequence<String>) -> String {
    fields.map { field($0) }.joined(separator: ",") + "\n"
  }
}
