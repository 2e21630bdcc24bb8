internal import CKernels
internal import NeuralNetwork

/// The forward pass of the moment network without a tape, for the value alone: sixteen pairs are sixteen lanes.
///
/// Equal to `MomentNetwork` on a tape to 1e-5 nats (tested).
struct MomentKernel: Sendable {
  /// A layer with weights in blocks of eight outputs, `[output / 8][input][8]`.
  private struct Dense {
    let weight: [Float]
    let bias: [Float]
    let inputs: Int
    let outputs: Int

    init(_ layer: Linear, _ values: [Float]) {
      inputs = layer.weight.shape[0]
      outputs = layer.weight.shape[1]
      var packed: [Float] = []
      packed.reserveCapacity(inputs * outputs)
      for block in stride(from: 0, to: outputs, by: 8) {
        for input in 0..<inputs {
          let first = layer.weight.offset + input * outputs + block
          packed += values[first..<(first + 8)]
        }
      }
      weight = packed
      bias = layer.bias.map { Array(values[$0.offset..<($0.offset + $0.count)]) } ?? []
    }

    /// y = W x + b, both `[…][lane]`.
    func callAsFunction(_ x: UnsafePointer<Float>, into y: UnsafeMutablePointer<Float>) {
      bias.withUnsafeBufferPointer {
        ck_lane_dense(x, weight, $0.isEmpty ? nil : $0.baseAddress, y, inputs, outputs)
      }
    }
  }

  let layout: MomentLayout
  private let width: Int
  private let hidden: Int
  private let first: [Dense]
  private let layers: [Dense]
  private let value: [Float]
  private let valueBias: Float

  init(_ network: MomentNetwork, values: [Float]) {
    layout = network.layout
    width = network.configuration.width
    hidden = network.configuration.hidden
    first = network.first.map { Dense($0, values) }
    layers = network.layers.map { Dense($0, values) }
    let weight = network.value.weight
    value = Array(values[weight.offset..<(weight.offset + weight.count)])
    valueBias = network.value.bias.map { values[$0.offset] } ?? 0
  }

  /// Scratch floats that `corrections` needs.
  var room: Int { (5 * width + 2 * max(hidden, width)) * MomentBlock.lanes }

  /// The corrections of sixteen pairs from their inputs, `[input][lane]`, nats.
  func corrections(
    _ inputs: UnsafePointer<Float>, room: UnsafeMutablePointer<Float>, into out: UnsafeMutablePointer<Float>
  ) {
    let lanes = MomentBlock.lanes
    let size = width * lanes
    for (kind, range) in layout.kinds.enumerated() {
      first[kind](inputs + range.lowerBound * lanes, into: room + kind * size)
    }
    var (x, y) = (room + 5 * size, room + 5 * size + max(hidden, width) * lanes)
    ck_lane_orbit(room, room + size, room + 2 * size, room + 3 * size, x, size)
    for layer in layers {
      layer(x, into: y)
      ck_lane_swish(y, layer.outputs * lanes)
      swap(&x, &y)
    }
    let last = value.count - layout.beside
    ck_lane_dot(x, value, valueBias, out, last)
    // The numbers beside the moments count directly too.
    value.withUnsafeBufferPointer {
      guard let base = $0.baseAddress else { return }
      ck_lane_add_dot(inputs, base + last, out, layout.beside)
    }
  }
}
