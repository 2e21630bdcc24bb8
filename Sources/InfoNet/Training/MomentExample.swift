internal import CKernels
internal import Distributions
internal import Glibc
internal import LinearAlgebra
internal import MutualInformation

/// Some samples of one law, as the moment network and its losses see them.
public struct MomentExample: Sendable {
  /// MI of the law, nats.
  var truth: Float
  /// `[sample][input]`.
  var inputs: [Float] = []
  /// The Gaussian copula's information of every sample, nats.
  var information: [Float] = []
  /// T_eff of every sample.
  var sizes: [Float] = []
  /// The law's moments, in the form that each sample is read in, `[sample][a][b]`.
  var moments: [Float] = []

  /// Number of samples.
  var count: Int { information.count }

  /// Some of the samples.
  func samples(_ range: Range<Int>) -> MomentExample {
    func part(_ values: [Float]) -> [Float] {
      let width = values.count / max(count, 1)
      return Array(values[(range.lowerBound * width)..<(range.upperBound * width)])
    }
    return MomentExample(
      truth: truth, inputs: part(inputs), information: part(information), sizes: part(sizes),
      moments: part(moments))
  }
}

extension MomentExample {
  /// One sample: values of x and of y at the times that each is observed; nil: all.
  struct Sample {
    var x: [Float]
    var y: [Float]
    var isPath: Bool
    var xTimes: [Int]?
    var yTimes: [Int]?
  }

  /// `fresh`: points of the law through its marginal distribution functions; nil: X and Y have nothing to do with each other.
  init(
    _ samples: [Sample], truth: Double, fresh: (u: [Float], v: [Float])?, layout: MomentLayout,
    tables: MomentTables
  ) throws {
    self.init(truth: Float(truth))
    let law = fresh.map { Self.moments(u: $0.u, v: $0.v, degree: layout.degree) }
    let degree = layout.degree
    var tables = tables
    for sample in samples {
      let sampling: Sampling = sample.isPath ? .path : .independent
      let isComplete = sample.xTimes == nil && sample.yTimes == nil
      func variables(_ values: [Float], _ times: [Int]?) throws -> MomentVariables {
        try MomentVariables(
          count: 1, length: values.count, isComplete: isComplete, sampling: sampling, tables: &tables
        ) { _ in
          guard let times else { return (try Ranks(values), isComplete ? nil : Array(values.indices)) }
          return (try Ranks(times.map { values[$0] }), times)
        }
      }
      let (xs, ys) = (try variables(sample.x, sample.xTimes), try variables(sample.y, sample.yTimes))
      let block = MomentBlock(columns: ys, layout: layout, least: minimumObservations, isList: true)
      block.load(CollectionOfOne(0))
      block.meet(xs, rows: [0], columns: [0])
      guard block.information[0].isFinite else { continue }
      let lanes = MomentBlock.lanes
      inputs += (0..<layout.inputs).map { block.inputs[$0 * lanes] }
      information.append(Float(block.information[0]))
      sizes.append(exp(2 * block.inputs[0] + 5))
      for a in 0..<degree {
        for b in 0..<degree {
          let value = law?[a * degree + b] ?? 0
          moments.append(b % 2 == 0 ? block.signs[0] * value : value)
        }
      }
    }
  }

  /// The moments of many points, `[a][b]`.
  private static func moments(u: [Float], v: [Float], degree: Int) -> [Float] {
    let resolution = 2048
    let functions = Self.fine
    let groups = (u.count + Int(CK_MOMENT_GROUP) - 1) / Int(CK_MOMENT_GROUP)
    let size = groups * Int(CK_MOMENT_STRIDE)
    func placed(_ values: [Float]) -> [Int8] {
      var all = [Int8](repeating: 0, count: size)
      all.withUnsafeMutableBufferPointer {
        guard let base = $0.baseAddress else { return }
        for (time, value) in values.enumerated() {
          let rank = Int32(max(0, min(value * Float(2 * resolution), Float(2 * resolution - 1)))) + 1
          functions.write(doubledRank: rank, at: time, into: base)
        }
      }
      return all
    }
    let (x, y) = (placed(u), placed(v))
    let count = MomentFunctions.count
    var sums = [Int32](repeating: 0, count: (groups / Int(CK_MOMENT_PART) + 1) * count)
    ck_moment_sums(x, groups, &sums)
    var products = [Float](repeating: 0, count: count * count)
    ck_moment_products(x, sums, y, groups, &products)
    let unit = Float(CK_MOMENT_UNIT)
    let scale = 2 / (unit * unit * Float(u.count))
    return (0..<degree).flatMap { a in (0..<degree).map { b in scale * products[(a + 1) * count + b + 1] } }
  }

  private static let fine = MomentFunctions(length: 2048)
}
