import EstimatorCatalogue
import Foundation
import LinearAlgebra
import MutualInformation
import NeuralCritics
import Testing

@Suite struct CriticTests {
  @Test(arguments: CriticObjective.allCases) func comesNearTheTruthWithTraining(_ objective: CriticObjective)
    throws
  {
    let steps = objective == .infonce ? 300 : 1000
    for (correlation, dimension) in [(0.8, 1), (0.0, 1)] {
      let (x, y) = Samples.normal(correlation: correlation, dimension: dimension, length: 1000, seed: 41)
      let value = try NeuralCritic(objective, iterations: steps).value(x, y)
      let truth = -0.5 * log(1 - correlation * correlation)
      #expect(abs(value - truth) < 0.1, "\(objective), ρ = \(correlation): \(value), \(truth)")
    }
  }

  @Test func seesWhatIsNotLinearAndTakesSeveralCoordinates() throws {
    var generator = SeededGenerator(seed: 3)
    let x = (0..<2000).map { _ in Float(generator.normal()) }
    // Two coordinates of which the second's square makes y.
    let second = (0..<1000).map { x[1000 + $0] }
    let y = second.map { $0 * $0 + 0.3 * Float(generator.normal()) }
    let value = try NeuralCritic(.mine, iterations: 1000).value(
      Samples.one(x, dimension: 2), Samples.one(y))
    // Kraskov says 1.1; a correlation would see nothing.
    #expect(value > 0.35)
  }

  private struct Case: Decodable {
    let name: String
    let iterations: Int
    let mean: Double, deviation: Double
    let x: [Float], y: [Float]
  }

  /// Another implementation of the same training, in NumPy (scripts/reference/mine.py), over twelve seeds.
  @Test func trainsLikeTheReference() throws {
    for item in try Samples.golden("mine.json", of: Case.self) {
      let value = try NeuralCritic(.mine, iterations: item.iterations)
        .value(Samples.one(item.x), Samples.one(item.y))
      #expect(
        abs(value - item.mean) < 3 * item.deviation + 0.03,
        "\(item.name), \(item.iterations) steps: \(value), \(item.mean) ± \(item.deviation)")
    }
  }

  @Test func moreStepsByName() throws {
    #expect(try EstimatorCatalogue.all.make("mine-10").options.contains("iterations=10 "))
    #expect(throws: MutualInformationError.self) { try EstimatorCatalogue.all.make("mine-0") }
    #expect(throws: MutualInformationError.self) { try EstimatorCatalogue.all.make("mine-x") }
    let noNumber = #expect(throws: MutualInformationError.self) {
      _ = try EstimatorCatalogue.all.make("ksg-7")
    }
    #expect(noNumber?.code == .unknownEstimator)
  }

  @Test func slopesAgainstDifferences() {
    var generator = SeededGenerator(seed: 8)
    let joint = (0..<5).map { _ in generator.normal() }
    let shuffled = (0..<7).map { _ in generator.normal() }
    // Where the slopes are those of the value itself.
    for objective in [CriticObjective.dv, .nwj] {
      var average: Double?
      let slopes = objective.slopes(joint: joint, shuffled: shuffled, average: &average)
      for i in joint.indices {
        var moved = joint
        moved[i] += 1e-6
        let change =
          objective.value(joint: moved, shuffled: shuffled)
          - objective.value(joint: joint, shuffled: shuffled)
        #expect(abs(change / 1e-6 + slopes.joint[i]) < 1e-5)
      }
      for j in shuffled.indices {
        var moved = shuffled
        moved[j] += 1e-6
        let change =
          objective.value(joint: joint, shuffled: moved) - objective.value(joint: joint, shuffled: shuffled)
        #expect(abs(change / 1e-6 + slopes.shuffled[j]) < 1e-5)
      }
    }
  }
}
