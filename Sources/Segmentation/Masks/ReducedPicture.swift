/// A colour picture made smaller by a whole factor: means of squares of pixels.
struct ReducedPicture {
  let width: Int
  let height: Int
  /// Three values (0…255) a pixel.
  let colours: [UInt8]

  var count: Int { width * height }

  init(_ pixels: [UInt8], width: Int, height: Int, factor: Int) {
    self.width = (width + factor - 1) / factor
    self.height = (height + factor - 1) / factor
    guard factor > 1 else {
      colours = pixels
      return
    }
    var colours = [UInt8](repeating: 0, count: 3 * self.width * self.height)
    var sums = [Int32](repeating: 0, count: 3 * self.width)
    for row in 0..<self.height {
      for index in sums.indices { sums[index] = 0 }
      let lines = (row * factor)..<min(height, (row + 1) * factor)
      for line in lines {
        for column in 0..<width {
          let (from, to) = (3 * (line * width + column), 3 * (column / factor))
          for channel in 0..<3 { sums[to + channel] += Int32(pixels[from + channel]) }
        }
      }
      for column in 0..<self.width {
        let pixelsHere = Int32(lines.count * (min(width, (column + 1) * factor) - column * factor))
        for channel in 0..<3 {
          colours[3 * (row * self.width + column) + channel] = UInt8(
            (sums[3 * column + channel] + pixelsHere / 2) / pixelsHere)
        }
      }
    }
    self.colours = colours
  }

  /// The grey value of every pixel, 0 … 1.
  var grey: [Float] {
    let weights: (Float, Float, Float) = (0.299 / 255, 0.587 / 255, 0.114 / 255)
    return (0..<count).map { pixel -> Float in
      let red = weights.0 * Float(colours[3 * pixel])
      let green = weights.1 * Float(colours[3 * pixel + 1])
      let blue = weights.2 * Float(colours[3 * pixel + 2])
      return red + green + blue
    }
  }
}
