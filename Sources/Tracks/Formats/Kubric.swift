internal import NumPy

/// Kubric's tracks as CoTracker's exporter pickles them: `coords` (tracks, frames, 2) in pixels, and
/// `visibility`, which holds occlusion despite its name.
struct Kubric: TrackFormat {
  let name = "Kubric"
  let summary = "(tracks, frames, 2) in pixels; `visibility` is true where hidden"
  let suffixes = ["npy", "pkl"]
  let example = "a pickle of coords with visibility"
  let hiddenPositions = HiddenPositions.exact

  func recognises(_ peek: FilePeek) -> Bool {
    peek.container == .pickle && !peek.names.contains("vis") && peek.shape(of: "coords")?.last == 2
  }

  func read(_ peek: FilePeek, options: TrackReadingOptions) throws -> TrackFile.Contents {
    let arrays = try peek.arrays()
    let array = try arrays.array(named: "coords")
    let origin = "\(arrays.path), coords"
    let coordinates = try CoordinateArray(array, origin: origin)
    let order = try coordinates.order(options: options, convention: .tracksFirst, origin: origin)
    let flags = try arrays.first(of: ["visibility"]).map {
      try coordinates.visibility($0.array, isOcclusion: true, origin: "\(arrays.path), \($0.name)")
    }
    return try coordinates.contents(
      order: order, visibility: flags, format: "Kubric, \(array.elementType)", origin: origin,
      options: options)
  }
}
