/// Rows of `MixtureAccuracy` as tables.
public enum MixtureAccuracyTable {
  /// Order accuracy by number of components, mean error and variance by level of MI, for every length.
  public static func markdown(_ rows: [MixtureAccuracy.Row]) -> String {
    var text = ""
    var lengths: [Int] = []
    for row in rows where !lengths.contains(row.length) { lengths.append(row.length) }
    for length in lengths {
      let group = rows.filter { $0.length == length }
      guard let first = group.first else { continue }
      text += "### \(length) observations\n\nOrder accuracy, %, by number of components\n\n| estimator |"
      for (k, _) in first.order { text += " \(k) |" }
      text += " mean | rmse, nats |\n|---|" + String(repeating: "---:|", count: first.order.count + 2) + "\n"
      for row in group {
        text += "| \(row.estimator) |"
        for (_, accuracy) in row.order { text += " \(decimal(100 * accuracy, 1)) |" }
        text += " \(decimal(100 * row.meanOrder, 2)) | \(decimal(row.rmse, 4)) |\n"
      }
      text += "\nMean error (variance × 1000) by true MI, nats\n\n| estimator |"
      for level in 0...10 { text += level == 10 ? " >1 |" : " 0.\(level) |" }
      text += "\n|---|" + String(repeating: "---:|", count: 11) + "\n| pairs |"
      for level in 0...10 { text += " \(first.bin(level).count) |" }
      text += "\n"
      for row in group {
        text += "| \(row.estimator) |"
        for level in 0...10 {
          let bin = row.bin(level)
          text += bin.count > 0 ? " \(signed(bin.mean)) (\(decimal(1000 * bin.variance, 2))) |" : " – |"
        }
        text += "\n"
      }
      text += "\n"
    }
    return text
  }

  /// One line for each estimator, length and number of components or level.
  public static func csv(_ rows: [MixtureAccuracy.Row]) -> String {
    var text = "estimator,length,figure,at,count,value\n"
    for row in rows {
      for (k, accuracy) in row.order {
        text +=
          "\(row.estimator),\(row.length),order_accuracy,\(k),\(row.pairs.count / 2 / row.order.count),\(accuracy)\n"
      }
      text += "\(row.estimator),\(row.length),rmse,all,\(row.pairs.count),\(row.rmse)\n"
      for level in 0...10 {
        let bin = row.bin(level)
        let name = level == 10 ? ">1" : "0.\(level)"
        guard bin.count > 0 else { continue }
        text += "\(row.estimator),\(row.length),mean_error,\(name),\(bin.count),\(bin.mean)\n"
        text += "\(row.estimator),\(row.length),variance,\(name),\(bin.count),\(bin.variance)\n"
      }
    }
    return text
  }

  private static func signed(_ value: Double) -> String { (value >= 0 ? "+" : "") + decimal(value, 3) }
}
