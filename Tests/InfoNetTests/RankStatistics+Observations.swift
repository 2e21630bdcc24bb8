import LinearAlgebra
import MutualInformation

@testable import InfoNet

extension RankStatistics {
  /// The statistics of variables of one coordinate.
  init(_ observations: Observations) throws {
    let length = observations.length
    self.init(
      try observations.scalarRanks(for: "infonet"), length: length, scores: NormalScores(length: length))
  }
}
