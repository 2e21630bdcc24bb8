internal import Support

/// The rows of a motion benchmark as tables.
public enum MotionBenchmarkTable {
  /// One line for each row.
  public static func csv(_ rows: [MotionBenchmark.Row]) -> String {
    var table = CSVTable([
      "group", "sequence", "estimator", "signal", "slicing", "clustering", "tracks", "frames",
      "average_precision",
      "ari_auto",
      "ari_best_threshold", "ari_given", "misclassification", "objects", "true_objects", "seconds", "missing",
      "missing_run", "unknown_share",
    ])
    for row in rows {
      table.add(
        [
          row.group, row.sequence, row.estimator, row.signal, row.slicing, row.clustering, "\(row.tracks)",
          "\(row.frames)",
        ]
          + [
            row.averagePrecision.map { "\($0)" } ?? "", row.automaticARI.map { "\($0)" } ?? "",
            "\(row.bestThresholdARI)",
          ]
          + [row.givenARI.map { "\($0)" } ?? "", row.misclassification.map { "\($0)" } ?? ""]
          + ["\(row.objects)", "\(row.trueObjects)", "\(row.seconds)", "\(row.missing)"]
          + [row.missingRun.map { "\($0)" } ?? "", "\(row.unknownShare)"])
    }
    return table.text
  }

  /// Means over the sequences of each group, in Markdown: a row for each combination, six columns for each group.
  ///
  /// Where entries are missing or pairs unknown, a column says how many are missing, and a seventh one of each group the share of
  /// unknown pairs.
  public static func markdown(_ rows: [MotionBenchmark.Row]) -> String {
    let groups = Array(Set(rows.map(\.group))).sorted()
    var combinations: [[String]] = []
    for row in rows {
      let key = key(row)
      if !combinations.contains(key) { combinations.append(key) }
    }
    let hasGaps = rows.contains { $0.missing > 0 || $0.unknownShare > 0 }
    let hasRules = Set(rows.map(\.clustering)).count > 1
    var text =
      "| estimator | signal | slicing |" + (hasRules ? " clustering |" : "") + (hasGaps ? " missing |" : "")
    for group in groups {
      let count = Set(rows.filter { $0.group == group }.map(\.sequence)).count
      text += " \(group) (\(count)): AP | ARI auto | ARI best | ARI at true K | misclassified | s |"
      text += hasGaps ? " unknown, % |" : ""
    }
    text += "\n|---|---|---|" + (hasRules ? "---|" : "") + (hasGaps ? "---|" : "")
    text += String(repeating: "---:|", count: (hasGaps ? 7 : 6) * groups.count) + "\n"
    for key in combinations {
      text += "| \(key[0]) | \(key[1]) | \(key[2]) |" + (hasRules ? " \(key[4]) |" : "")
      text += hasGaps ? " \(key[3]) |" : ""
      for group in groups {
        let found = rows.filter { $0.group == group && Self.key($0) == key }
        let precision = found.compactMap(\.averagePrecision)
        text +=
          " \(mean(precision)) | \(mean(found.compactMap(\.automaticARI))) | \(mean(found.map(\.bestThresholdARI))) |"
        text += " \(mean(found.compactMap(\.givenARI))) | \(mean(found.compactMap(\.misclassification))) |"
        text += " \(mean(found.map(\.seconds))) |"
        if hasGaps {
          let shares = found.map(\.unknownShare)
          text +=
            shares.isEmpty ? " – |" : " \(decimals(100 * shares.reduce(0, +) / Double(shares.count), 2)) |"
        }
      }
      text += "\n"
    }
    return text
  }

  /// Estimator, signal, slicing, what is missing, and the rule: rows of the same make one mean.
  private static func key(_ row: MotionBenchmark.Row) -> [String] {
    let runs = row.missingRun.map { "runs of \(decimals($0, 2))" } ?? "random"
    return [
      row.estimator, row.signal, row.slicing,
      row.missing > 0 ? "\(decimals(100 * row.missing, 2)) %, \(runs)" : "none", row.clustering,
    ]
  }

  private static func mean(_ values: [Double]) -> String {
    guard !values.isEmpty else { return "–" }
    let thousandths = Int((1000 * values.reduce(0, +) / Double(values.count)).rounded())
    let digits = "\(abs(thousandths) % 1000)"
    return (thousandths < 0 ? "-" : "") + "\(abs(thousandths) / 1000)."
      + String(repeating: "0", count: 3 - digits.count)
      + digits
  }
}
