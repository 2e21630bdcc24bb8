import ArgumentParser
import MotionSegmentation
import MutualInformation
import Support

/// The options that estimators read: one flag for each option that an entry of the registry lists.
///
/// ArgumentParser finds the flags of a type in its mirror. This type has no property for each: its mirror is made from the list.
struct EstimatorFlags: ParsableArguments, CustomReflectable {
  /// What the user gave, by the option's name.
  private(set) var given: [String: String] = [:]

  init() {}

  init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    for option in SegmentationOptions.registry.options {
      let key = Key(stringValue: option.name)
      if option.isFlag {
        if try values.decode(Flag<Bool>.self, forKey: key).wrappedValue { given[option.name] = "true" }
      } else {
        given[option.name] = try values.decode(Option<String?>.self, forKey: key).wrappedValue
      }
    }
  }

  var customMirror: Mirror {
    Mirror(
      self,
      children: SegmentationOptions.registry.options.map { option -> Mirror.Child in
        let name = NameSpecification.customLong(option.name)
        return option.isFlag
          ? (option.name, Flag(wrappedValue: false, name: name, help: Self.help(option)))
          : (
            option.name,
            Option<String?>(
              name: name, help: Self.help(option),
              completion: option.choices.isEmpty ? nil : .list(option.choices),
              transform: { text in
                // A wrong value is reported with the option's name.
                var trial = EstimatorOptions()
                do throws(InvalidOption) { try option.set(text, in: &trial) } catch {
                  throw ValidationError(error.expectation)
                }
                return text
              })
          )
      })
  }

  /// The options of an estimator; `others` run beside it.
  ///
  /// - Throws: `InvalidOption` where an option is given that none of them reads.
  func options(for estimator: String, beside others: [String] = []) throws(InvalidOption) -> EstimatorOptions
  {
    try SegmentationOptions.registry.options(from: given, for: estimator, beside: others)
  }

  /// The help of an option: what it is, its values, its default, and which estimators read it.
  private static func help(_ option: any EstimatorOptionDescription) -> ArgumentHelp {
    let values = option.choices.isEmpty ? "" : ": " + option.choices.joined(separator: ", ")
    let usual = option.isFlag ? "" : option.usualText.map { " (default: \($0))" } ?? ""
    let readers = SegmentationOptions.registry.readers(of: option.name).joined(separator: ", ")
    return ArgumentHelp(
      "\(option.help)\(values)\(usual). Read by \(readers).", valueName: option.valueName)
  }

  /// The help of --estimator: every estimator in a line.
  static func estimatorHelp(default usual: String) -> ArgumentHelp {
    ArgumentHelp(
      "Estimator of mutual information (default: \(usual)).",
      discussion: SegmentationOptions.registry.entries.map { "\($0.name): \($0.summary)" }
        .joined(separator: "\n"),
      valueName: "name")
  }

  private struct Key: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }
    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }
}
