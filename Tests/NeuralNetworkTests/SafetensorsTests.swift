import NeuralNetwork
import TestSupport
import Testing

@Suite struct SafetensorsTests {
  private func parse(_ header: String, data: Int) throws -> Safetensors {
    var bytes = withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init)
    bytes += Array(header.utf8) + [UInt8](repeating: 0, count: data)
    return try bytes.withUnsafeBytes { try Safetensors(bytes: $0, source: "test") }
  }

  @Test func roundTrip() throws {
    let file = Safetensors(
      tensors: [
        .init(name: "a.\"weight\"", shape: [2, 3], values: [1, -2, 3.5, .pi, 0, 1e-30]),
        .init(name: "empty", shape: [0, 4], values: []), .init(name: "scalar", shape: [], values: [7]),
      ], metadata: ["note": "line\nbreak \u{1} é", "x": "1"])
    let read = try file.encoded().withUnsafeBytes { try Safetensors(bytes: $0, source: "test") }
    #expect(Set(read.tensors.map(\.name)) == Set(file.tensors.map(\.name)))
    #expect(read.metadata == file.metadata)
    #expect(read.tensors.first { $0.name == "a.\"weight\"" } == file.tensors[0])
    #expect(read.tensors.first { $0.name == "scalar" } == file.tensors[2])
  }

  @Test(arguments: [
    ("{", 0), ("[]", 0), ("{\"a\":{\"dtype\":\"F16\",\"shape\":[1],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}", 8),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,8]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}", 8),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[4611686018427387904,4],\"data_offsets\":[0,4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,-4]}}", 4),
    ("{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0]}}", 4),
    (
      "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]},\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}",
      4
    ),
  ]) func refuses(header: String, data: Int) {
    #expect(throws: NeuralNetworkError.self) { try parse(header, data: data) }
  }

  /// Written by the safetensors package (scripts/reference/safetensors_files.py).
  @Test func filesOfThePackageAreRead() throws {
    let golden = Fixtures.projectRoot + "/Tests/NeuralNetworkTests/Golden/"
    let file = try Safetensors(path: golden + "plain.safetensors")
    let tensors = Dictionary(uniqueKeysWithValues: file.tensors.map { ($0.name, $0) })
    #expect(tensors["layer.weight"]?.shape == [2, 3])
    #expect(tensors["layer.weight"]?.values == [0, 0.25, 0.5, 0.75, 1, 1.25])
    #expect(tensors["layer.bias"]?.values == [-1.5, 2.25, 1e-20])
    #expect(tensors["scalar"]?.shape == [] && tensors["scalar"]?.values == [7])
    #expect(tensors["empty"]?.shape == [0, 4])
    #expect(file.metadata == ["model": "test", "note": "über\n\"quoted\""])
    #expect(throws: NeuralNetworkError.self) { try Safetensors(path: golden + "half.safetensors") }
    #expect(throws: NeuralNetworkError.self) { try Safetensors(path: golden + "none.safetensors") }
  }

  @Test func truncatedAnywhereIsRefused() throws {
    let bytes = Safetensors(tensors: [.init(name: "a", shape: [3], values: [1, 2, 3])]).encoded()
    for count in 0..<bytes.count {
      #expect(throws: NeuralNetworkError.self) {
        try bytes.prefix(count).withUnsafeBytes { try Safetensors(bytes: $0, source: "cut") }
      }
    }
  }
}
