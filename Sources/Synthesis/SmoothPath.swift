internal import Glibc
internal import LinearAlgebra

/// A smooth, aperiodic path in time: white noise through Gaussian kernels of several widths, of unit standard deviation in law.
struct SmoothPath: Sendable {
  /// One value a frame.
  let values: [Double]

  /// A path over `frames` frames; `scales` are the kernels' standard deviations in frames, mixed in equal parts.
  init(frames: Int, scales: [Double], generator: inout SeededGenerator) {
    var sum = [Double](repeating: 0, count: frames)
    for scale in scales {
      let reach = Int((3 * scale).rounded(.up))
      let kernel = (-reach...reach).map { exp(-Double($0 * $0) / (2 * scale * scale)) }
      // By the kernel's own sum of squares, so that short videos get slow paths as they are and not stretched ones.
      let norm = kernel.reduce(0) { $0 + $1 * $1 }.squareRoot() * Double(scales.count).squareRoot()
      let noise = (0..<(frames + 2 * reach)).map { _ in generator.normal() }
      for frame in 0..<frames {
        var value = 0.0
        for (offset, weight) in kernel.enumerated() { value += weight * noise[frame + offset] }
        sum[frame] += value / norm
      }
    }
    values = sum
  }
}
