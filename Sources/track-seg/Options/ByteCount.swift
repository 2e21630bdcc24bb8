import ArgumentParser

/// A memory size as people and schedulers write it: `800M`, `8G`, `1.5GB`, `512MiB`, or plain bytes.
struct ByteCount: ExpressibleByArgument, Equatable {
  let bytes: Int

  init?(argument: String) {
    let digits = argument.prefix { $0.isNumber || $0 == "." }
    let unit = argument.dropFirst(digits.count).lowercased()
    let factors: [String: Double] = [
      "": 1, "b": 1, "k": 1e3, "kb": 1e3, "m": 1e6, "mb": 1e6, "g": 1e9, "gb": 1e9, "t": 1e12, "tb": 1e12,
      "kib": 1024, "mib": 1_048_576, "gib": 1_073_741_824,
    ]
    guard let value = Double(digits), let factor = factors[unit], value > 0, value * factor < 1e18 else {
      return nil
    }
    bytes = Int(value * factor)
  }
}
