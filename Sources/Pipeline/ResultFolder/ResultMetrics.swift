public import Support

/// metrics.json: a result against its truth.
public struct ResultMetrics: JSONResultPart, Equatable {
  public static let files = ["metrics.json"]
  public static let keys = JSONText.Keys.snakeCase
  public static let remedy = "make it with track-seg evaluate"

  /// One true object.
  public struct Object: Codable, Sendable, Equatable {
    /// The id in the truth.
    public var id: Int
    /// Scored tracks of it.
    public var tracks: Int
    /// Mean over its tracks as queries; nil where it has a single one in the matrix.
    public var averagePrecision: Double?
    /// The label that was matched to it, one to one, and how much of either is the other.
    public var label: Int?
    public var precision: Double
    public var recall: Double
  }

  /// J and F of one true object of the masks.
  public struct MaskObject: Codable, Sendable, Equatable {
    /// The id in the true masks.
    public var id: Int
    /// The label that was matched to it.
    public var label: Int?
    /// J, intersection over union, mean over frames.
    public var region: Double
    /// F of the contour, mean over frames.
    public var boundary: Double
  }

  /// Mean over query tracks of the average precision of “same object?” ranked by MI.
  public var averagePrecision: Double?
  /// Every true object, by ascending id.
  public var perObject: [Object]
  /// Of the scored tracks.
  public var adjustedRandIndex: Double
  /// The same over tracks that are not of the background; nil where no id is that of a background.
  public var foregroundAri: Double?
  /// Share of right tracks under the best one-to-one matching of labels and objects.
  public var hungarianAccuracy: Double
  /// Of the Freiburg–Berkeley evaluation, over the visible points of scored tracks.
  public var regionPrecision: Double
  public var regionRecall: Double
  public var regionF: Double
  public var extractedObjects: Int
  /// Visible points of labelled tracks by pixels of all frames.
  public var density: Double?
  /// Labels found among scored tracks, true objects among them.
  public var nClusters: Int
  public var nObjects: Int
  public var nScored: Int
  /// Tracks that have a truth and no label: dropped by the filter, or never seen together with a labelled track.
  public var nDropped: Int
  /// The share of the tracks with a truth that have a label: what the other scores say nothing of is missing here; nil in files of
  /// earlier versions.
  public var coverage: Double?
  /// The share of pairs of scored tracks of the matrix whose mutual information is unknown: they rank last; nil in files of earlier
  /// versions.
  public var unknownPairShare: Double?
  /// Mean J over true objects of the masks, mean F, and every object; nil where masks are not truth or were not made.
  public var maskIou: Double?
  public var maskBoundary: Double?
  public var masks: [MaskObject]?
  /// J and F of all objects together against the background, mean over all frames but the first and the last, as DAVIS 2016 counts.
  public var foregroundIou: Double?
  public var foregroundBoundary: Double?
  /// A digest of the truth and of the options of the evaluation; nil in files of earlier versions.
  public var scoredWith: String?

  /// One line for a person.
  public var summary: String {
    func text(_ value: Double?) -> String { value.map { decimals($0, 3) } ?? "–" }
    var line = "AP \(text(averagePrecision)), ARI \(text(adjustedRandIndex))"
    if let foregroundAri { line += " (foreground \(text(foregroundAri)))" }
    line += ", Hungarian accuracy \(text(hungarianAccuracy)), region F \(text(regionF))"
    if let maskIou { line += ", J \(text(maskIou)), F \(text(maskBoundary))" }
    if let foregroundIou { line += " (foreground J \(text(foregroundIou)), F \(text(foregroundBoundary)))" }
    line += "; \(nScored) tracks scored, \(nDropped) dropped, \(nClusters) clusters for \(nObjects) objects"
    if let unknownPairShare, unknownPairShare > 0 {
      line += "; \(UnknownPairs.percent(unknownPairShare)) of the pairs unknown"
    }
    return line
  }
}
