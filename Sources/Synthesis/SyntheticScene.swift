internal import Glibc
internal import LinearAlgebra
public import Tracks
public import Video

/// A seeded synthetic sequence with exact truth: textured objects on independent smooth paths before a textured background.
///
/// The same options give the same tracks, masks and frames. Objects nearer to the end of the list hide those before them.
public struct SyntheticScene: Sendable {
  /// What a scene is made of.
  public struct Options: Sendable, Equatable {
    public var width = 480
    public var height = 270
    public var frames = 120
    public var objects = 4
    /// Tracks on each object.
    public var tracksPerObject = 60
    /// Tracks on the background.
    public var backgroundTracks = 120
    /// Whether the camera moves; otherwise the background stands still.
    public var movesCamera = true
    public var seed: UInt64 = 0

    public init() {}
  }

  /// The id of the background in `motionIDs`, as in the odyssey data.
  public static let backgroundID: Int32 = 999

  public let options: Options
  private let objects: [SyntheticObject]
  private let cameraX: [Double]
  private let cameraY: [Double]

  /// Tracks in pixels with exact visibility.
  public let tracks: TrackSet
  /// The object of every track, 1…; `backgroundID` for the background.
  public let motionIDs: [Int32]

  /// Makes a scene.
  public init(options: Options) {
    self.options = options
    var generator = SeededGenerator(seed: options.seed)
    let (width, height, frames) = (Double(options.width), Double(options.height), options.frames)
    var made: [SyntheticObject] = []
    for index in 0..<options.objects {
      let shapes = SyntheticObject.Shape.allCases
      made.append(
        SyntheticObject(
          shape: shapes[index % shapes.count], frames: frames, width: width, height: height,
          generator: &generator))
    }
    let camera = (0..<2).map { _ in
      SmoothPath(frames: frames, scales: [25, 60], generator: &generator).values
    }
    let sway = options.movesCamera ? 0.08 * width : 0
    (cameraX, cameraY) = (camera[0].map { sway * $0 }, camera[1].map { 0.6 * sway * $0 })
    objects = made

    var (x, y, ids): ([Float], [Float], [Int32]) = ([], [], [])
    for (index, object) in made.enumerated() {
      for _ in 0..<options.tracksPerObject {
        let anchor = object.anchor(&generator)
        for frame in 0..<frames {
          let position = object.position(of: anchor, frame: frame)
          x.append(Float(position.x - cameraX[frame]))
          y.append(Float(position.y - cameraY[frame]))
        }
        ids.append(Int32(index + 1))
      }
    }
    for _ in 0..<options.backgroundTracks {
      let (px, py) = (generator.uniform(0, width), generator.uniform(0, height))
      for frame in 0..<frames {
        x.append(Float(px - cameraX[frame]))
        y.append(Float(py - cameraY[frame]))
      }
      ids.append(Self.backgroundID)
    }
    motionIDs = ids
    let everywhere = [Bool](repeating: true, count: x.count)
    var set = TrackSet(
      frameCount: frames, trackCount: ids.count, x: x, y: y, visible: everywhere, valid: everywhere)
    for track in ids.indices {
      for frame in 0..<frames {
        let index = track * frames + frame
        let (px, py) = (Double(x[index]), Double(y[index]))
        let isInside = px >= 0 && py >= 0 && px < width && py < height
        let expected = ids[track] == Self.backgroundID ? 0 : Int(ids[track])
        set.visible[index] =
          isInside && Self.top(made, px + cameraX[frame], py + cameraY[frame], frame)?.object ?? 0 == expected
      }
    }
    tracks = set
  }

  /// The object seen at a place of the scene, 1…, and where on it.
  private static func top(
    _ objects: [SyntheticObject], _ x: Double, _ y: Double, _ frame: Int
  ) -> (object: Int, anchor: SyntheticObject.Anchor)? {
    for index in objects.indices.reversed() {
      if let anchor = objects[index].anchor(atX: x, y: y, frame: frame) { return (index + 1, anchor) }
    }
    return nil
  }

  /// A frame and its mask: the picture, and for every pixel the object at its centre, 0 for the background.
  public func render(frame: Int) -> (image: RGBImage, mask: LabelImage) {
    var pixels: [UInt8] = []
    pixels.reserveCapacity(3 * options.width * options.height)
    var labels: [UInt8] = []
    labels.reserveCapacity(options.width * options.height)
    for row in 0..<options.height {
      for column in 0..<options.width {
        let (x, y) = (Double(column) + 0.5 + cameraX[frame], Double(row) + 0.5 + cameraY[frame])
        let colour: (Double, Double, Double)
        var grain: Double
        if let (object, anchor) = Self.top(objects, x, y, frame) {
          let body = objects[object - 1]
          let distance = anchor.share * body.radius / 5
          grain = Texture.value(
            distance * cos(anchor.direction), distance * sin(anchor.direction), seed: UInt64(object))
          colour = body.colour
          if anchor.share > 0.95 { grain *= 0.4 }
          labels.append(UInt8(truncatingIfNeeded: object))
        } else {
          grain = Texture.value(x / 14, y / 14, seed: 0)
          colour = (0.5, 0.52, 0.48)
          labels.append(0)
        }
        let light = 0.45 + 0.55 * grain
        pixels.append(UInt8(255 * min(1, max(0, colour.0 * light))))
        pixels.append(UInt8(255 * min(1, max(0, colour.1 * light))))
        pixels.append(UInt8(255 * min(1, max(0, colour.2 * light))))
      }
    }
    return (
      RGBImage(width: options.width, height: options.height, pixels: pixels),
      LabelImage(width: options.width, height: options.height, labels: labels)
    )
  }
}

/// Smooth noise on the plane: random values at whole numbers, blended between.
private enum Texture {
  static func value(_ x: Double, _ y: Double, seed: UInt64) -> Double {
    let (cellX, cellY) = (x.rounded(.down), y.rounded(.down))
    let (u, v) = (blend(x - cellX), blend(y - cellY))
    let (i, j) = (Int(cellX), Int(cellY))
    let top = lattice(i, j, seed) * (1 - u) + lattice(i + 1, j, seed) * u
    let bottom = lattice(i, j + 1, seed) * (1 - u) + lattice(i + 1, j + 1, seed) * u
    return top * (1 - v) + bottom * v
  }

  private static func blend(_ t: Double) -> Double { t * t * (3 - 2 * t) }

  private static func lattice(_ i: Int, _ j: Int, _ seed: UInt64) -> Double {
    var hash =
      UInt64(bitPattern: Int64(i)) &* 0x9E37_79B9_7F4A_7C15 ^ UInt64(bitPattern: Int64(j))
      &* 0xC2B2_AE3D_27D4_EB4F
    hash = (hash ^ seed &* 0x1656_67B1_9E37_79F9) &* 0xFF51_AFD7_ED55_8CCD
    hash ^= hash >> 32
    return Double(hash & 0xFFFF) / 65535
  }
}
