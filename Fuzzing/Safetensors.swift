// seeds: Tests/NeuralNetworkTests/Golden/*.safetensors
// modules: LinearAlgebra NeuralNetwork MutualInformation InfoNet
import InfoNet
import NeuralNetwork

@_cdecl("LLVMFuzzerTestOneInput")
public func fuzz(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = UnsafeRawBufferPointer(start: start, count: count)
  guard let file = try? Safetensors(bytes: bytes, source: "fuzz") else { return 0 }
  _ = try? InfoNetWeights(file: file, source: "fuzz")
  return 0
}
