import LinearAlgebra
import Segmentation
import Testing

@Suite struct DenseMaskTests {
  @Test func everyPixelHasTheLabelOfItsNearestPoint() {
    var generator = SeededGenerator(seed: 1)
    for (count, reach) in [(0, Float(10)), (1, 5), (40, 7), (200, 3.5), (30, 500)] {
      let (width, height) = (61, 47)
      var (x, y, labels): ([Float], [Float], [UInt8]) = ([], [], [])
      for index in 0..<count {
        // Some points lie outside the picture and still reach into it.
        x.append(Float(generator.uniform(-8, 70)))
        y.append(Float(generator.uniform(-8, 55)))
        labels.append(UInt8(index % 7))
      }
      let mask = DenseMask(reach: reach).paint(x: x, y: y, labels: labels, width: width, height: height)
      for row in 0..<height {
        for column in 0..<width {
          var (nearest, label) = (reach * reach, UInt8(0))
          for index in 0..<count {
            let (dx, dy) = (Float(column) + 0.5 - x[index], Float(row) + 0.5 - y[index])
            if dx * dx + dy * dy < nearest { (nearest, label) = (dx * dx + dy * dy, labels[index]) }
          }
          #expect(mask[row * width + column] == label)
        }
      }
    }
  }

  @Test func absurdPointsPaintNothing() {
    let wild: [Float] = [.nan, .infinity, -.infinity, 1e30, -1e20]
    let mask = DenseMask(reach: 9).paint(
      x: wild, y: wild, labels: [1, 2, 3, 4, 5], width: 20, height: 10)
    #expect(mask == [UInt8](repeating: 0, count: 200))
  }

  @Test func theReachFollowsTheDensity() {
    #expect(
      DenseMask(forPoints: 500, width: 480, height: 270).reach
        < DenseMask(forPoints: 50, width: 480, height: 270).reach)
    #expect(DenseMask(forPoints: 0, width: 480, height: 270).reach == 48)
    #expect(DenseMask(forPoints: 1_000_000, width: 480, height: 270).reach == 4)
  }
}

@Suite struct RemainderLabelsTests {
  @Test func tracksFollowTheClusterTheyShareMostWith() {
    let labels = [0, 0, 0, 1, 1, 2]
    let assigned = RemainderLabels.assign(
      rectangle: [
        1, 1, 1, 3, 3, 2,  // cluster 1
        5, 5, 5, 4, 4, 4,  // cluster 0
        0, 9, 0, 4, 4, 3.5,  // one stray value does not decide: the mean of the three best is 3 against 4
      ], labels: labels)
    #expect(assigned.map(\.label) == [1, 0, 1])
    #expect(abs(assigned[0].score - 1 / 3) < 1e-6)
    #expect(RemainderLabels.assign(rectangle: [2, 3], labels: [0, 0]).map(\.label) == [0])
    #expect(RemainderLabels.assign(rectangle: [], labels: []).isEmpty)
  }

  @Test func theShortlistHoldsTheBestMembersOfTheBestClusters() {
    // Clusters 0 (columns 0, 1), 1 (2, 3, 4, 5) and 2 (6), by a quick estimate.
    let labels = [0, 0, 1, 1, 1, 1, 2]
    let quick: [Float] = [0.9, 0.8, 0.5, 0.1, 0.6, 0.7, 0.2]
    let chosen = RemainderLabels.shortlist(rectangle: quick, labels: labels, clusters: 2, neighbours: 3)
    #expect(chosen == [[0, 1, 2, 4, 5]])
    // The closer look decides, among these clusters only, and with their own numbers.
    let assigned = RemainderLabels.assign(
      values: [[0.1, 0.2, 0.9, 0.8, 0.7]], columns: chosen, labels: labels)
    #expect(assigned.map(\.label) == [1])
    let only = RemainderLabels.assign(values: [[0.3]], columns: [[6]], labels: labels)
    #expect(only.map(\.label) == [2])
    #expect(RemainderLabels.shortlist(rectangle: [], labels: []).isEmpty)
  }
}
