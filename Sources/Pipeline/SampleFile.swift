internal import LinearAlgebra
internal import NumPy
internal import Support

/// One `.npy` file of samples: its shape, and its values in the precision that they need.
struct SampleFile {
  let path: String
  let shape: [Int]
  private let values: Values

  private enum Values {
    case single([Float])
    case double([Double])
  }

  /// Reads a file of numbers.
  ///
  /// Values stay in single precision where that holds every one of them exactly. Integers beyond 2⁵³ (nanoseconds since
  /// 1970) have their least value subtracted before they become doubles; mutual information does not see a shift.
  ///
  /// - Throws: `NumPyError`; `RunError` (input) for values that are not finite numbers.
  init(_ path: String) throws {
    let array = try NPY.read(file: path)
    self.path = path
    shape = array.shape
    do throws(NumPyError) {
      switch array.elements {
      case .float(let singles): values = .single(singles)
      case .integer(let integers): values = Self.narrowed(Self.doubles(integers))
      default: values = Self.narrowed(try array.doubles())
      }
    } catch {
      throw RunError(.input, "\(path): \(error)")
    }
    try requireFinite()
  }

  /// The shape as NumPy prints it.
  var shapeText: String {
    "(\(shape.map(String.init).joined(separator: ", "))\(shape.count == 1 ? "," : ""))"
  }

  /// `count` samples of `length` observations of `dimension` coordinates, from `[sample][observation][coordinate]`.
  func observations(count: Int, length: Int, dimension: Int) -> Observations {
    func ordered<Value>(_ values: [Value]) -> [Value] {
      guard dimension > 1 else { return values }
      var ordered: [Value] = []
      ordered.reserveCapacity(values.count)
      for sample in 0..<count {
        for coordinate in 0..<dimension {
          for step in 0..<length { ordered.append(values[(sample * length + step) * dimension + coordinate]) }
        }
      }
      return ordered
    }
    return switch values {
    case .single(let values):
      Observations(count: count, dimension: dimension, length: length, values: ordered(values))
    case .double(let values):
      Observations(count: count, dimension: dimension, length: length, doubles: ordered(values))
    }
  }

  private static func doubles(_ integers: [Int64]) -> [Double] {
    guard let least = integers.min(), let most = integers.max() else { return [] }
    let exact: Int64 = 1 << 53
    guard least < -exact || most > exact else { return integers.map { Double($0) } }
    return integers.map { Double(UInt64(bitPattern: $0 &- least)) }
  }

  /// Single precision where it holds every value exactly; doubles far from 1 are multiplied by a power of two, so that their
  /// squares neither overflow nor vanish.
  private static func narrowed(_ doubles: [Double]) -> Values {
    if doubles.allSatisfy({ Double(Float($0)) == $0 }) { return .single(doubles.map { Float($0) }) }
    let most = doubles.reduce(0) { max($0, abs($1)) }
    guard most.isFinite, most > 0, abs(Int(most.exponent)) > 400 else { return .double(doubles) }
    let scale = Double(sign: .plus, exponent: most.isNormal ? -Int(most.exponent) : 1000, significand: 1)
    return .double(doubles.map { $0 * scale })
  }

  private func requireFinite() throws {
    let bad: (index: Int, value: Double)? =
      switch values {
      case .single(let values):
        values.firstIndex { !$0.isFinite }.map { ($0, Double(values[$0])) }
      case .double(let values):
        values.firstIndex { !$0.isFinite }.map { ($0, values[$0]) }
      }
    guard let bad else { return }
    var (place, remaining): ([Int], Int) = ([], bad.index)
    for extent in shape.reversed() {
      place.insert(remaining % extent, at: 0)
      remaining /= extent
    }
    throw RunError(
      .input,
      "\(path): element [\(place.map(String.init).joined(separator: ", "))] is \(bad.value); expected finite numbers; "
        + "remove such observations from both files")
  }
}
