/// How often each label meets each true id, over scored elements (truth not 0).
public struct Contingency: Sendable, Equatable {
  /// Labels and true ids, ascending.
  public let labels: [Int]
  public let truths: [Int]
  /// `[label][truth]`, row by row.
  public let counts: [Int]

  /// Counts; elements of truth 0 are left out, and those of negative label where `dropsUnlabelled`.
  public init(labels: [Int], truth: [Int], dropsUnlabelled: Bool = false) {
    precondition(labels.count == truth.count, "labelings of different lengths")
    var joint: [[Int]: Int] = [:]
    for (label, id) in zip(labels, truth) where id != 0 && !(dropsUnlabelled && label < 0) {
      joint[[label, id], default: 0] += 1
    }
    self.init(joint)
  }

  /// From counts of (label, truth).
  public init(_ joint: [[Int]: Int]) {
    let labels = Set(joint.keys.map { $0[0] }).sorted()
    let truths = Set(joint.keys.map { $0[1] }).sorted()
    self.labels = labels
    self.truths = truths
    counts = labels.flatMap { label in truths.map { joint[[label, $0]] ?? 0 } }
  }

  /// Elements counted.
  public var total: Int { counts.reduce(0, +) }
  /// Elements of every label.
  public var labelSizes: [Int] {
    labels.indices.map { row in truths.indices.reduce(0) { $0 + counts[row * truths.count + $1] } }
  }
  /// Elements of every true id.
  public var truthSizes: [Int] {
    truths.indices.map { column in labels.indices.reduce(0) { $0 + counts[$1 * truths.count + column] } }
  }

  /// The share of elements that are right when labels are matched to true ids one to one as well as can be; 1 minus the
  /// misclassification of the Hopkins tradition.
  public var hungarianAccuracy: Double {
    guard total > 0 else { return 1 }
    let match = Assignment.greatest(
      counts.map(Double.init), rows: labels.count, columns: truths.count)
    let right = match.enumerated().reduce(0) { sum, pair in
      sum + (pair.element.map { counts[pair.offset * truths.count + $0] } ?? 0)
    }
    return Double(right) / Double(total)
  }
}

/// Precision, recall and F of regions, as the evaluation of the Freiburg–Berkeley motion segmentation data defines them
/// (Ochs, Malik & Brox 2014).
public struct RegionScores: Sendable, Equatable {
  /// Means over matched clusters, over all regions, and their harmonic mean.
  public let precision: Double
  public let recall: Double
  public let fMeasure: Double
  /// Regions whose own F is above 0.75, without the background.
  public let extractedObjects: Int

  /// Clusters are matched to regions one to one by the greatest sum of F; unmatched regions count as recall 0.
  public init(_ table: Contingency) {
    let (sizes, regions) = (table.labelSizes, table.truthSizes)
    let columns = table.truths.count
    func f(_ row: Int, _ column: Int) -> Double {
      2 * Double(table.counts[row * columns + column]) / Double(max(sizes[row] + regions[column], 1))
    }
    let weights = table.labels.indices.flatMap { row in table.truths.indices.map { f(row, $0) } }
    let match = Assignment.greatest(weights, rows: table.labels.count, columns: columns)
    var (precision, recall, matched, extracted) = (0.0, 0.0, 0, 0)
    for (row, column) in match.enumerated() {
      guard let column, table.counts[row * columns + column] > 0 else { continue }
      let overlap = Double(table.counts[row * columns + column])
      precision += overlap / Double(sizes[row])
      recall += overlap / Double(regions[column])
      matched += 1
      if f(row, column) > 0.75 { extracted += 1 }
    }
    let p = matched > 0 ? precision / Double(matched) : 0
    let r = columns > 0 ? recall / Double(columns) : 0
    self.precision = p
    self.recall = r
    fMeasure = p + r > 0 ? 2 * p * r / (p + r) : 0
    extractedObjects = max(extracted - 1, 0)
  }
}
