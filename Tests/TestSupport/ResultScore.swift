import Foundation

extension FieldCase {
  /// The adjusted Rand index of the labels in `out` against `ids.npy`; what the program says where there is none.
  public func adjustedRandIndex(out: String = "out", truth: String = "ids.npy") throws -> Double {
    let run = try trackSeg("evaluate", out, "--truth", truth, "--json")
    guard let object = try? JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any],
      let score = object["adjusted_rand_index"] as? Double
    else { throw ProgramFailure(reason: run.errors + run.output) }
    return score
  }

  /// The warnings of a result's run.json.
  public func warnings(out: String = "out") throws -> [String] {
    let data = try Data(contentsOf: URL(fileURLWithPath: file(out + "/run.json")))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    return object?["warnings"] as? [String] ?? []
  }
}
