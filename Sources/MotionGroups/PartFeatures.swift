internal import LinearAlgebra

/// What tells whether two groups of tracks are one object: logarithms of ratios, so without units.
///
/// - kernel and mutual information across the two, their mean and their best 5 %, against those within;
/// - group MI (`cross`): how much larger the residuals of one group are under the other's motion basis than under its own, in nats, the
///   difference of two Gaussian MIs; and under the basis of both together (`union`); for the ranks of `WindowBasis`, on average over
///   the windows and in the window at 80 % of their order;
/// - how much worse the points fit one fundamental matrix for both than one each (`epipolar`);
/// - adjacency in the picture, strain across the border against that within, relative motion in units of the noise;
/// - sizes.
///
/// NaN: unknown, as for groups that were never seen together.
enum PartFeatures {
  static let names: [String] =
    ["K.max", "K.min", "K.top.max", "K.top.min", "MI.max", "MI.min", "MI.top.max", "MI.top.min"]
    + WindowBasis.ranks.flatMap { rank in
      [
        "cross.max", "cross.mean", "cross.min", "cross.max.80", "cross.min.80", "union.max", "union.mean",
        "union.max.80",
      ].map { "\($0).\(rank)" }
    } + ["epipolar.max", "epipolar.mean"] + [
      "adjacent", "strain.max", "strain.min", "relative", "size.min", "size.max",
    ]

  static func values(_ a: Part, _ b: Part, _ evidence: MotionEvidence) -> [Double] {
    across(a, b, evidence.kernel, within: (a.kernelWithin, b.kernelWithin))
      + across(a, b, evidence.mutualInformation, within: (a.informationWithin, b.informationWithin))
      + groupInformation(a, b, evidence) + epipolar(a, b, evidence) + border(a, b, evidence)
      + sizes(a, b, evidence)
  }

  private static func across(
    _ a: Part, _ b: Part, _ matrix: SymmetricMatrix, within: (Double, Double)
  ) -> [Double] {
    var values: [Double] = []
    values.reserveCapacity(a.members.count * b.members.count)
    for track in a.members { for other in b.members { values.append(Double(matrix[track, other])) } }
    let (mean, top) = (knownMean(values), topMean(values, from: 0.95))
    let known = [within.0, within.1].filter(\.isFinite).map { logarithm($0) }
    guard mean.isFinite, let low = known.min(), let high = known.max() else {
      return [Double](repeating: .nan, count: 4)
    }
    return [logarithm(mean) - high, logarithm(mean) - low, logarithm(top) - high, logarithm(top) - low]
  }

  private static func groupInformation(_ a: Part, _ b: Part, _ evidence: MotionEvidence) -> [Double] {
    var cross = WindowBasis.ranks.map { _ in [(Double, Double)]() }
    var union = cross
    for index in evidence.windows.indices {
      guard let basisA = a.bases[index], let basisB = b.bases[index] else { continue }
      let window = evidence.windows[index]
      for rank in WindowBasis.ranks.indices {
        let (ofA, ofB) = (a.residuals[index][rank], b.residuals[index][rank])
        cross[rank].append(
          (mean(basisA.places) { ofB[$0] - ofA[$0] }, mean(basisB.places) { ofA[$0] - ofB[$0] }))
      }
      guard let both = WindowBasis(union: basisA, basisB) else { continue }
      let d = window.dimension
      func rows(_ places: [Int]) -> [Double] {
        places.flatMap { window.rows[($0 * d)..<(($0 + 1) * d)] }
      }
      let (inA, inB) = (
        both.halfLogResiduals(rows(basisA.places), noise: evidence.noise),
        both.halfLogResiduals(rows(basisB.places), noise: evidence.noise)
      )
      let n = 2 * min(basisA.places.count, basisB.places.count)
      for (index2, rank) in WindowBasis.ranks.enumerated() {
        func rise(_ values: [Double], _ basis: WindowBasis, _ own: [Double]) -> Double {
          let corrected = values.map {
            WindowBasis.ownCorrection($0, count: n, rank: rank, noise: evidence.noise)
          }
          return zip(corrected, basis.places).reduce(0) { $0 + $1.0 - own[$1.1] } / Double(values.count)
        }
        union[index2].append(
          (
            rise(inA[index2], basisA, a.residuals[index][index2]),
            rise(inB[index2], basisB, b.residuals[index][index2])
          ))
      }
    }
    return WindowBasis.ranks.indices.flatMap { rank -> [Double] in
      let (greatest, least) = (cross[rank].map { max($0, $1) }, cross[rank].map { min($0, $1) })
      let most = union[rank].map { max($0, $1) }
      return [
        knownMean(greatest), knownMean(cross[rank].map { ($0 + $1) / 2 }), knownMean(least),
        knownQuantile(greatest, 0.8), knownQuantile(least, 0.8),
        knownMean(most), knownMean(union[rank].map { ($0 + $1) / 2 }), knownQuantile(most, 0.8),
      ]
    }
  }

  private static func epipolar(_ a: Part, _ b: Part, _ evidence: MotionEvidence) -> [Double] {
    var (greatest, middle): ([Double], [Double]) = ([], [])
    for index in evidence.windows.indices {
      guard let basisA = a.bases[index], let basisB = b.bases[index], !a.epipolar[index].isEmpty,
        !b.epipolar[index].isEmpty
      else { continue }
      let n = Double(2 * min(basisA.places.count, basisB.places.count))
      for (view, views) in evidence.views[index].enumerated() {
        let fit = EpipolarFit(a.epipolar[index][view], b.epipolar[index][view])
        func rise(_ places: [Int], _ own: [Double]) -> Double {
          knownMean(fit.halfLogDistances(views, places: places, noise: evidence.noise, freedom: n / (n - 7)))
            - knownMean(own)
        }
        let rises = (
          rise(basisA.places, a.epipolarOwn[index][view]), rise(basisB.places, b.epipolarOwn[index][view])
        )
        greatest.append(max(rises.0, rises.1))
        middle.append((rises.0 + rises.1) / 2)
      }
    }
    return [knownMean(greatest), knownMean(middle)]
  }

  private static func mean(_ places: [Int], _ value: (Int) -> Double) -> Double {
    places.reduce(0) { $0 + value($1) } / Double(places.count)
  }

  private static func border(_ a: Part, _ b: Part, _ evidence: MotionEvidence) -> [Double] {
    let near = evidence.neighbourhood
    var (strains, relative): ([Double], [Double]) = ([], [])
    var links = 0
    for track in a.members {
      for other in b.members where near.isAdjacent[track * near.count + other] {
        links += 1
        let motion = Double(near.relative[track * near.count + other])
        relative.append(motion)
        strains.append(motion / (Double(near.distance[track * near.count + other]) + 1))
      }
    }
    let smaller = Double(min(a.members.count, b.members.count))
    let adjacent = logarithm((Double(links) + 0.5) / (smaller + 0.5))
    let (strain, motion) = (knownQuantile(strains, 0.5), knownQuantile(relative, 0.5))
    let within = [a.strain, b.strain].filter(\.isFinite)
    guard strain.isFinite, let low = within.min(), let high = within.max() else {
      return [adjacent, .nan, .nan, motion.isFinite ? logarithm(motion / evidence.noise + 0.1) : .nan]
    }
    return [
      adjacent, logarithm((strain + 1e-4) / (high + 1e-4)), logarithm((strain + 1e-4) / (low + 1e-4)),
      logarithm(motion / evidence.noise + 0.1),
    ]
  }

  private static func sizes(_ a: Part, _ b: Part, _ evidence: MotionEvidence) -> [Double] {
    let sizes = [a.members.count, b.members.count].map { Double($0) / Double(evidence.count) }
    return [logarithm(min(sizes[0], sizes[1])), logarithm(max(sizes[0], sizes[1]))]
  }
}
