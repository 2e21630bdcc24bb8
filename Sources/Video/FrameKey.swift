/// What tells one file of a sequence from another: the numbers of its name that vary, compared as numbers.
public struct FrameKey: Sendable, Hashable, Comparable {
  /// A whole number without leading zeros, and decimals without trailing zeros.
  struct Value: Sendable, Hashable, Comparable {
    let whole: String
    let decimals: String

    static func < (a: Value, b: Value) -> Bool {
      if a.whole.count != b.whole.count { return a.whole.count < b.whole.count }
      return a.whole != b.whole ? a.whole < b.whole : a.decimals < b.decimals
    }
  }

  let values: [Value]

  public static func < (a: FrameKey, b: FrameKey) -> Bool {
    a.values.lexicographicallyPrecedes(b.values)
  }

  /// The frame's number, where it is one whole number.
  public var number: Int? {
    guard values.count == 1, values[0].decimals.isEmpty else { return nil }
    return Int(values[0].whole)
  }

  /// The number that varies fastest: the last one.
  public var last: FrameKey { FrameKey(values: values.suffix(1)) }

  /// As a person writes it.
  public var text: String {
    values.map { $0.decimals.isEmpty ? $0.whole : $0.whole + "." + $0.decimals }.joined(separator: "_")
  }

  /// The keys of files' stems; where names have a number that none of the others differs in (or there is one name), its last.
  ///
  /// All stems must have the same text between their numbers; those of a `NumberedFiles` have.
  public static func keys(ofStems stems: [String]) -> [FrameKey] {
    keys(of: stems.map { NumberedName($0 + ".") })
  }

  /// All numbers of a name, whatever the others have.
  static func raw(_ name: NumberedName) -> FrameKey {
    FrameKey(values: name.numbers.flatMap { expanded($0, isDecimal: false) })
  }

  static func keys(of names: [NumberedName]) -> [FrameKey] {
    let places = names.map(\.numbers.count).min() ?? 0
    // 1305031102.175304 is a time where its seconds vary; in shot3.0001 the point is a full stop.
    let isDecimal = (0..<places).map { place in
      let wholes = Set(names.map { NumberedName.trimmed($0.numbers[place].whole) })
      return names.contains { $0.numbers[place].decimals != nil } && (wholes.count > 1 || wholes == ["0"])
    }
    let all = names.map { name in
      (0..<places).map { expanded(name.numbers[$0], isDecimal: isDecimal[$0]) }
    }
    // Every place has one value or, in the whole family, two.
    let widths = (0..<places).map { place in all.map { $0[place].count }.max() ?? 1 }
    let rows = all.map { row in
      zip(row, widths).flatMap { values, width in
        values + [Value](repeating: Value(whole: "", decimals: ""), count: width - values.count)
      }
    }
    let columns = widths.reduce(0, +)
    let varying = (0..<columns).filter { column in Set(rows.map { $0[column] }).count > 1 }
    let kept = varying.isEmpty ? Array((0..<columns).suffix(1)) : varying
    return rows.map { row in FrameKey(values: kept.map { row[$0] }) }
  }

  private static func expanded(_ number: NumberedName.Number, isDecimal: Bool) -> [Value] {
    let whole = NumberedName.trimmed(number.whole)
    guard let decimals = number.decimals else { return [Value(whole: whole, decimals: "")] }
    guard isDecimal else {
      return [
        Value(whole: whole, decimals: ""), Value(whole: NumberedName.trimmed(decimals), decimals: ""),
      ]
    }
    let significant = decimals.reversed().drop { $0 == "0" }.reversed()
    return [Value(whole: whole, decimals: String(significant))]
  }
}
