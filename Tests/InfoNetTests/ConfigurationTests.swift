import InfoNet
import NeuralNetwork
import Testing

@Suite struct ConfigurationTests {
  @Test func metadataIsReadBack() throws {
    var configuration = TableNetwork.Configuration()
    (configuration.width, configuration.depth, configuration.heads) = (12, 2, 3)
    (configuration.hidden, configuration.correction) = (7, 5)
    let network = TableNetwork(configuration, seed: 4)
    #expect(
      configuration.metadata == [
        "model": "infonet-table", "width": "12", "depth": "2", "heads": "3", "hidden": "7", "correction": "5",
      ])
    let file = Safetensors(tensors: network.parameters.tensors(), metadata: configuration.metadata)
    let weights = try TableWeights(file: file, source: "w.safetensors")
    #expect(weights.network.configuration == configuration)
    #expect(weights.values == network.parameters.values)
  }

  @Test(arguments: [
    ("model", "mist", "weights of “mist”; expected infonet-table"),
    ("width", "0", "“width” is 0; expected a number in 1…1024"),
    ("depth", "x", "“depth” is x"), ("heads", "5", "12 columns and 5 heads"),
  ]) func badMetadataIsNamed(key: String, value: String, message: String) {
    var configuration = TableNetwork.Configuration()
    (configuration.width, configuration.depth, configuration.heads) = (12, 1, 3)
    var metadata = configuration.metadata
    metadata[key] = value
    let error = #expect(throws: NeuralNetworkError.self) {
      _ = try TableWeights(file: Safetensors(tensors: [], metadata: metadata), source: "w.safetensors")
    }
    #expect(error?.message.hasPrefix("w.safetensors: ") == true && error?.message.contains(message) == true)
  }
}
