import LinearAlgebra
import Testing

@testable import Tracks

/// Signals, stillness, lags and samples of tracks with gaps.
@Suite struct GapTests {
  /// Random walks with random holes; the positions in holes are far off, so that whoever reads them is found out.
  private func walks(tracks: Int = 30, frames: Int = 60, share: Double = 0.3, seed: UInt64 = 3) -> TrackSet {
    var generator = SeededGenerator(seed: seed)
    var set = Inputs.set(frames: frames, Array(repeating: { _ in (0, 0) }, count: tracks))
    set.observed = [Bool](repeating: true, count: tracks * frames)
    for track in 0..<tracks {
      var (x, y) = (generator.uniform(0, 480), generator.uniform(0, 270))
      for index in set.range(ofTrack: track) {
        (x, y) = (x + generator.normal(), y + generator.normal())
        (set.x[index], set.y[index]) = (Float(x), Float(y))
        if generator.uniform() < share {
          set.observed[index] = false
          set.visible[index] = false
          (set.x[index], set.y[index]) = (1e8 * Float(generator.normal()), -1e8)
        }
      }
    }
    return set
  }

  private func complete(_ set: TrackSet) -> TrackSet {
    var set = set
    set.observed = []
    return set
  }

  @Test(arguments: SignalKind.allCases) func signalsAreObservedWhereTheirPositionsAre(kind: SignalKind) throws
  {
    let set = walks()
    let signal = Signal(kind, lag: 3)
    let whole = try signal.channels(of: complete(set))
    for (channel, plain) in zip(try signal.channels(of: set), whole) {
      let (found, all) = (channel.observations, plain.observations)
      #expect(all.observed.isEmpty && found.observed.count == set.trackCount * found.length)
      let lag = set.frameCount - found.length
      for track in 0..<set.trackCount {
        for time in 0..<found.length {
          let start = track * set.frameCount + time
          let isObserved = set.observed[start] && set.observed[start + lag]
          #expect(found.observed[track * found.length + time] == isObserved, "\(channel.name)")
          for axis in 0..<2 {
            let index = found.range(variable: track, coordinate: axis).lowerBound + time
            #expect(found.values[index] == (isObserved ? all.values[index] : 0))
          }
        }
      }
    }
  }

  @Test func withoutHolesNothingIsMarked() throws {
    var set = walks(share: 0)
    let plain = try Signal(.multi).channels(of: complete(set))
    #expect(try Signal(.multi).channels(of: set) == plain, "all flags true")
    #expect(plain.allSatisfy { $0.observations.observed.isEmpty })
    // A short track has no velocity over a long lag.
    for index in 0..<60 where !(20..<25).contains(index) { set.observed[index] = false }
    let slow = try Signal(.velocity, lag: 8).channels(of: set)[0].observations
    #expect(!slow.observed[0..<52].contains(true) && !slow.observed[52...].contains(false))
    #expect(slow.values[0..<104].allSatisfy { $0 == 0 })
  }

  @Test func valuesOfSeveralFramesNeedAllOfThem() throws {
    var set = walks(tracks: 1, frames: 10, share: 0)
    set.observed[4] = false
    func flags(_ offsets: [Int]?) throws -> [Int] {
      let found = try ChannelRecipe.perTrack(set, length: 6, offsets: offsets) { $0.prefix(6) }
      return (0..<6).filter { !found.observed[$0] }
    }
    #expect(try flags(nil) == [0, 1, 2, 3, 4])
    #expect(try flags([0, 2, 4]) == [0, 2, 4])
    #expect(try flags([1]) == [3])
  }

  @Test func stillnessIsOfObservedFrames() {
    var noise = SeededNoise(seed: 5)
    let jitter = (0..<200).map { _ in noise.next() }
    var set = Inputs.set(
      frames: 200,
      [
        { _ in (100, 100) },
        { ($0 % 2 == 0 ? 100 : 400, 100) },  // moves only where it is not observed
        { (50 + 0.1 * Float($0), 60) },
        { (50 + 0.5 * jitter[$0], 60 + 0.5 * jitter[199 - $0]) },
        { ($0 < 100 ? 50 + 0.5 * jitter[$0] : 900, 60) },
      ])
    let limits = StaticTracks(width: 480, height: 270)
    #expect(limits.find(in: set) == [true, false, false, true, false])
    set.observed = [Bool](repeating: true, count: 1000)
    #expect(limits.find(in: set) == [true, false, false, true, false])
    for frame in 0..<200 {
      set.observed[200 + frame] = frame % 2 == 0
      set.observed[400 + frame] = frame < 6 || frame > 150
      set.observed[600 + frame] = frame % 9 < 4
      set.observed[800 + frame] = frame < 100
    }
    #expect(limits.find(in: set) == [true, true, false, true, true])
    for index in set.observed.indices where !set.observed[index] { set.x[index] = .nan }
    #expect(limits.find(in: set) == [true, true, false, true, true])
  }

  @Test func lagsAreOfObservedDifferences() {
    for noise in [0.0, 2.0] {
      var generator = SeededGenerator(seed: 6)
      var set = walks(tracks: 40, frames: 200, share: 0)
      for track in 0..<40 {
        var (vx, px) = (Double(track % 5), 100.0)
        for index in set.range(ofTrack: track) {
          vx += 0.2 * generator.normal() - 0.02 * vx
          px += vx
          set.x[index] = Float(px + noise * generator.normal())
          set.y[index] = Float(0.7 * px + noise * generator.normal())
        }
      }
      let plain = VelocityLag(for: complete(set))
      #expect(VelocityLag(for: set) == plain, "all flags true")
      for index in set.x.indices where generator.uniform() < 0.15 {
        set.observed[index] = false
        set.x[index] = .nan
      }
      let found = VelocityLag(for: set)
      #expect(abs(found.noise - plain.noise) < 0.1 * plain.noise + 0.01, "\(found) \(plain)")
      #expect(found.lag == plain.lag)
    }
    // Short tracks have short lags.
    var short = walks(tracks: 40, frames: 200, share: 0)
    for index in short.observed.indices { short.observed[index] = index % 200 < 12 }
    #expect(VelocityLag(for: short).lag == 1)
  }

  @Test func samplesOfTracksWithoutHolesAreAsBefore() {
    let set = walks(tracks: 80, share: 0)
    for count in [1, 7, 30] {
      let plain = SpatialSample.choose(count: count, from: complete(set))
      #expect(SpatialSample.choose(count: count, from: set) == plain)
    }
  }

  @Test func samplesCoverTimeAndPreferLongTracks() {
    // Four hundred tracks at the same places: fifty live throughout, the others for a tenth of one of seven spans.
    var generator = SeededGenerator(seed: 8)
    var set = walks(tracks: 400, frames: 210, share: 0)
    for track in 0..<400 {
      let (x, y) = (Float(generator.uniform(0, 480)), Float(generator.uniform(0, 270)))
      for (frame, index) in set.range(ofTrack: track).enumerated() {
        (set.x[index], set.y[index]) = (x + Float(frame % 3), y)
        let start = track < 50 ? 0 : 30 * (track % 7)
        set.observed[index] = track < 50 || (start..<(start + 21)).contains(frame)
        if !set.observed[index] { set.x[index] = .nan }
      }
    }
    let sample = SpatialSample.choose(count: 60, from: set)
    #expect(sample == sample.sorted() && Set(sample).count == 60)
    #expect(sample == SpatialSample.choose(count: 60, from: set))
    #expect(
      sample.count { $0 < 50 } > 30, "an eighth of the tracks is long, but more than half of the sample")
    // Without long tracks, every span of time is covered.
    let short = set.selecting(Array(50..<400))
    let spans = Set(SpatialSample.choose(count: 30, from: short).map { ($0 + 50) % 7 })
    #expect(spans.count == 7)
  }

  @Test func lengthsAndComparablePairs() throws {
    let set = walks(tracks: 40, frames: 30, share: 0.5)
    let summary = ObservationSummary(of: set)
    let lengths = (0..<40).map { track in set.range(ofTrack: track).count { set.observed[$0] } }.sorted()
    #expect(summary.observedFrames == [lengths[0], lengths[9], lengths[19], lengths[29], lengths[39]])
    var pairs = 0
    for a in 1..<40 {
      for b in 0..<a
      where (0..<30).count(where: { set.observed[30 * a + $0] && set.observed[30 * b + $0] }) >= 8 {
        pairs += 1
      }
    }
    #expect(summary.comparablePairs == Double(pairs) / 780 && !summary.isEstimate && pairs > 0 && pairs < 780)
    #expect(summary.complete == 0)
    let whole = ObservationSummary(of: complete(set))
    #expect(
      whole.complete == 40 && whole.comparablePairs == 1 && whole.observedFrames == [30, 30, 30, 30, 30])
    #expect(ObservationSummary(of: set.selecting([])).lines.isEmpty)
    // Beyond 4000 tracks a sample of pairs.
    var many = walks(tracks: 4200, frames: 20, share: 0)
    for track in 0..<2100 {
      for index in many.range(ofTrack: track).dropFirst(5) { many.observed[index] = false }
    }
    let estimate = ObservationSummary(of: many)
    let share = try #require(estimate.comparablePairs)
    #expect(estimate.isEstimate && abs(share - 0.25) < 0.005)
    #expect(estimate.lines[1].hasPrefix("about "))
  }

  @Test func theRegionIsOfObservedPoints() {
    var set = Inputs.set(frames: 3, [{ (Float(10 * $0), 5) }, { _ in (7, 40) }])
    set.observed = [true, true, false, true, true, true]
    #expect(set.visibleRegion == TrackRegion(x: 0, y: 5, width: 10, height: 35))
    #expect(set.visibleExtent?.width == 10 && set.visibleExtent?.height == 40)
  }
}
