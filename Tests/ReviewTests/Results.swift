import Foundation
import NumPy
import TestSupport

/// Runs the built program; a run that fails is a test that fails.
func run(_ arguments: [String]) throws -> ProgramRun {
  let run = try runProgram([try programPath()] + arguments)
  guard run.exitCode == 0 else {
    throw ProgramFailure(reason: "\(arguments.joined(separator: " ")): \(run.errors)")
  }
  return run
}

/// Labels of a result by track id.
func labels(in folder: String) throws -> [Int64: Int64] {
  let archive = try NPZArchive(path: folder + "/labels.npz")
  let ids = try archive.array(named: "track_id").integers()
  return Dictionary(uniqueKeysWithValues: zip(ids, try archive.array(named: "label").integers()))
}

extension WebDriver {
  /// Moves the slider to a threshold, as a hand does.
  func slide(to threshold: String) throws {
    try perform(
      """
      const box = document.getElementById("threshold-number");
      const slider = document.getElementById("threshold");
      const step = Math.round(Number(arguments[0]) / Number(box.step));
      slider.value = step;
      if (Number(slider.value) !== step) throw new Error("the slider does not reach " + arguments[0]);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      """, [threshold])
    try settle()
  }

  /// The labels that the page offers as a table, by track id.
  func labels() throws -> [Int64: Int64] {
    let address: String = try script(
      """
      const link = document.getElementById("labels-csv");
      link.addEventListener("click", (event) => event.preventDefault(), { once: true });
      link.click();
      return decodeURIComponent(link.href);
      """)
    let rows = address.split(separator: "\n").dropFirst().map {
      $0.split(separator: ",").compactMap { Int64($0) }
    }
    return Dictionary(uniqueKeysWithValues: rows.map { ($0[0], $0[1]) })
  }

  /// The value that stands under a name in one of the page's lists.
  func value(_ name: String, in list: String) throws -> String {
    try script(
      """
      const rows = [...document.querySelectorAll("#" + arguments[1] + " div")];
      const row = rows.find((row) => row.querySelector("dt").textContent === arguments[0]);
      return row ? row.querySelector("dd").textContent : "there is no " + arguments[0];
      """, [name, list])
  }
}
