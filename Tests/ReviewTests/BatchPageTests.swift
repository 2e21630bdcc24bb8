import Foundation
import TestSupport
import Testing

/// The index page of a batch, in a browser.
@Suite(.enabled(if: WebDriver.isInstalled, WebDriver.missing)) struct BatchPageTests {
  @Test func failuresFirstAndColumnsSort() throws {
    let folder = try TemporaryFolder()
    for (seed, name) in ["b 100% #1", "a<b>", "c"].enumerated() {
      _ = try run([
        "synth", folder.file("data/" + name), "--frames", "\(30 + 10 * seed)", "--objects", "2", "--tracks",
        "20", "--background",
        "20", "--width", "160", "--height", "90", "--seed", "\(seed)", "--quiet",
      ])
    }
    try Data("no archive".utf8).write(to: URL(fileURLWithPath: folder.file("data/c/anno.npz")))
    let output = folder.file("out")
    let batch = try runProgram([
      try programPath(), "batch", folder.file("data"), "--output", output, "--no-pictures", "--quiet",
    ])
    #expect(batch.exitCode == 1, "\(batch.errors)")
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      func names() throws -> [String] {
        try browser.script(
          "return [...document.querySelectorAll('#sequences tr')].map((row) => row.children[0].textContent)")
      }
      #expect(try names() == ["c", "a<b>", "b 100% #1"], "the failure, then by name")
      try browser.perform("document.querySelector('[data-key=frames] button').click()")
      #expect(try names() == ["c", "b 100% #1", "a<b>"])
      let sorted: String = try browser.script(
        "return document.querySelector('[data-key=frames]').ariaSort")
      #expect(sorted == "ascending")
      try browser.perform("document.querySelector('[data-key=frames] button').click()")
      #expect(try names() == ["c", "a<b>", "b 100% #1"])
      let error = try browser.text("sequences")
      #expect(error.contains("anno.npz"), "\(error)")
      let thumbnails: Int = try browser.script(
        "return [...document.images].filter((image) => image.complete && image.naturalWidth > 0).length")
      #expect(thumbnails == 2)
      #expect(try browser.complaints() == [])
      // A link leads to the sequence's own page.
      let target: String = try browser.script(
        "return [...document.links].find((a) => a.textContent.startsWith('b')).href")
      let path = try #require(URL(string: target)?.path)
      try browser.open(file: path)
      #expect(try browser.text("title") == "b 100% #1")
    }
  }
}
