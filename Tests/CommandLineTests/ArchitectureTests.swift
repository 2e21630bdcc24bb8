import Foundation
import TestSupport
import Testing

/// Documentation/architecture.md says which module imports which; the sources must agree, and no module may import upward.
@Suite struct ArchitectureTests {
  private static let sources = Fixtures.projectRoot + "/Sources"

  /// The modules of ours that each module imports.
  private func imports() throws -> [String: Set<String>] {
    let modules = Set(try FileManager.default.contentsOfDirectory(atPath: Self.sources))
    var graph: [String: Set<String>] = [:]
    for module in modules {
      for file in try FileManager.default.subpathsOfDirectory(atPath: Self.sources + "/" + module)
      where file.hasSuffix(".swift") {
        let text = try String(contentsOfFile: Self.sources + "/\(module)/\(file)", encoding: .utf8)
        for match in text.matches(of: /(?m)^(?:public |internal |package )?import (\w+)$/) {
          graph[module, default: []].formUnion(modules.intersection([String(match.1)]))
        }
        graph[module, default: []].formUnion([])
      }
    }
    return graph
  }

  @Test func theTableIsTheGraphOfTheImports() throws {
    let graph = try imports()
    #expect(graph.count > 15)
    let text = try String(
      contentsOfFile: Fixtures.projectRoot + "/Documentation/architecture.md", encoding: .utf8)
    var levels: [String: Int] = [:]
    var listed: [String: Set<String>] = [:]
    for row in text.matches(of: /(?m)^\| (\d+) \| `([\w-]+)` \| ?(.*?) ?\|$/) {
      let module = String(row.2)
      levels[module] = Int(row.1)
      listed[module] = Set(row.3.matches(of: /`(\w+)`/).map { String($0.1) })
    }
    for (module, found) in graph {
      let known = try #require(listed[module], "\(module) is missing in Documentation/architecture.md")
      #expect(known == found, "\(module) imports \(found.sorted()); the table has \(known.sorted())")
      // A module of C has no row: it imports nothing of ours.
      for other in found {
        #expect(
          levels[other] ?? -1 < levels[module] ?? 0, "\(module) imports \(other), which is not below it")
      }
    }
  }

  @Test func onlyTheCommandLineKnowsArgumentParser() throws {
    for file in try FileManager.default.subpathsOfDirectory(atPath: Self.sources)
    where file.hasSuffix(".swift") && !file.hasPrefix("track-seg/") {
      let text = try String(contentsOfFile: Self.sources + "/" + file, encoding: .utf8)
      #expect(!text.contains("import ArgumentParser"), "\(file)")
    }
  }
}
