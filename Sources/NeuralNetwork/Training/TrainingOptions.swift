/// How a run of training goes.
public struct TrainingOptions: Sendable, Equatable {
  /// Optimiser steps.
  public var steps = 20_000
  /// Examples a step.
  public var batch = 128
  /// Examples that one thread handles at a time.
  public var chunk = 32
  /// Highest learning rate of the cosine schedule.
  public var rate = 2e-3
  /// Steps of linear warm-up.
  public var warmUp = 200
  /// Decay of the parameters' average.
  public var averageDecay: Float = 0.998
  /// Norm to which a batch's gradient is clipped.
  public var clip: Float = 1
  /// Seed of the examples.
  public var seed: UInt64 = 1
  /// Threads; 0: every core.
  ///
  /// Does not change the result.
  public var threads = 0

  public init() {}

  /// What decides the result, as a checkpoint records it.
  public var fingerprint: String {
    "steps=\(steps) batch=\(batch) chunk=\(chunk) rate=\(rate) warmUp=\(warmUp) average=\(averageDecay) clip=\(clip) seed=\(seed)"
  }
}
