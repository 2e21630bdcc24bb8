internal import LinearAlgebra
internal import Tracks

/// Everything that groups of one video's tracks are judged by.
struct MotionEvidence: Sendable {
  /// Windows that groups are compared in at most.
  static let comparedWindows = 12

  let count: Int
  let mutualInformation: SymmetricMatrix
  let kernel: SymmetricMatrix
  let windows: [MotionWindow]
  /// Place of each track in each window; −1 where it is not there.
  let places: [[Int]]
  let neighbourhood: Neighbourhood
  /// Pairs of views of each window.
  let views: [[EpipolarFit.Views]]
  /// Standard deviation of a coordinate's noise, pixels.
  let noise: Double

  init(_ set: TrackSet, mutualInformation: SymmetricMatrix, kernel: HypothesisKernel, windows: [MotionWindow])
  {
    count = set.trackCount
    self.mutualInformation = mutualInformation
    self.kernel = kernel.values
    self.windows = evenly(windows.filter { $0.tracks.count >= 4 }, most: Self.comparedWindows)
    places = self.windows.map { window in
      var places = [Int](repeating: -1, count: set.trackCount)
      for (place, track) in window.tracks.enumerated() { places[track] = place }
      return places
    }
    views = self.windows.map { window in
      EpipolarFit.pairs(length: window.length).map { EpipolarFit.Views(window, first: $0.0, second: $0.1) }
    }
    neighbourhood = Neighbourhood(set)
    noise = max(kernel.noise, 0.05)
  }

  func part(_ members: [Int]) -> Part { Part(members, of: self) }
}

/// A group of tracks with what it is compared by.
struct Part: Sendable {
  let members: [Int]
  /// In each window; nil where too few of its tracks are there.
  let bases: [WindowBasis?]
  /// For each window and rank, ½ log of the residual of every track of the window against this part, the part's own corrected.
  let residuals: [[[Double]]]
  let kernelWithin: Double
  let informationWithin: Double
  /// In each window and pair of views, the equations of the part's points; empty where there are too few.
  let epipolar: [[EpipolarFit]]
  /// ½ log of the distances of the part's own points under its own fit, in the order of `bases[…].places`.
  let epipolarOwn: [[[Double]]]
  /// Median of relative motion to distance, of adjacent tracks of the part.
  let strain: Double

  init(_ members: [Int], of evidence: MotionEvidence) {
    self.members = members
    var bases: [WindowBasis?] = []
    var residuals: [[[Double]]] = []
    for (window, places) in zip(evidence.windows, evidence.places) {
      let own = members.map { places[$0] }.filter { $0 >= 0 }
      let basis = WindowBasis(window, places: own)
      bases.append(basis)
      guard let basis else {
        residuals.append([])
        continue
      }
      var values = basis.halfLogResiduals(window.rows, noise: evidence.noise)
      for (index, rank) in WindowBasis.ranks.enumerated() {
        for place in own {
          values[index][place] = WindowBasis.ownCorrection(
            values[index][place], count: own.count, rank: rank, noise: evidence.noise)
        }
      }
      residuals.append(values)
    }
    (self.bases, self.residuals) = (bases, residuals)
    var (fits, own): ([[EpipolarFit]], [[[Double]]]) = ([], [])
    for (basis, views) in zip(bases, evidence.views) {
      guard let basis, basis.places.count >= EpipolarFit.leastPoints else {
        fits.append([])
        own.append([])
        continue
      }
      let found = views.map { EpipolarFit($0, places: basis.places) }
      let n = Double(basis.places.count)
      fits.append(found)
      own.append(
        zip(found, views).map { fit, views in
          fit.halfLogDistances(views, places: basis.places, noise: evidence.noise, freedom: n / max(n - 7, 1))
        })
    }
    (epipolar, epipolarOwn) = (fits, own)
    func mean(_ matrix: SymmetricMatrix) -> Double {
      var (sum, known) = (0.0, 0)
      for (index, a) in members.enumerated() {
        for b in members[..<index] where matrix[a, b].isFinite {
          sum += Double(matrix[a, b])
          known += 1
        }
      }
      return known > 0 ? sum / Double(known) : .nan
    }
    kernelWithin = mean(evidence.kernel)
    informationWithin = mean(evidence.mutualInformation)
    let near = evidence.neighbourhood
    var strains: [Double] = []
    for (index, a) in members.enumerated() {
      for b in members[..<index] where near.isAdjacent[a * near.count + b] {
        strains.append(Double(near.relative[a * near.count + b] / (near.distance[a * near.count + b] + 1)))
      }
    }
    strain = knownQuantile(strains, 0.5)
  }
}
