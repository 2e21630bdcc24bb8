internal import FoundationEssentials
internal import Glibc
internal import Support

/// A safetensors file of Float32 tensors: eight bytes of header length, a JSON header, the data.
///
/// The reader trusts nothing: lengths, offsets, order, overlap, gaps, shapes and their products are checked before a byte
/// of data is read.
public struct Safetensors: Sendable, Equatable {
  /// One tensor, row-major.
  public struct Tensor: Sendable, Equatable {
    public let name: String
    public let shape: [Int]
    public let values: [Float]

    public init(name: String, shape: [Int], values: [Float]) {
      self.name = name
      self.shape = shape
      self.values = values
    }
  }

  /// The tensors in the order of their data.
  public var tensors: [Tensor]
  /// What the file says about itself.
  public var metadata: [String: String]

  public init(tensors: [Tensor], metadata: [String: String] = [:]) {
    self.tensors = tensors
    self.metadata = metadata
  }

  /// The longest header accepted, in bytes.
  private static let headerLimit = 10_000_000

  /// Reads a file's bytes; `source` names it in errors.
  ///
  /// Throws `malformed`.
  public init(bytes: UnsafeRawBufferPointer, source: String) throws {
    func fail(_ what: String) -> NeuralNetworkError { NeuralNetworkError(.malformed, "\(source): \(what)") }
    guard bytes.count >= 8 else {
      throw fail("\(bytes.count) bytes; a safetensors file begins with 8 bytes of header length")
    }
    let announced = UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self))
    guard announced <= UInt64(min(bytes.count - 8, Self.headerLimit)) else {
      throw fail(
        "the header is announced with \(announced) bytes, the file has \(bytes.count - 8) after that")
    }
    let start = 8 + Int(announced)
    let header: Header
    do {
      header = try JSONDecoder().decode(Header.self, from: Data(bytes[8..<start]))
    } catch {
      throw fail("the header is not the JSON object of a safetensors file")
    }
    let room = bytes.count - start
    var expected = 0
    var read: [Tensor] = []
    for (name, entry) in header.tensors.sorted(by: {
      ($0.value.offsets.first ?? 0, $0.value.offsets.last ?? 0, $0.key)
        < ($1.value.offsets.first ?? 0, $1.value.offsets.last ?? 0, $1.key)
    }) {
      guard entry.type == "F32" else { throw fail("tensor “\(name)” is of type \(entry.type); expected F32") }
      guard entry.offsets.count == 2 else { throw fail("tensor “\(name)” has no two data offsets") }
      let (begin, end) = (entry.offsets[0], entry.offsets[1])
      guard begin == expected, end >= begin, end <= room else {
        throw fail(
          "tensor “\(name)” claims bytes \(begin)..<\(end) of \(room); expected them to start at \(expected)")
      }
      var count = 1
      for extent in entry.shape {
        let (product, overflow) = count.multipliedReportingOverflow(by: extent)
        guard extent >= 0, !overflow, product <= room else {
          throw fail("tensor “\(name)” has the shape \(entry.shape), larger than the file")
        }
        count = product
      }
      guard count * 4 == end - begin else {
        throw fail("tensor “\(name)” of shape \(entry.shape) needs \(count * 4) bytes, it has \(end - begin)")
      }
      read.append(
        Tensor(
          name: name, shape: entry.shape,
          values: (0..<count).map {
            Float(
              bitPattern: UInt32(
                littleEndian: bytes.loadUnaligned(fromByteOffset: start + begin + 4 * $0, as: UInt32.self)))
          }))
      expected = end
    }
    guard expected == room else { throw fail("\(room - expected) bytes follow the last tensor") }
    tensors = read
    metadata = header.metadata
  }

  /// Reads a file.
  ///
  /// Throws `unreadable` or `malformed`.
  public init(path: String) throws {
    let data: Data
    do {
      data = try Data(contentsOf: URL(filePath: path))
    } catch {
      throw NeuralNetworkError(.unreadable, "\(path): cannot be read")
    }
    self = try data.withUnsafeBytes { try Safetensors(bytes: $0, source: path) }
  }

  /// The bytes of the file.
  public func encoded() -> [UInt8] {
    var entries: [String] = []
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map {
        "\(Self.quoted($0.key)):\(Self.quoted($0.value))"
      }
      entries.append("\"__metadata__\":{\(pairs.joined(separator: ","))}")
    }
    var offset = 0
    for tensor in tensors {
      let end = offset + 4 * tensor.values.count
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      entries.append(
        "\(Self.quoted(tensor.name)):{\"dtype\":\"F32\",\"shape\":[\(shape)],\"data_offsets\":[\(offset),\(end)]}"
      )
      offset = end
    }
    var header = Array("{\(entries.joined(separator: ","))}".utf8)
    while header.count % 8 != 0 { header.append(UInt8(ascii: " ")) }
    var bytes = withUnsafeBytes(of: UInt64(header.count).littleEndian, Array.init)
    bytes += header
    bytes.reserveCapacity(bytes.count + offset)
    for tensor in tensors {
      for value in tensor.values {
        withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) }
      }
    }
    return bytes
  }

  /// Writes the file whole, or not at all.
  ///
  /// Throws `OutputError`.
  public func write(to path: String) throws {
    try AtomicFile.write(encoded(), to: path)
  }

  /// A JSON string.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case let control where control.value < 32:
        let digits = String(control.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// The JSON header.
  private struct Header: Decodable {
    struct Entry: Decodable {
      let type: String
      let shape: [Int]
      let offsets: [Int]

      enum CodingKeys: String, CodingKey {
        case type = "dtype"
        case shape
        case offsets = "data_offsets"
      }
    }

    struct Key: CodingKey {
      let stringValue: String
      var intValue: Int? { nil }
      init(stringValue: String) { self.stringValue = stringValue }
      init?(intValue: Int) { nil }
    }

    var tensors: [String: Entry] = [:]
    var metadata: [String: String] = [:]

    init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: Key.self)
      for key in container.allKeys {
        if key.stringValue == "__metadata__" {
          metadata = try container.decode([String: String].self, forKey: key)
        } else {
          tensors[key.stringValue] = try container.decode(Entry.self, forKey: key)
        }
      }
    }
  }
}

extension Parameters {
  /// The parameters as tensors, with other values if given (an average of them).
  public func tensors(prefix: String = "", values other: [Float]? = nil) -> [Safetensors.Tensor] {
    let source = other ?? values
    return entries.map {
      Safetensors.Tensor(
        name: prefix + $0.name, shape: $0.shape, values: Array(source[$0.offset..<($0.offset + $0.count)]))
    }
  }

  /// The values that a file holds for those of these parameters that it knows, by name and shape; the others as they start.
  ///
  /// Throws `mismatch` where it knows none.
  public func values(sharedWith file: Safetensors, source: String) throws -> [Float] {
    var result = values
    let byName = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    var found = 0
    for entry in entries {
      guard let tensor = byName[entry.name], tensor.shape == entry.shape,
        tensor.values.allSatisfy(\.isFinite)
      else { continue }
      result.replaceSubrange(entry.offset..<(entry.offset + entry.count), with: tensor.values)
      found += 1
    }
    guard found > 0 else {
      throw NeuralNetworkError(.mismatch, "\(source): none of its tensors is one of this model's")
    }
    return result
  }

  /// The values that a file holds for these parameters.
  ///
  /// Throws `mismatch` where a tensor is missing, has another shape, or is not finite.
  public func values(in file: Safetensors, prefix: String = "", source: String) throws -> [Float] {
    var result = [Float](repeating: 0, count: count)
    let byName = Dictionary(file.tensors.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    for entry in entries {
      guard let tensor = byName[prefix + entry.name] else {
        throw NeuralNetworkError(.mismatch, "\(source): tensor “\(prefix + entry.name)” is missing")
      }
      guard tensor.shape == entry.shape else {
        throw NeuralNetworkError(
          .mismatch, "\(source): tensor “\(tensor.name)” has shape \(tensor.shape); expected \(entry.shape)")
      }
      guard tensor.values.allSatisfy(\.isFinite) else {
        throw NeuralNetworkError(
          .mismatch, "\(source): tensor “\(tensor.name)” holds values that are not finite")
      }
      result.replaceSubrange(entry.offset..<(entry.offset + entry.count), with: tensor.values)
    }
    return result
  }
}
