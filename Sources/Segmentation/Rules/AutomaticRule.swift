internal import LinearAlgebra

extension ClusteringRule {
  /// Parts merged by the log odds of being one object: `AutomaticGroups` (MotionGroups), which sees the tracks.
  ///
  /// Of a matrix alone it is `persistent`.
  public static let auto = ClusteringRule(
    "auto", summary: "objects by the motion that their tracks have in common; no threshold to set",
    threshold: .automatic, basis: .tracks
  ) { _ in MatrixOnly() }

  private struct MatrixOnly: Clusterer {
    var name: String { "auto" }

    func cluster(_ mutualInformation: SymmetricMatrix) throws -> Clustering {
      try Persistent().cluster(mutualInformation)
    }
  }
}
