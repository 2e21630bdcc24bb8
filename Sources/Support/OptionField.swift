/// One field of a structure of options: its name, how a file keeps it, and the argument that gives it to a command.
///
/// A list of fields makes the structure's `Codable` conformance and the command that a page prints.
public struct OptionField<Options: Sendable>: Sendable {
  /// An option as a command takes it, without the dashes of its name.
  public struct Argument: Sendable, Equatable {
    public let name: String
    /// nil for a flag.
    public let value: String?

    public init(_ name: String, _ value: String? = nil) {
      self.name = name
      self.value = value
    }
  }

  /// The option's name on the command line, without dashes: `max-tracks`.
  public let name: String
  /// The argument that gives the field its value; nil where the command takes that value without one.
  public let argument: @Sendable (Options) -> Argument?
  fileprivate let encode: @Sendable (Options, inout KeyedEncodingContainer<OptionKey>) throws -> Void
  fileprivate let decode: @Sendable (inout Options, KeyedDecodingContainer<OptionKey>) throws -> Void

  /// The key in files: the name without hyphens, `maxTracks`.
  public var key: String { OptionKey(name: name).stringValue }

  /// A field with an argument of its own, read and written by closures.
  public init<Value: Codable & Sendable>(
    _ name: String, get: @escaping @Sendable (Options) -> Value?,
    set: @escaping @Sendable (inout Options, Value?) -> Void,
    argument: @escaping @Sendable (Options) -> Argument?
  ) {
    self.name = name
    self.argument = argument
    encode = { try $1.encodeIfPresent(get($0), forKey: OptionKey(name: name)) }
    decode = { set(&$0, try $1.decodeIfPresent(Value.self, forKey: OptionKey(name: name))) }
  }

  /// A field with an argument of its own.
  ///
  /// Where a file of an earlier version does not have the key, the field keeps its default: what those runs did.
  public init<Value: Codable & Sendable>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable,
    argument: @escaping @Sendable (Options) -> Argument?
  ) {
    self.init(
      name, get: { $0[keyPath: path] },
      set: { (options, value: Value?) in
        if let value { options[keyPath: path] = value }
      }, argument: argument)
  }

  /// A field that may be nil, with an argument of its own; files leave it out where it is nil.
  public init<Value: Codable & Sendable>(
    optional name: String, _ path: any WritableKeyPath<Options, Value?> & Sendable,
    argument: @escaping @Sendable (Options) -> Argument?
  ) {
    self.init(
      name, get: { $0[keyPath: path] }, set: { $0[keyPath: path] = $1 }, argument: argument)
  }

  /// A field whose argument is its value; `usual` is what the command takes without one.
  public init<Value: Codable & Sendable & Equatable & LosslessStringConvertible>(
    _ name: String, _ path: any WritableKeyPath<Options, Value> & Sendable,
    usual: @escaping @Sendable (Options) -> Value
  ) {
    self.init(name, path) { options in
      let value = options[keyPath: path]
      return value == usual(options) ? nil : Argument(name, value.description)
    }
  }

  /// A field whose argument is its value, where it has one.
  public init<Value: Codable & Sendable & LosslessStringConvertible>(
    optional name: String, _ path: any WritableKeyPath<Options, Value?> & Sendable
  ) {
    self.init(optional: name, path) { $0[keyPath: path].map { Argument(name, $0.description) } }
  }
}

/// The key of an option in a file: `max-tracks` is `maxTracks`.
private struct OptionKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(name: String) {
    let words = name.split(separator: "-")
    stringValue = words.dropFirst().reduce(String(words.first ?? "")) {
      $0 + $1.prefix(1).uppercased() + $1.dropFirst()
    }
  }
  init?(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}

extension Sequence {
  /// Writes every field of a structure.
  public func encode<Options>(_ options: Options, to encoder: any Encoder) throws
  where Element == OptionField<Options> {
    var container = encoder.container(keyedBy: OptionKey.self)
    for field in self { try field.encode(options, &container) }
  }

  /// Reads every field of a structure; a field that may not be nil and is not in the file keeps its value.
  public func decode<Options>(_ options: inout Options, from decoder: any Decoder) throws
  where Element == OptionField<Options> {
    let container = try decoder.container(keyedBy: OptionKey.self)
    for field in self { try field.decode(&options, container) }
  }
}
