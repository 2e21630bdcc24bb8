import Foundation
import FoundationXML
import Testing
import Video

@testable import Report

@Suite struct LinePlotTests {
  private var plot: LinePlot {
    LinePlot(
      title: "T & <title>", xLabel: "x", yLabel: "y, nats",
      series: [
        .init("one", [(0, 0), (1, 1), (2, .nan), (3, 2)], marks: true), .init("two", [(0, 2), (3, 0)]),
        .init("guide", [(0, 1), (3, 1)], isGuide: true), .init("empty", []),
      ])
  }

  @Test func imageHasInkInEveryColour() {
    let image = plot.image(scale: 1)
    #expect(image.width == 720 && image.height == 480)
    var counts: [Int: Int] = [:]
    for i in stride(from: 0, to: image.pixels.count, by: 3) {
      let key = Int(image.pixels[i]) << 16 | Int(image.pixels[i + 1]) << 8 | Int(image.pixels[i + 2])
      counts[key, default: 0] += 1
    }
    #expect(counts[0xFF_FFFF, default: 0] > 200_000)
    #expect(counts[0x0072B2, default: 0] > 50 && counts[0xD55E00, default: 0] > 50)
  }

  @Test func svgIsWellFormed() throws {
    let bytes = plot.svg()
    #expect(XMLParser(data: Data(bytes)).parse())
    #expect(String(decoding: bytes.prefix(200), as: UTF8.self).contains("<svg"))
  }

  @Test func ticksAreRound() {
    let ticks = PlotArea.ticks(0...1).map { PlotArea.label($0) }
    #expect(ticks == ["0", "0.2", "0.4", "0.6", "0.8", "1"])
    #expect(PlotArea.ticks(-0.95...0.95).contains(0))
    #expect(PlotArea.ticks(5...5).isEmpty)
    #expect(PlotArea.label(-0.5) == "−0.5" && PlotArea.label(2) == "2" && PlotArea.label(0.1 + 0.2) == "0.3")
  }
}
