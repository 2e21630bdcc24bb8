import Foundation
import TestSupport
import Testing

/// The page of a result, in a browser.
@Suite(.serialized, .enabled(if: WebDriver.isInstalled, WebDriver.missing)) struct ResultPageTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A small scene with its truth.
  private func scene(_ name: String = "scene") throws -> String {
    _ = try run([
      "synth", folder.file(name), "--frames", "60", "--objects", "3", "--tracks", "25", "--background", "50",
      "--width", "240",
      "--height", "136", "--quiet",
    ])
    return folder.file(name)
  }

  @Test func loadScrubSlideClickAndKeys() throws {
    let (scene, output) = (try scene(), folder.file("out"))
    _ = try run(["sweep", scene, "--truth", scene, "--output", output, "--quiet"])
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      try browser.settle()
      #expect(try browser.complaints() == [])
      #expect(try browser.text("title") == "out")
      let curves: Bool = try browser.script("return !document.getElementById('curves').hidden")
      #expect(curves, "the truth is known, so there are curves")

      // Scrubbing changes the frame that is seen, tracks put aside.
      for layer in ["masks", "tracks"] {
        try browser.perform("document.getElementById('layer-\(layer)').click()")
      }
      try browser.settle()
      let first = try browser.picture(of: "picture")
      try browser.perform(
        "const s = document.getElementById('scrub'); s.value = 40; s.dispatchEvent(new Event('input', { bubbles: true }))"
      )
      try browser.settle()
      #expect(try browser.text("clock").hasPrefix("40 / 59"))
      let later = try browser.picture(of: "picture")
      #expect(later != first)
      // Every layer adds something to it.
      for layer in ["masks", "tracks", "truth"] {
        let before = try browser.picture(of: "picture")
        try browser.perform("document.getElementById('layer-\(layer)').click()")
        try browser.settle()
        #expect(try browser.picture(of: "picture") != before, "\(layer)")
      }

      try keys(browser)
      try playing(browser)
      try disagreement(browser)
      try oneTrack(browser)
      #expect(try browser.complaints() == [])
    }
  }

  private func keys(_ browser: WebDriver) throws {
    try browser.perform("document.activeElement.blur()")
    try browser.press("\u{E014}\u{E014}")
    #expect(try browser.text("clock").hasPrefix("42 / 59"))
    try browser.press("\u{E012}")
    #expect(try browser.text("clock").hasPrefix("41 / 59"))
    let own = try browser.text("threshold-now")
    try browser.press("+")
    let step: Double = try browser.script(
      "return Number(document.getElementById('threshold-number').value)")
    try browser.press("-")
    let back: Double = try browser.script(
      "return Number(document.getElementById('threshold-number').value)")
    #expect(back < step)
    #expect(try browser.text("threshold-now") != own)
    try browser.press("0")
    #expect(try browser.text("threshold-now") == own)
    // Every control has a name, and the tab key reaches them in the order they are seen.
    let nameless: [String] = try browser.script(
      """
      return [...document.querySelectorAll("button, input, a, canvas[role]")].filter((e) =>
        !(e.textContent.trim() || e.ariaLabel || (e.labels && e.labels.length))).map((e) => e.outerHTML)
      """)
    #expect(nameless == [])
    let disordered: Int = try browser.script(
      "return document.querySelectorAll('[tabindex]:not([tabindex=\"0\"])').length")
    #expect(disordered == 0)
  }

  private func playing(_ browser: WebDriver) throws {
    try browser.press("\u{E011}")
    try browser.press(" ")
    #expect(try browser.text("play").contains("Pause"))
    for _ in 0..<100 where try browser.text("clock").hasPrefix("0 /") { try browser.settle() }
    // It may have come to the end by itself.
    try browser.perform(
      "const p = document.getElementById('play'); if (p.textContent.includes('Pause')) p.click()")
    #expect(try browser.text("play").contains("Play"))
    #expect(try !browser.text("clock").hasPrefix("0 /"))
  }

  private func disagreement(_ browser: WebDriver) throws {
    // Above every link each track is alone, so most disagree with whatever object they are matched to.
    try browser.perform("document.getElementById('layer-disagreement').click()")
    try browser.settle()
    let own = try browser.picture(of: "points")
    try browser.perform(
      "const s = document.getElementById('threshold'); s.value = s.max; s.dispatchEvent(new Event('input'))")
    try browser.settle()
    #expect(try browser.picture(of: "points") != own)
    let right = try browser.value("Right tracks", in: "measures")
    #expect(Double(right.dropLast(2)).map { $0 < 90 } == true, "\(right)")
    try browser.press("0")
  }

  private func oneTrack(_ browser: WebDriver) throws {
    // A track by its id, and then another by clicking on its place.
    try browser.perform(
      "const i = document.getElementById('track-id'); i.value = 3; i.dispatchEvent(new Event('change', { bubbles: true }))"
    )
    let heat: Bool = try browser.script("return !document.getElementById('heat').hidden")
    #expect(heat)
    let neighbours: Int = try browser.script(
      "return document.querySelectorAll('#neighbours button').length")
    #expect(neighbours == 6)
    try browser.press("\u{E00C}")
    let isNone: Bool = try browser.script("return document.getElementById('heat').hidden")
    #expect(isNone, "Esc ends the heat map")
    // Where the first object's colour is thick, a click finds a track.
    let hits: [Double] = try browser.script(
      """
      window.scrollTo(0, 0);
      const c = document.getElementById("points");
      const box = c.getBoundingClientRect();
      const pixels = c.getContext("2d").getImageData(0, 0, c.width, c.height).data;
      for (let i = 0; i < pixels.length; i += 4) {
        if (pixels[i + 3] === 255 && pixels[i] + pixels[i + 1] + pixels[i + 2] > 200) {
          const p = i / 4;
          return [box.left + (p % c.width) * box.width / c.width, box.top + Math.floor(p / c.width) * box.height / c.height];
        }
      }
      return [];
      """)
    try #require(hits.count == 2, "no track is drawn")
    try browser.click(x: hits[0], y: hits[1])
    let chosen: String = try browser.script("return document.getElementById('track-id').value")
    #expect(Int(chosen) != nil)
    let label = try browser.value("Label", in: "track-facts")
    #expect(label.hasPrefix("object") || label.hasSuffix("background"), "\(label)")
  }

  @Test func withoutTruthAndWithDroppedTracks() throws {
    let output = folder.file("bare")
    _ = try run([
      Fixtures.folder + "/yard_pan", "--no-pictures", "--quiet", "--frames", "200", "--output", output,
    ])
    let dropped = try labels(in: output).filter { $0.value == -1 }.map(\.key).sorted()
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      let there: [Bool] = try browser.script(
        "return ['curves', 'layer-truth', 'layer-disagreement'].map((id) => document.getElementById(id).closest('[hidden]') === null)"
      )
      #expect(there == [false, false, false], "nothing is said of a truth that is not known")
      let ari = try browser.value("ARI", in: "measures")
      #expect(ari == "there is no ARI")
      try browser.perform(
        "const i = document.getElementById('track-id'); i.value = arguments[0]; i.dispatchEvent(new Event('change'))",
        [String(dropped[0])])
      #expect(try browser.value("Label", in: "track-facts") == "dropped")
      try droppedTracksAreALayer(browser)
      let reason = try browser.value("Dropped because", in: "track-facts")
      let table = try String(contentsOfFile: output + "/tracks.csv", encoding: .utf8).split(separator: "\n")
      #expect(
        table.contains { $0.hasPrefix("\(dropped[0]),-1") && $0.contains("," + reason + ",") }, "\(reason)")
      let counts: [String] = try browser.script(
        "return [...document.querySelectorAll('#dropped tr')].map((row) => row.children[1].textContent)")
      #expect(counts.compactMap { Int($0) }.reduce(0, +) == dropped.count)
      #expect(try browser.complaints() == [])
    }
  }

  /// In a frame in which a dropped track is visible, its layer changes what is drawn.
  private func droppedTracksAreALayer(_ browser: WebDriver) throws {
    let frame: Int = try browser.script(
      """
      const { tracks } = JSON.parse(document.getElementById("facts").textContent);
      const track = tracks.labels.findIndex((label, i) => label === -1 && tracks.visibleCount[i] > 0);
      return track < 0 ? -1 : tracks.first[track];
      """)
    try #require(frame >= 0, "no dropped track is visible in any frame")
    try browser.perform(
      "const s = document.getElementById('scrub'); s.value = arguments[0]; s.dispatchEvent(new Event('input', { bubbles: true }))",
      [frame])
    try browser.settle()
    let before = try browser.picture(of: "points")
    try browser.perform("document.getElementById('layer-dropped').click()")
    try browser.settle()
    #expect(try browser.picture(of: "points") != before)
  }

  @Test func aNameIsTextWhateverIsInIt() throws {
    let hostile = "<img src=x onerror=\"document.title='run'\">'&"
    let scene = try scene(hostile)
    let output = folder.file("out " + hostile)
    _ = try run([scene, "--output", output, "--quiet", "--frames", "30", "--no-pictures"])
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      #expect(try browser.text("title") == "out " + hostile)
      let title: String = try browser.script("return document.title")
      #expect(title == "out " + hostile + " – track-seg")
      let images: Int = try browser.script("return document.images.length")
      #expect(images == 0, "the name has become an element")
      #expect(try browser.complaints() == [])
      // Even an element that got in would not run: the page's policy allows its own script alone.
      try browser.perform(
        "const s = document.createElement('script'); s.textContent = \"document.title = 'run'\"; document.body.append(s)"
      )
      let after: String = try browser.script("return document.title")
      #expect(after == title)
    }
  }

  @Test func theSameResultGivesTheSamePage() throws {
    let (scene, output) = (try scene(), folder.file("same"))
    var pages: [[Substring]] = []
    for threads in ["1", "2"] {
      _ = try run([
        scene, "--output", output, "--no-pictures", "--quiet", "--max-tracks", "40", "--threads", threads,
      ])
      let text = try String(contentsOfFile: output + "/index.html", encoding: .utf8)
      pages.append(text.split(separator: "\n").filter { !$0.contains("id=\"facts\"") })
    }
    #expect(pages[0] == pages[1], "all but times and the command is the same")
    #expect(pages[0].contains { $0.contains("id=\"blob-remainder\"") })
  }

  @Test func reviewMakesThePageAgainFromWhatIsThere() throws {
    let (scene, output) = (try scene(), folder.file("again"))
    _ = try run([scene, "--output", output, "--no-review", "--quiet"])
    #expect(!FileManager.default.fileExists(atPath: output + "/index.html"))
    let shown = try run(["review", output + "/"])
    #expect(shown.output == output + "/index.html\n")
    #expect(FileManager.default.fileExists(atPath: output + "/review/frames/00059.jpg"))
    // The tracks and the video are gone: the page says so, and does what it can.
    try FileManager.default.removeItem(atPath: scene)
    try FileManager.default.removeItem(atPath: output + "/review")
    _ = try run(["review", output, "--rebuild", "--no-open"])
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      #expect(try browser.labels() == labels(in: output))
      let notes = try browser.text("notes-list")
      #expect(
        notes.contains("tracks could not be read again") && notes.contains("frames could not be read again"))
      #expect(try browser.complaints() == [])
    }
    // Without the matrix there are still the labels and the masks.
    for name in ["mi.npy", "mi_index.npy"] { try FileManager.default.removeItem(atPath: output + "/" + name) }
    _ = try run(["review", output, "--rebuild", "--no-open"])
    try WebDriver.run { browser in
      try browser.open(file: output + "/index.html")
      #expect(try browser.labels() == labels(in: output))
      #expect(try browser.text("notes-list").contains("mi.npy is not in the folder"))
      #expect(try browser.complaints() == [])
    }
    let nothing = try runProgram([try programPath(), "review", folder.path])
    #expect(nothing.exitCode == 3 && nothing.errors.contains("no run.json"), "\(nothing.errors)")
  }
}
