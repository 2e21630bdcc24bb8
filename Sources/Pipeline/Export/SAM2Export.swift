internal import MotionSegmentation
internal import Support
internal import Tracks

/// Points for SAM 2 and SAM 3, as their video predictors take them.
private struct PromptDocument: Encodable {
  struct Prompt: Encodable {
    /// The frame of the video, from 0.
    let frameIdx: Int
    /// x, y in pixels.
    let points: [[Float]]
    /// 1: on the object, 0: beside it.
    let labels: [Int]
    let trackIds: [Int64]
  }
  struct Object: Encodable {
    let objId: Int
    /// In the order in which they help: the frame that shows most of the object first.
    let prompts: [Prompt]
  }
  let format: String
  let program: String
  let video: String
  let width: Int?
  let height: Int?
  let frameCount: Int
  let objects: [Object]
}

extension Exporter {
  /// Prompts of points for SAM 2's `add_new_points_or_box`; SAM 3 takes the same points.
  public static let sam2 = Exporter(
    "sam2", summary: "points on and beside every object, for SAM 2 and SAM 3 (JSON)",
    files: "<name>.prompts.json"
  ) { source, folder, observer in
    let (set, labels) = (try source.tracks(), source.labels.rows.map { Int($0.label) })
    let prompts = ObjectPrompts(set, labels: labels)
    let first = source.record.options.frameOffset
    let objects = (0..<source.record.objectCount).map { object in
      PromptDocument.Object(
        objId: object + 1,
        prompts: prompts.frames(of: object + 1).map { frame in
          let tracks = frame.positive + frame.negative
          return PromptDocument.Prompt(
            frameIdx: frame.frame + first,
            points: tracks.map { track in
              set.index(ofTrack: track, frame: frame.frame).map { [set.x[$0], set.y[$0]] } ?? []
            },
            labels: frame.positive.map { _ in 1 } + frame.negative.map { _ in 0 },
            trackIds: tracks.map { source.labels.rows[$0].trackID })
        })
    }
    for object in objects where object.prompts.isEmpty {
      observer.warn("object \(object.objId) is visible in no frame: it has no prompt")
    }
    let document = PromptDocument(
      format: "track-seg prompts 1", program: "track-seg \(source.record.version)", video: source.name,
      width: source.record.video?.width, height: source.record.video?.height,
      frameCount: source.record.frameCount, objects: objects.filter { !$0.prompts.isEmpty })
    let file = source.name + ".prompts.json"
    try folder.write(Array((try JSONText.encode(document, keys: .snakeCase) + "\n").utf8), to: file)
    return file
  }
}
