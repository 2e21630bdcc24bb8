import LinearAlgebra
import MutualInformation
import Pipeline
import Segmentation
import Support
import Synthesis
import Synchronization
import TestSupport
import Testing
import Tracks
import MotionSegmentation

/// The pure core: what a segmentation must not depend on, and what must follow what.
@Suite struct SegmentationTests {
  let scene: SyntheticScene
  let truth: [Int]

  init() {
    var options = SyntheticScene.Options()
    (options.width, options.height, options.frames) = (240, 160, 60)
    (options.objects, options.tracksPerObject, options.backgroundTracks) = (3, 15, 25)
    options.seed = 4
    scene = SyntheticScene(options: options)
    truth = scene.motionIDs.map { Int($0) }
  }

  private func finished(
    _ tracks: TrackSet, _ options: SegmentationOptions = SegmentationOptions(),
    store: (any MatrixStore)? = nil, observer: any RunObserver = SilentObserver()
  ) throws -> Segmentation {
    guard case .finished(let result) = try segment(tracks, options, store: store, observer: observer) else {
      throw ProgramFailure(reason: "a share where a whole matrix was expected")
    }
    return result
  }

  /// Whether a labeling groups the tracks as another does, tracks that it drops (−1) aside.
  private func agree(_ labels: [Int], _ other: [Int]) -> Bool {
    let pairs = zip(labels, other).filter { $0.0 >= 0 }
    #expect(Double(pairs.count) > 0.9 * Double(labels.count))
    let (a, b) = (Set(pairs.map(\.0)), Set(pairs.map(\.1)))
    return Set(pairs.map { [$0.0, $0.1] }).count == a.count && a.count == b.count
  }

  @Test func objectsAreFound() throws {
    let result = try finished(scene.tracks)
    #expect(agree(result.labels, truth))
    // The camera moves, so the background is a group that moves.
    #expect(
      result.objectCount == 3 && result.background?.takenGroup != nil
        && result.sample.count == result.kept.count)
    #expect(result.matrix.count == result.sampleIDs.count)
    #expect(
      result.timings.map(\.name) == [
        "filter", "signal", "mutual information", "clusters", "remaining tracks",
        "stability", "other numbers of objects",
      ])
  }

  @Test func withoutABackgroundTheGroupsAreTheSame() throws {
    let (with, without) = (
      try finished(scene.tracks), try finished(scene.tracks, changed { $0.background = .none })
    )
    #expect(without.objectCount == 4 && without.background == nil && !without.labels.contains(0))
    #expect(with.clustering == without.clustering && with.keptScores == without.keptScores)
    #expect(Set(zip(with.labels, without.labels).map { [$0, $1] }).count == Set(with.labels).count)
    // Label 0 is the true background, and the others keep their order.
    let background = Set(with.labels.indices.filter { with.labels[$0] == 0 }.map { truth[$0] })
    #expect(background.count == 1)
    let order = without.labels.indices.filter { with.labels[$0] > 0 }
    #expect(
      Set(order.map { [with.labels[$0], without.labels[$0]] }).sorted { $0[0] < $1[0] }.map { $0[1] }
        == Set(order.map { without.labels[$0] }).sorted())
  }

  @Test func soManyObjectsAreBesidesTheBackground() throws {
    let two = try finished(scene.tracks, changed { $0.objects = 2 })
    #expect(two.objectCount == 2 && Set(two.keptLabels) == [0, 1, 2])
    let groups = try finished(
      scene.tracks,
      changed {
        $0.objects = 2
        $0.background = .none
      })
    #expect(groups.objectCount == 2 && Set(groups.keptLabels) == [1, 2])
  }

  @Test func whereNothingMovesOnItsOwnThereIsNoObject() throws {
    var options = SyntheticScene.Options()
    (options.width, options.height, options.frames) = (240, 160, 60)
    (options.objects, options.tracksPerObject, options.backgroundTracks, options.seed) = (0, 0, 60, 4)
    let result = try finished(SyntheticScene(options: options).tracks)
    #expect(result.objectCount == 0 && Set(result.keptLabels) == [0])
    #expect(try #require(result.background).isTaken)
  }

  /// A camera that stands still: the background does not move, and no object becomes it.
  @Test func objectsBeforeAStillBackgroundStayObjects() throws {
    var options = SyntheticScene.Options()
    (options.width, options.height, options.frames, options.seed) = (240, 160, 60, 4)
    (options.objects, options.tracksPerObject, options.backgroundTracks) = (3, 15, 60)
    options.movesCamera = false
    let result = try finished(SyntheticScene(options: options).tracks)
    #expect(result.staticCount > 40 && result.objectCount == 3)
    #expect(result.background?.takenGroup == nil)
  }

  private func changed(_ change: (inout SegmentationOptions) -> Void) -> SegmentationOptions {
    var options = SegmentationOptions()
    change(&options)
    return options
  }

  @Test func labelsFollowPermutedTracks() throws {
    let count = scene.tracks.trackCount
    let order = (0..<count).map { ($0 * 37 + 5) % count }
    #expect(Set(order).count == count)
    let plain = try finished(scene.tracks)
    let permuted = try finished(scene.tracks.selecting(order))
    #expect(agree(permuted.labels, order.map { plain.labels[$0] }))
    #expect(permuted.labels.sorted() == plain.labels.sorted())
  }

  @Test func timeMayRunBackwards() throws {
    var reversed = scene.tracks
    for track in 0..<reversed.trackCount {
      let range = reversed.range(ofTrack: track)
      reversed.x.replaceSubrange(range, with: scene.tracks.x[range].reversed())
      reversed.y.replaceSubrange(range, with: scene.tracks.y[range].reversed())
      reversed.visible.replaceSubrange(range, with: scene.tracks.visible[range].reversed())
      reversed.valid.replaceSubrange(range, with: scene.tracks.valid[range].reversed())
    }
    #expect(agree(try finished(reversed).labels, try finished(scene.tracks).labels))
  }

  @Test func aStaticTrackIsTheBackgroundAndChangesNothing() throws {
    let tracks = scene.tracks
    let (frames, count) = (tracks.frameCount, tracks.trackCount)
    let still = [Float](repeating: 50, count: frames)
    let more = TrackSet(
      frameCount: frames, trackCount: count + 1, x: tracks.x + still, y: tracks.y + still,
      visible: tracks.visible + [Bool](repeating: true, count: frames),
      valid: tracks.valid + [Bool](repeating: true, count: frames))
    let result = try finished(more)
    #expect(result.labels.last == 0 && result.staticCount == 1)
    #expect(Array(result.labels.dropLast()) == (try finished(tracks).labels))
  }

  @Test func aTrackGivenTwiceGetsOneLabel() throws {
    let order = Array(0..<scene.tracks.trackCount) + [3, 20, 47]
    let result = try finished(scene.tracks.selecting(order))
    #expect(Array(result.labels.suffix(3)) == [3, 20, 47].map { result.labels[$0] })
    #expect(agree(Array(result.labels.dropLast(3)), truth))
  }

  @Test func tracksOutsideOfTheMatrixAreLabelled() throws {
    var options = SegmentationOptions()
    options.maxTracks = 40
    let result = try finished(scene.tracks, options)
    #expect(result.sample.count == 40 && result.matrix.count == 40)
    #expect(agree(result.labels, truth))
    // Only when they are wanted are they kept, row by row.
    #expect(result.remainder == nil)
    guard
      case .finished(let kept) = try segment(scene.tracks, options, remainderLimit: 100_000),
      let values = kept.remainder
    else { throw ProgramFailure(reason: "no values of the other tracks") }
    #expect(values.count == (kept.moving.count - 40) * 40)
    // Some tracks may be left out of everything.
    let candidates = truth.map { $0 != 1 }
    guard
      case .finished(let part) = try segment(
        scene.tracks, options, scope: SegmentationScope(candidates: candidates, labelsOthers: false))
    else { throw ProgramFailure(reason: "a share") }
    #expect(part.sampleInFile.picking(candidates).allSatisfy { $0 })
    #expect(part.labels.count { $0 == -1 } == scene.tracks.trackCount - 40)
  }

  @Test func theQueryIsTheMatrixRow() throws {
    var options = SegmentationOptions()
    options.query = 12
    let result = try finished(scene.tracks, options)
    let query = try #require(result.query)
    let row = try #require(result.sampleIDs.firstIndex(of: 12))
    let matrix = try #require(result.matrix.dense)
    for (column, id) in result.sampleIDs.enumerated() where id != 12 {
      let place = try #require(query.ids.firstIndex(of: id))
      #expect(query.values[place] == matrix[row, column])
    }
    options.query = 9999
    #expect(throws: InvalidOption.self) { try finished(scene.tracks, options) }
  }

  /// Checkpoints in a temporary folder.
  private struct Store: MatrixStore {
    let folder: TemporaryFolder
    var share: TileShare?
    func prepare(channels: Int) throws -> [String] { [] }
    func checkpoint(channel: Int) throws -> String? {
      folder.file("\(channel)" + (share.map { ".\($0.index)" } ?? ""))
    }
  }

  /// Asks to stop once the pairs have begun.
  private final class Impatient: RunObserver {
    let stages = Mutex(0)
    func say(_ line: String) {}
    func warn(_ line: String) {}
    func begin(stage: String, total: Int, unit: String) -> @Sendable (Int) -> Void {
      stages.withLock { $0 += 1 }
      return { _ in }
    }
    var shouldStop: Bool { stages.withLock { $0 } > 1 }
  }

  @Test func anInterruptedRunGoesOnToTheSameBits() throws {
    let whole = try finished(scene.tracks)
    let store = Store(folder: try TemporaryFolder())
    #expect(throws: MutualInformationError.self) {
      try finished(scene.tracks, store: store, observer: Impatient())
    }
    let resumed = try finished(scene.tracks, store: store)
    #expect(resumed.matrix == whole.matrix && resumed.labels == whole.labels)
  }

  @Test func aShareIsAValue() throws {
    let share = try TileShare(1, of: 2)
    let outcome = try segment(scene.tracks, store: Store(folder: try TemporaryFolder(), share: share))
    guard case .share(let done) = outcome else { throw ProgramFailure(reason: "a whole result") }
    #expect(done == share)
  }

  @Test func nothingToSegmentIsSaid() throws {
    let none = TrackSet(frameCount: 0, trackCount: 0, x: [], y: [], visible: [], valid: [])
    #expect(throws: RunError.self) { try finished(none) }
    let one = scene.tracks.selecting([0])
    #expect(throws: RunError.self) { try finished(one) }
  }
}
