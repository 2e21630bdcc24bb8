/// What a review page shows of a result, as its script reads it.
public struct ReviewFacts: Codable, Sendable {
  /// The name of the result.
  public var title: String
  /// A few words under it.
  public var subtitle: String
  /// Version of the program.
  public var version: String
  /// The frames and their pictures.
  public var frames: Frames
  /// The tracks and their labels.
  public var tracks: Tracks
  /// Names of the reasons why a track is dropped, by their numbers; the first is that it was not.
  public var reasons: [String]
  /// How tracks come to labels, in words.
  public var origins: [String] = []
  /// The matrix of MI.
  public var matrix: Matrix
  /// The rule and the slider's thresholds.
  public var threshold: Threshold
  /// nil: the truth is not known.
  public var truth: Truth?
  /// nil: the truth is not known.
  public var curves: Curves?
  /// Whether label 0 is a background that moves as the camera does; nil: it stands still.
  public var backgroundMoves: Bool?
  /// The run's objects on the time line; nil: not known.
  public var objects: [Life]?
  /// Titled lists of names and values, to be read.
  public var groups: [Group]
  /// Dropped tracks by reason, the most first.
  public var dropped: [Entry]
  /// The arguments that make the result again, without threshold, rule and output.
  public var command: [String]
  /// The result's folder.
  public var output: String
  /// Warnings of the run.
  public var warnings: [String]
  /// What the page cannot show, and why.
  public var missing: [String]

  /// When an object is seen and moves.
  public struct Life: Codable, Sendable, Equatable {
    /// The label, from 1.
    public var label: Int
    /// Stretches of frames, each with its first and last one, in which a track of it is seen.
    public var seen: [[Int]]
    /// The same for frames in which it moves on its own.
    public var moving: [[Int]]

    public init(label: Int, seen: [[Int]], moving: [[Int]]) {
      (self.label, self.seen, self.moving) = (label, seen, moving)
    }
  }

  /// The video's frames.
  public struct Frames: Codable, Sendable {
    /// Number of frames.
    public var count: Int
    /// Frames a second.
    public var rate: Double
    /// Width of the picture, in pixels.
    public var width: Int
    /// Height of the picture, in pixels.
    public var height: Int
    /// Plain frames: folder, suffix, and the distance of those that are there.
    public var pictures: Pictures?
    /// Masks of the run.
    public var masks: Pictures?
    /// True masks, and the frames that have one.
    public var truth: Pictures?
    /// The frames that have a true mask.
    public var truthFrames: [Int]

    public init(count: Int, rate: Double, width: Int, height: Int) {
      self.count = count
      self.rate = rate
      self.width = width
      self.height = height
      truthFrames = []
    }
  }

  /// Numbered pictures beside the page.
  public struct Pictures: Codable, Sendable {
    /// The folder, relative to the page.
    public var folder: String
    /// Without a dot.
    public var suffix: String
    /// The distance of the frames that have a picture.
    public var stride: Int
    /// The pictures' names without suffix, one a frame; nil: the frames' numbers, five digits.
    public var names: [String]?

    public init(folder: String, suffix: String, stride: Int, names: [String]? = nil) {
      self.folder = folder
      self.suffix = suffix
      self.stride = stride
      self.names = names
    }
  }

  /// One entry for every track of the page, in the file's order.
  public struct Tracks: Codable, Sendable {
    /// The tracks' ids in the file.
    public var ids: [Int64]
    /// −1 dropped, 0 static, 1… objects.
    public var labels: [Int]
    /// How firmly each track belongs to its label, in [−1, 1].
    public var scores: [Double]
    /// Why each track was dropped: places in the list of reasons.
    public var reasons: [Int]
    /// Number of frames in which the point is visible.
    public var visibleCount: [Int]
    /// The first of these frames; −1 where there is none.
    public var first: [Int]
    /// The last of these frames; −1 where there is none.
    public var last: [Int]
    /// Number of frames in which each track is observed; nil: not known.
    public var observedCount: [Int]?
    /// How each track came to its label: places in the list of origins, −1 for dropped tracks; nil: not known.
    public var origins: [Int]?
    /// Pixels of a step of the positions, and frames from one to the next.
    public var quantum: Double
    public var stride: Int

    public init(
      ids: [Int64], labels: [Int], scores: [Double], reasons: [Int], visibleCount: [Int], first: [Int],
      last: [Int], quantum: Double, stride: Int
    ) {
      self.ids = ids
      self.labels = labels
      self.scores = scores
      self.reasons = reasons
      self.visibleCount = visibleCount
      self.first = first
      self.last = last
      self.quantum = quantum
      self.stride = stride
    }
  }

  /// Which tracks are in the matrix, and its scale.
  public struct Matrix: Codable, Sendable {
    /// The track of every row.
    public var rows: [Int]
    /// Moving tracks outside the matrix.
    public var remainder: [Int]
    /// The least MI of two tracks, in nats.
    public var low: Double
    /// The greatest MI of two tracks, in nats.
    public var high: Double
    /// What the matrix was estimated by.
    public var estimator: String
    /// Whether some pairs are unknown: then a byte of 255 stands for one, and `high` has 254.
    public var hasUnknown: Bool?

    public init(
      rows: [Int], remainder: [Int], low: Double, high: Double, estimator: String, hasUnknown: Bool = false
    ) {
      self.hasUnknown = hasUnknown ? true : nil
      self.rows = rows
      self.remainder = remainder
      self.low = low
      self.high = high
      self.estimator = estimator
    }
  }

  /// The thresholds that the page offers: multiples of a decimal step.
  public struct Threshold: Codable, Sendable {
    /// The name of the rule that the page cuts by.
    public var rule: String
    /// The name of the run's own rule, that rule with its threshold in words, and the threshold in nats where it has one.
    public var ownRule: String
    /// The number of groups that was asked for, if one was.
    public var ownObjects: Int?
    /// The number of objects that the run has.
    public var found: Int?
    public var ownText: String
    public var own: Double?
    /// The least number of tracks that makes an object; smaller clusters are strays.
    public var leastObject: Int
    /// The step is `unit` · 10^−`decimals`; thresholds are its multiples `first` … `last`, the slider ends at `shown`.
    public var unit: Int
    public var decimals: Int
    public var first: Int
    public var last: Int
    public var shown: Int

    public init(
      rule: String, ownRule: String, ownText: String, own: Double?, leastObject: Int, grid: ThresholdGrid
    ) {
      self.rule = rule
      self.ownRule = ownRule
      self.ownText = ownText
      self.own = own
      self.leastObject = leastObject
      unit = grid.unit
      decimals = grid.decimals
      first = grid.first
      last = grid.last
      shown = grid.shown
    }
  }

  /// True objects of tracks.
  public struct Truth: Codable, Sendable {
    /// The object of every track, 0 where it is not scored.
    public var ids: [Int]
    /// The id of the background; nil: there is none.
    public var background: Int?
    /// The label whose colour each object has, by the object's id.
    public var numbers: [String: Int]

    public init(ids: [Int], background: Int?, numbers: [String: Int]) {
      self.ids = ids
      self.background = background
      self.numbers = numbers
    }
  }

  /// Precision and recall.
  public struct Curves: Codable, Sendable {
    /// One curve over recall 0, 0.01 … 1.
    public struct Curve: Codable, Sendable {
      /// The name in the legend.
      public var name: String
      /// The true object that it is of; nil: all.
      public var object: Int?
      /// Average precision.
      public var average: Double
      /// Interpolated precision at each recall.
      public var precision: [Double]

      public init(name: String, object: Int?, average: Double, precision: [Double]) {
        self.name = name
        self.object = object
        self.average = average
        self.precision = precision
      }
    }

    public var curves: [Curve]
    public var queries: Int
    /// Right and wrong links at or above every threshold of the slider's steps, and all right ones there are.
    public var right: [Int]
    public var wrong: [Int]
    public var relevant: Int

    public init(curves: [Curve], queries: Int, right: [Int], wrong: [Int], relevant: Int) {
      self.curves = curves
      self.queries = queries
      self.right = right
      self.wrong = wrong
      self.relevant = relevant
    }
  }

  /// A name and a value.
  public struct Entry: Codable, Sendable, Equatable {
    /// What it is.
    public var name: String
    /// The value as text.
    public var value: String

    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// A titled list.
  public struct Group: Codable, Sendable {
    /// The heading.
    public var title: String
    /// The lines of the list.
    public var entries: [Entry]
    /// Whether its values are long.
    public var isWide: Bool

    public init(_ title: String, _ entries: [Entry], isWide: Bool = false) {
      self.title = title
      self.entries = entries
      self.isWide = isWide
    }
  }

  public init(
    title: String, subtitle: String, version: String, frames: Frames, tracks: Tracks, reasons: [String],
    matrix: Matrix, threshold: Threshold, command: [String], output: String
  ) {
    self.title = title
    self.subtitle = subtitle
    self.version = version
    self.frames = frames
    self.tracks = tracks
    self.reasons = reasons
    self.matrix = matrix
    self.threshold = threshold
    self.command = command
    self.output = output
    groups = []
    dropped = []
    warnings = []
    missing = []
  }
}
