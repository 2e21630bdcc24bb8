import Testing
import Tracks

@Suite struct SelectionTests {
  private let kept = Selection<FileTracks, KeptTracks>([1, 2, 4, 7], of: 9)
  private let moving = Selection<KeptTracks, MovingTracks>([0, 3], of: 4)

  @Test func indicesAreLiftedLevelByLevel() {
    #expect(kept.lift(TrackIndex(3)) == TrackIndex(7))
    let inFile = kept.selecting(moving)
    #expect(inFile.indices == [1, 7] && inFile.wholeCount == 9)
    #expect(inFile.lift(TrackIndex(1)).value == 7)
  }

  @Test func valuesAreSpreadAndPicked() {
    #expect(kept.spread(["a", "b", "c", "d"], filler: "-") == ["-", "a", "b", "-", "c", "-", "-", "d", "-"])
    #expect(kept.picking(Array(0..<9)) == [1, 2, 4, 7])
    #expect(moving.others.map(\.value) == [1, 2])
  }
}
