internal import Glibc

/// A cosine schedule: linear warm-up to the peak, then down to `floor · peak` along half a cosine.
public struct CosineSchedule: Sendable {
  public let peak: Double
  public let warmUp: Int
  public let steps: Int
  public let floor: Double

  public init(peak: Double, warmUp: Int, steps: Int, floor: Double = 0.01) {
    self.peak = peak
    self.warmUp = warmUp
    self.steps = steps
    self.floor = floor
  }

  /// The learning rate of a step, counted from 0.
  public func rate(at step: Int) -> Double {
    if step < warmUp { return peak * Double(step + 1) / Double(warmUp) }
    let progress = min(1, Double(step - warmUp) / Double(max(steps - warmUp, 1)))
    return peak * (floor + (1 - floor) * 0.5 * (1 + cos(.pi * progress)))
  }
}

/// An exponential moving average of a model's parameters: what is evaluated and shipped.
public struct ExponentialMovingAverage: Sendable {
  public let decay: Float
  public private(set) var values: [Float]
  /// Updates so far.
  public private(set) var updates: Int

  public init(_ values: [Float], decay: Float = 0.999, updates: Int = 0) {
    self.values = values
    self.decay = decay
    self.updates = updates
  }

  /// Takes the parameters after one more step in; young averages forget faster.
  public mutating func update(_ current: [Float]) {
    updates += 1
    let decay = min(decay, Float(1 + updates) / Float(10 + updates))
    for index in values.indices { values[index] = decay * values[index] + (1 - decay) * current[index] }
  }
}
