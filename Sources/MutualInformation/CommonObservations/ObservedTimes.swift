internal import LinearAlgebra

/// When each variable of a set is observed, in bits: common times of pairs are counted and listed quickly.
struct ObservedTimes: Sendable {
  /// Number of variables.
  let count: Int
  /// The first observed time of each variable, and the one after its last; empty for a variable that is never observed.
  let spans: [Range<Int>]
  /// `count · wordCount` words; bit t of a variable is set where it is observed at time t.
  private let words: [UInt64]
  private let wordCount: Int

  init(_ observations: Observations) {
    let (count, length) = (observations.count, observations.length)
    let wordCount = (length + 63) / 64
    var words = [UInt64](repeating: 0, count: count * wordCount)
    var spans = [Range<Int>](repeating: 0..<length, count: count)
    let observed = observations.observed
    for variable in 0..<count {
      var span: Range<Int>?
      for time in 0..<length where observed.isEmpty || observed[variable * length + time] {
        words[variable * wordCount + time / 64] |= 1 << UInt64(time % 64)
        span = (span?.lowerBound ?? time)..<(time + 1)
      }
      spans[variable] = span ?? 0..<0
    }
    self.count = count
    self.spans = spans
    self.words = words
    self.wordCount = wordCount
  }

  /// Whether the variable is observed at a time.
  func isObserved(_ variable: Int, at time: Int) -> Bool {
    words[variable &* wordCount &+ time / 64] & (1 << UInt64(time % 64)) != 0
  }

  /// The number of times at which variable `i` and variable `j` of another set are both observed.
  func commonCount(_ i: Int, _ other: ObservedTimes, _ j: Int) -> Int {
    let common = spans[i].clamped(to: other.spans[j])
    guard !common.isEmpty else { return 0 }
    return words.withUnsafeBufferPointer { a in
      other.words.withUnsafeBufferPointer { b in
        var sum = 0
        for word in (common.lowerBound / 64)...((common.upperBound - 1) / 64) {
          sum &+= (a[i &* wordCount &+ word] & b[j &* wordCount &+ word]).nonzeroBitCount
        }
        return sum
      }
    }
  }

  /// Those times, ascending.
  func commonTimes(_ i: Int, _ other: ObservedTimes, _ j: Int) -> [Int] {
    let common = spans[i].clamped(to: other.spans[j])
    guard !common.isEmpty else { return [] }
    var times: [Int] = []
    for word in (common.lowerBound / 64)...((common.upperBound - 1) / 64) {
      var bits = words[i * wordCount + word] & other.words[j * wordCount + word]
      while bits != 0 {
        times.append(word * 64 + bits.trailingZeroBitCount)
        bits &= bits - 1
      }
    }
    return times
  }
}
