internal import Support

/// The rows of a motion benchmark as tables.
public enum MotionBenchmarkTable {
  /// One line for each row.
  public static func csv(_ rows: [MotionBenchmark.Row]) -> String {
    var text =
      "group,sequence,estimator,signal,slicing,tracks,frames,average_precision,ari_auto,ari_best_threshold,ari_given,misclassification,"
    text += "objects,true_objects,seconds\n"
    for row in rows {
      text +=
        "\(CSV.field(row.group)),\(CSV.field(row.sequence)),\(row.estimator),\(row.signal),\(row.slicing),\(row.tracks),\(row.frames),"
      text +=
        "\(row.averagePrecision.map { "\($0)" } ?? ""),\(row.automaticARI),\(row.bestThresholdARI),"
      text +=
        "\(row.givenARI.map { "\($0)" } ?? ""),\(row.misclassification.map { "\($0)" } ?? ""),\(row.objects),"
      text += "\(row.trueObjects),\(row.seconds)\n"
    }
    return text
  }

  /// Means over the sequences of each group, in Markdown: a row for each combination, three columns for each group.
  public static func markdown(_ rows: [MotionBenchmark.Row]) -> String {
    let groups = Array(Set(rows.map(\.group))).sorted()
    var combinations: [[String]] = []
    for row in rows {
      let key = [row.estimator, row.signal, row.slicing]
      if !combinations.contains(key) { combinations.append(key) }
    }
    var text = "| estimator | signal | slicing |"
    for group in groups {
      let count = Set(rows.filter { $0.group == group }.map(\.sequence)).count
      text += " \(group) (\(count)): AP | ARI auto | ARI best | ARI at true K | misclassified | s |"
    }
    text += "\n|---|---|---|" + String(repeating: "---:|", count: 6 * groups.count) + "\n"
    for key in combinations {
      text += "| \(key[0]) | \(key[1]) | \(key[2]) |"
      for group in groups {
        let found = rows.filter { $0.group == group && [$0.estimator, $0.signal, $0.slicing] == key }
        let precision = found.compactMap(\.averagePrecision)
        text +=
          " \(mean(precision)) | \(mean(found.map(\.automaticARI))) | \(mean(found.map(\.bestThresholdARI))) |"
        text += " \(mean(found.compactMap(\.givenARI))) | \(mean(found.compactMap(\.misclassification))) |"
        text += " \(mean(found.map(\.seconds))) |"
      }
      text += "\n"
    }
    return text
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
