import Foundation
import NumPy
import Support
import TestSupport
import Testing
import Tracks

@testable import Pipeline

/// Points for SAM 2, and SegAnyMo's arrays.
@Suite struct PromptExportTests {
  private let scratch: TemporaryFolder

  init() throws { scratch = try TemporaryFolder() }

  private struct Document: Decodable {
    struct Prompt: Decodable {
      let frame_idx: Int
      let points: [[Float]]
      let labels: [Int]
      let track_ids: [Int64]
    }
    struct Object: Decodable {
      let obj_id: Int
      let prompts: [Prompt]
    }
    let width: Int
    let height: Int
    let objects: [Object]
  }

  /// Two squares of 6 × 6 points, 10 pixels apart, 200 pixels from each other; `seen` says where a track is seen.
  private func squares(frames: Int, seen: (Int, Int) -> Bool) -> (TrackSet, [Int]) {
    var (x, y, visible, labels): ([Float], [Float], [Bool], [Int]) = ([], [], [], [])
    for track in 0..<72 {
      let (object, place) = (track / 36, track % 36)
      labels.append(object + 1)
      for frame in 0..<frames {
        x.append(Float(200 * object + 10 * (place % 6) + frame))
        y.append(Float(10 * (place / 6)))
        visible.append(seen(track, frame))
      }
    }
    let set = TrackSet(
      frameCount: frames, trackCount: 72, x: x, y: y, visible: visible, valid: visible.map { _ in true })
    return (set, labels)
  }

  @Test func theFrameThatShowsMostComesFirstAndFurtherOnesShowWhatIsNew() {
    // Frame 3 shows tracks 0 to 29, frame 5 the last ten of the object; the others show nothing.
    let (set, labels) = squares(frames: 8) { track, frame in
      track >= 36 || (frame == 3 && track < 30) || (frame == 5 && (26..<36).contains(track))
    }
    let frames = ObjectPrompts(set, labels: labels).frames(of: 1)
    #expect(frames.map(\.frame) == [3, 5])
    #expect(frames[0].positive.allSatisfy { $0 < 30 } && frames[0].positive.count == 5)
    #expect(frames[1].positive.allSatisfy { (26..<36).contains($0) })
    #expect(frames.allSatisfy { $0.negative.count == 4 && $0.negative.allSatisfy { $0 >= 36 } })
    // Five new tracks are too few for a frame of their own.
    let (few, _) = squares(frames: 8) { track, frame in frame == 3 ? track < 31 : track >= 31 }
    #expect(ObjectPrompts(few, labels: labels).frames(of: 1).map(\.frame) == [3])
    #expect(ObjectPrompts(few, labels: labels).frames(of: 7).isEmpty)
  }

  @Test func pointsAreSpreadAndFarFromTheNeighbour() {
    let (set, labels) = squares(frames: 2) { _, _ in true }
    let frame = ObjectPrompts(set, labels: labels).frames(of: 1)[0]
    // The neighbour is on the right: the points are in the left half, at least 20 pixels from each other.
    let places = frame.positive.map { (set.x[2 * $0], set.y[2 * $0]) }
    #expect(places.allSatisfy { $0.0 <= 30 }, "\(places)")
    for (index, a) in places.enumerated() {
      for b in places[..<index] {
        #expect((a.0 - b.0) * (a.0 - b.0) + (a.1 - b.1) * (a.1 - b.1) >= 400, "\(places)")
      }
    }
    #expect(frame.negative.allSatisfy { set.x[2 * $0] >= 200 })
  }

  @Test func theFileHoldsPointsOfTheObjectsTracks() throws {
    let (result, _) = try Samples.programResult(in: scratch)
    let source = try ExportSource(output: result)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    let file = try Exporter.sam2.write(source, to: folder)
    let document = try JSONDecoder().decode(Document.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    let (set, rows) = (try source.tracks(), source.labels.rows)
    let places = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1.trackID, $0) })
    #expect(document.objects.map(\.obj_id) == Array(1...source.record.objectCount))
    for object in document.objects {
      for prompt in object.prompts {
        #expect(prompt.labels.contains(1) && prompt.points.count == prompt.labels.count)
        for ((id, point), sign) in zip(zip(prompt.track_ids, prompt.points), prompt.labels) {
          let track = try #require(places[id])
          let index = try #require(set.index(ofTrack: track, frame: prompt.frame_idx))
          #expect(point == [set.x[index], set.y[index]] && set.visible[index])
          #expect((rows[track].label == object.obj_id) == (sign == 1) && rows[track].label >= 0)
        }
      }
    }
    try runTheScript(on: file)
  }

  /// Runs Documentation/sam2_masks.py with a predictor in place of SAM 2's that paints a square around each positive point.
  private func runTheScript(on file: String) throws {
    guard (try? runProgram(["/usr/bin/env", "python3", "-c", "import numpy"]))?.exitCode == 0 else {
      print("no Python with NumPy: Documentation/sam2_masks.py is not run")
      return
    }
    let package = scratch.file("stub/sam2")
    try FileManager.default.createDirectory(atPath: package, withIntermediateDirectories: true)
    try Data().write(to: URL(fileURLWithPath: package + "/__init__.py"))
    let stub = """
      import numpy as np
      class Predictor:
          def init_state(self, video_path): self.points = {}; return self
          def add_new_points_or_box(self, inference_state, frame_idx, obj_id, points, labels):
              assert points.ndim == 2 and points.shape[1] == 2 and points.dtype == np.float32
              assert labels.shape == (len(points),) and set(labels.tolist()) <= {0, 1} and frame_idx >= 0
              self.points.setdefault(obj_id, []).extend(points[labels == 1].tolist())
          def propagate_in_video(self, state, reverse=False):
              for frame in range(3):
                  logits = np.full((len(self.points), 1, 300, 500), -1.0)
                  for place, points in enumerate(self.points.values()):
                      for x, y in points:
                          logits[place, 0, max(0, int(y)-2):int(y)+3, max(0, int(x)-2):int(x)+3] = 1
                  yield frame, list(self.points), logits
      def build_sam2_video_predictor(config, checkpoint): return Predictor()
      """
    try Data(stub.utf8).write(to: URL(fileURLWithPath: package + "/build_sam.py"))
    let script = """
      import sys, runpy
      sys.path.insert(0, sys.argv[1]); sys.argv = sys.argv[2:]
      runpy.run_path(sys.argv[0], run_name="__main__")
      import numpy as np, json
      objects = {o["obj_id"] for o in json.load(open(sys.argv[1]))["objects"]}
      assert set(np.unique(np.load(sys.argv[5] + "/00002.npy"))) == objects | {0}
      """
    let run = try runProgram([
      "/usr/bin/env", "python3", "-c", script, scratch.file("stub"),
      Fixtures.projectRoot + "/Documentation/sam2_masks.py", file,
      "frames", "config", "checkpoint", scratch.file("sam2"),
    ])
    #expect(run.exitCode == 0, "\(run.errors)")
  }

  @Test func segAnyMoReadsItsArrays() throws {
    let (result, _) = try Samples.programResult(in: scratch)
    let source = try ExportSource(output: result)
    let folder = try OutputFolder(path: scratch.file("to"), kind: .export)
    _ = try Exporter.segAnyMo.write(source, to: folder)
    let positions = try NPY.read(file: scratch.file("to/dynamic_traj.npy"))
    let visible = try NPY.read(file: scratch.file("to/dynamic_visibility.npy"))
    let confidence = try NPY.read(file: scratch.file("to/dynamic_confidences.npy"))
    let moving = source.labels.rows.indices.filter { source.labels.rows[$0].label > 0 }
    let set = try source.tracks().whole
    #expect(positions.shape == [2, moving.count, set.frameCount] && !moving.isEmpty)
    #expect(visible.shape == [moving.count, set.frameCount] && confidence.shape == visible.shape)
    guard case .float(let values) = positions.elements, case .bool(let flags) = visible.elements else {
      Issue.record("float32 and bool were expected")
      return
    }
    #expect(values.allSatisfy { $0.isFinite })
    for (place, track) in moving.enumerated() {
      for frame in stride(from: 0, to: set.frameCount, by: 7) {
        let (index, own) = (set.range(ofTrack: track).lowerBound + frame, place * set.frameCount + frame)
        #expect(flags[own] == (set.visible[index] && set.isObserved(index)))
        guard flags[own] else { continue }
        #expect(values[own] == set.x[index] && values[flags.count + own] == set.y[index])
      }
    }
  }
}
