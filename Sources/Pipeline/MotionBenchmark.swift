internal import LinearAlgebra
internal import Evaluation
internal import FoundationEssentials
internal import MotionGroups
internal import MutualInformation
internal import Segmentation
public import Tracks
public import Support
public import MotionSegmentation

/// Every estimator, signal and slicing on sequences whose truth is known: average precision, and the adjusted Rand index of
/// the automatic clustering and of the best single threshold.
public struct MotionBenchmark: Sendable {
  /// One sequence: its tracks and a true id per track.
  public struct Sequence: Sendable {
    public let name: String
    /// The folder above, for the means: odyssey, davis, hopkins155.
    public let group: String
    /// Its files.
    public let directory: SequenceDirectory
    let truth: String
  }

  /// One line of the table.
  public struct Row: Sendable, Codable {
    public let group: String
    public let sequence: String
    public let estimator: String
    public let signal: String
    public let slicing: String
    public let clustering: String
    public let tracks: Int
    public let frames: Int
    /// Mean average precision of "same object?", every track as the query.
    public let averagePrecision: Double?
    /// nil for rules that do not find a threshold.
    public let automaticARI: Double?
    /// Of the rule's own tree of links, or of the connected components.
    public let bestThresholdARI: Double
    /// With the true number of groups given: ARI, and the share of tracks that are wrong after the best matching of labels; nil for rules
    /// that take no number.
    public let givenARI: Double?
    public let misclassification: Double?
    public let objects: Int
    public let trueObjects: Int
    /// Seconds of the pairwise stage.
    public let seconds: Double
    /// The share of the pairs whose mutual information is unknown.
    public let unknownShare: Double
    /// The share of entries that were made absent, and the mean length of their runs; nil: at random.
    public let missing: Double
    public let missingRun: Double?
    /// The mean over queries of the interpolated precision at `PrecisionRecallCurve.levels`.
    public let precision: [Double]?
  }

  public let sequences: [Sequence]

  /// Finds the sequences below a folder: PointOdyssey's layout with track_motion_ids.npy or track_object_ids.npy.
  ///
  /// - Throws: `RunError` (input) where there is none.
  public init(root: String) throws {
    var found: [Sequence] = []
    // One sequence, or a folder of sequences, forms a group by the folder's name; a folder of folders, a group for each.
    func search(_ folder: String, depth: Int, group: String) {
      if let directory = SequenceDirectory(path: folder), let truth = directory.truthFile {
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        found.append(Sequence(name: name, group: group, directory: directory, truth: truth))
        return
      }
      guard depth > 0, let names = try? FileManager.default.contentsOfDirectory(atPath: folder) else {
        return
      }
      for name in names.sorted() {
        search(folder + "/" + name, depth: depth - 1, group: depth == 3 ? name : group)
      }
    }
    search(root, depth: 3, group: "sequences")
    guard !found.isEmpty else {
      throw RunError(
        .input,
        "\(root): no sequences with anno.npz and track_motion_ids.npy or track_object_ids.npy were found")
    }
    sequences = found
  }

  /// Measures one combination on one sequence; nil where fewer than two scored tracks move.
  public func measure(
    _ sequence: Sequence, options: SegmentationOptions, degradation: TrackDegradation = TrackDegradation(),
    observer: any RunObserver = SilentObserver()
  ) throws -> Row? {
    let input = try InputFiles(video: sequence.directory.path, tracks: nil)
    var loaded = try LoadedTracks(
      input, reading: TrackReadingOptions(), frames: options.frames, frameOffset: 0, wantsVideo: false)
    loaded.tracks = try degradation.applied(to: loaded.tracks)
    let ids = try TrackTruth.read(sequence.truth, trackCount: loaded.tracks.trackCount)
    // A rule that takes a threshold is measured on its tree: the matrix is the same with any rule.
    let isAutomatic = options.clustering.threshold == .automatic
    var run = options
    if !isAutomatic { run.clustering = .persistent }
    let outcome = try segment(
      loaded.tracks, run,
      scope: SegmentationScope(
        candidates: ids.map { $0 != 0 }, labelsOthers: false, measuresStability: false),
      observer: observer)
    guard case .finished(let result) = outcome, result.sample.count >= 2 else { return nil }
    let truth = result.sampleInFile.picking(ids)
    let matrix = result.matrix.rows
    let links = try options.clustering.links(of: result.matrix)
    let given = try labels(of: result, groups: Set(truth).count, links: links, options: options)
    let best = BestThreshold.adjustedRandIndex(
      links: links.map { ($0.a, $0.b, Float($0.similarity)) }, truth: truth)
    return Row(
      group: sequence.group, sequence: sequence.name, estimator: options.estimator,
      signal: options.signal.name,
      slicing: options.slicing.rawValue, clustering: options.clustering.name, tracks: truth.count,
      frames: loaded.tracks.frameCount,
      averagePrecision: try AveragePrecision.mean(matrix, truth: truth, threads: options.threads),
      automaticARI: isAutomatic
        ? AdjustedRandIndex.score(labels: result.clustering.labels, truth: truth) : nil,
      bestThresholdARI: best.score,
      givenARI: given.map { AdjustedRandIndex.score(labels: $0, truth: truth) },
      misclassification: given.map { 1 - Contingency(labels: $0, truth: truth).hungarianAccuracy },
      objects: isAutomatic ? result.clustering.count : 0, trueObjects: Set(truth).count,
      seconds: result.timings.first { $0.name == "mutual information" }?.seconds ?? 0,
      unknownShare: result.matrix.unknownShare, missing: degradation.missing,
      missingRun: degradation.missing > 0 ? degradation.missingRun : nil,
      precision: PrecisionRecallCurve.mean(matrix, truth: truth))
  }

  /// The labels of the sample with so many groups in all, by rules that take a number or cut a tree.
  private func labels(
    of result: Segmentation, groups: Int, links: [ClusteringRule.Link], options: SegmentationOptions
  ) throws -> [Int]? {
    if options.clustering.threshold == .given {
      return Self.cut(links, tracks: result.sample.count, groups: groups)
    }
    guard options.clustering.basis == .tracks, let matrix = result.matrix.dense else { return nil }
    var rule = try AutomaticGroups(objects: groups)
    rule.seed = options.seed
    rule.threads = options.threads
    let tracks = result.filtered.kept.selecting(result.moving.selecting(result.sample).indices)
    return rule.group(tracks, mutualInformation: matrix).labels
  }

  /// Groups by the most similar links, down to so many groups.
  private static func cut(_ links: [ClusteringRule.Link], tracks: Int, groups: Int) -> [Int] {
    var labels = Array(0..<tracks)
    for link in links.sorted(by: { $0.similarity > $1.similarity }).prefix(max(0, tracks - groups)) {
      let (kept, gone) = (labels[link.a], labels[link.b])
      for track in labels.indices where labels[track] == gone { labels[track] = kept }
    }
    return labels
  }
}
