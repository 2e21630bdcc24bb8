/// One object of a mask as run lengths in column-major order, beginning with a run outside: COCO's form.
public struct RunLengthMask: Sendable, Equatable {
  public let width: Int
  public let height: Int
  /// Lengths of runs outside, inside, outside, …; they sum to width × height.
  public let runs: [Int]

  /// The pixels of one id in a mask given row by row.
  public init(mask: [UInt8], id: UInt8, width: Int, height: Int) {
    precondition(mask.count == width * height, "the mask does not fill width × height")
    self.width = width
    self.height = height
    var runs: [Int] = []
    var (length, inside) = (0, false)
    for column in 0..<width {
      for row in 0..<height {
        if (mask[row * width + column] == id) != inside {
          runs.append(length)
          (length, inside) = (0, !inside)
        }
        length += 1
      }
    }
    runs.append(length)
    self.runs = runs
  }

  /// Pixels inside.
  public var area: Int { stride(from: 1, to: runs.count, by: 2).reduce(0) { $0 + runs[$1] } }

  /// Left, top, width, height of the pixels inside; zeros where there are none.
  public var box: [Int] {
    var (left, right, top, bottom) = (width, -1, height, -1)
    var position = 0
    for (index, run) in runs.enumerated() {
      if index % 2 == 1, run > 0 {
        let (first, last) = (position, position + run - 1)
        left = min(left, first / height)
        right = max(right, last / height)
        if first / height == last / height {
          top = min(top, first % height)
          bottom = max(bottom, last % height)
        } else {
          (top, bottom) = (0, height - 1)
        }
      }
      position += run
    }
    return right < 0 ? [0, 0, 0, 0] : [left, top, right - left + 1, bottom - top + 1]
  }

  /// The runs as COCO packs them into text: differences to the run before last, five bits a character.
  public var packed: String {
    var text: [UInt8] = []
    for (index, run) in runs.enumerated() {
      var value = index > 2 ? run - runs[index - 2] : run
      while true {
        var bits = value & 0x1F
        value >>= 5
        let isLast = bits & 0x10 != 0 ? value == -1 : value == 0
        if !isLast { bits |= 0x20 }
        text.append(UInt8(bits + 48))
        if isLast { break }
      }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
