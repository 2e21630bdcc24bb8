/// The index of a track within one set of tracks: a type for each set, so that an index of one cannot stand
/// for another's.
public struct TrackIndex<Space>: Hashable, Comparable, Sendable {
  /// The index as a number, from 0.
  public let value: Int

  /// The index of this number.
  public init(_ value: Int) { self.value = value }

  /// Whether one track comes before another.
  public static func < (a: TrackIndex, b: TrackIndex) -> Bool { a.value < b.value }
}

/// All tracks of the file.
public enum FileTracks {}
/// The tracks that the filter kept.
public enum KeptTracks {}
/// The kept tracks that move.
public enum MovingTracks {}
/// The moving tracks that form the pairwise matrix.
public enum SampledTracks {}

/// A part of a set of tracks, in the order of the whole: which tracks of the whole its members are.
public struct Selection<Whole, Part>: Sendable, Equatable {
  /// Number of tracks of the whole.
  public let wholeCount: Int
  /// The index in the whole of every member, ascending.
  public let members: [TrackIndex<Whole>]

  /// A selection by ascending indices of a whole of `wholeCount` tracks.
  public init(_ members: [Int], of wholeCount: Int) {
    precondition(members.allSatisfy { (0..<wholeCount).contains($0) }, "a member outside of the whole")
    self.wholeCount = wholeCount
    self.members = members.map { TrackIndex($0) }
  }

  /// Number of members.
  public var count: Int { members.count }

  /// The members as plain indices of the whole.
  public var indices: [Int] { members.map(\.value) }

  /// Where a member of the part is in the whole.
  public func lift(_ index: TrackIndex<Part>) -> TrackIndex<Whole> { members[index.value] }

  /// The selection of a part of this part, from the whole.
  public func selecting<Inner>(_ inner: Selection<Part, Inner>) -> Selection<Whole, Inner> {
    precondition(inner.wholeCount == count, "a selection of another set of tracks")
    return Selection<Whole, Inner>(inner.members.map { lift($0).value }, of: wholeCount)
  }

  /// The members of the whole that are not of the part, ascending.
  public var others: [TrackIndex<Whole>] {
    let isMember = Set(members)
    return (0..<wholeCount).map { TrackIndex($0) }.filter { !isMember.contains($0) }
  }

  /// Values of the part in the places of the whole; the others get `filler`.
  public func spread<Value>(_ values: [Value], filler: Value) -> [Value] {
    precondition(values.count == count, "a value for each member")
    var whole = [Value](repeating: filler, count: wholeCount)
    for (member, value) in zip(members, values) { whole[member.value] = value }
    return whole
  }

  /// Of values of the whole, those of the part.
  public func picking<Value>(_ values: [Value]) -> [Value] {
    precondition(values.count == wholeCount, "a value for each track of the whole")
    return members.map { values[$0.value] }
  }
}
