internal import COpenCV

/// Motion of every pixel from one frame to another, by DIS.
struct DenseFlow: Sendable {
  let width: Int
  let height: Int
  /// Frame pixels in a pixel of the flow.
  let reduction: Int
  /// (x, y) a pixel of the flow, in pixels of the flow.
  private let values: [Float]

  /// Computes the flow; `engine` serves one call at a time.
  init(_ engine: FlowEngine, from: GreyFrame, to: GreyFrame, reduction: Int) throws {
    self.reduction = reduction
    width = (from.width + reduction - 1) / reduction
    height = (from.height + reduction - 1) / reduction
    var values = [Float](repeating: 0, count: 2 * width * height)
    guard ocv_dis_flow(engine.pointer, from.pointer, to.pointer, Int32(reduction), &values) == 0 else {
      throw OpenCVFailure.current("dense flow")
    }
    self.values = values
  }

  /// The motion of a point in pixels of the frame, between pixels by interpolation.
  func motion(x: Float, y: Float) -> (x: Float, y: Float) {
    let scale = Float(reduction)
    // The middle of a pixel of the flow lies in the middle of the pixels that it was made of.
    let fx = min(max((x + 0.5) / scale - 0.5, 0), Float(width - 1))
    let fy = min(max((y + 0.5) / scale - 0.5, 0), Float(height - 1))
    let (column, row) = (min(Int(fx), max(width - 2, 0)), min(Int(fy), max(height - 2, 0)))
    let (ax, ay) = (fx - Float(column), fy - Float(row))
    let (right, below) = (width > 1 ? 2 : 0, height > 1 ? 2 * width : 0)
    let place = 2 * (row * width + column)
    func mixed(_ place: Int) -> Float {
      let top = values[place] * (1 - ax) + values[place + right] * ax
      let bottom = values[place + below] * (1 - ax) + values[place + below + right] * ax
      return (top * (1 - ay) + bottom * ay) * scale
    }
    return (mixed(place), mixed(place + 1))
  }

  /// The largest difference between the motion at a point and at `reach` pixels to its sides.
  func step(x: Float, y: Float, reach: Float) -> Float {
    let centre = motion(x: x, y: y)
    var largest: Float = 0
    for (dx, dy) in [(reach, 0), (-reach, 0), (0, reach), (0, -reach)] as [(Float, Float)] {
      let side = motion(x: x + dx, y: y + dy)
      largest = max(largest, abs(side.x - centre.x), abs(side.y - centre.y))
    }
    return largest
  }
}

/// OpenCV's DIS with its buffers; it serves one call at a time.
final class FlowEngine: Sendable {
  // The buffers change in a call. `VideoTracker` has an engine for either direction, and calls each once a frame.
  nonisolated(unsafe) let pointer: OpaquePointer

  init(quality: Int) throws {
    guard let made = ocv_dis_create(Int32(quality)) else { throw OpenCVFailure.current("dense flow") }
    pointer = made
  }

  deinit { ocv_dis_destroy(pointer) }
}
