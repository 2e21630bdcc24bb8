import Foundation

/// Where the tests' inputs are: the fixtures that the project holds, and the evaluation data that only some machines have.
public enum Fixtures {
  /// The project's root folder.
  public static let projectRoot = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

  /// The project's Fixtures folder.
  public static let folder = projectRoot + "/Fixtures"

  /// The evaluation data's folder beside the project, or nil where it is absent.
  public static let sharedData: String? = {
    let path = projectRoot + "/../shared/data"
    return FileManager.default.fileExists(atPath: path) ? path : nil
  }()
}
