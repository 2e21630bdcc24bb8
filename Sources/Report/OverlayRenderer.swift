internal import CCairo
public import Video

/// Draws labelled tracks over frames: a dot for every point seen, a fading trail of where it was, and a legend.
///
/// Arrays are track-major as in `TrackSet`; frames may be drawn from several threads.
public struct OverlayRenderer: Sendable {
  /// Frames that a trail goes back.
  public var trailLength: Int
  /// Whether points that are not seen are drawn too, as hollow dots where they would be.
  public var showsHidden = false
  /// What label 0 is called in the legend.
  public var backgroundName = "static"
  private let x: [Float]
  private let y: [Float]
  private let visible: [Bool]
  private let frameCount: Int
  /// Tracks of each label, drawn in the order of labels; those of −1 are left out.
  private let tracksOfLabel: [(label: Int, tracks: [Int])]

  /// Prepares the drawing of N tracks over `frameCount` frames; `labels` are −1 dropped, 0 static, 1… objects.
  public init(x: [Float], y: [Float], visible: [Bool], labels: [Int], frameCount: Int, trailLength: Int = 20)
  {
    precondition(x.count == y.count && x.count == visible.count && x.count == labels.count * frameCount)
    self.x = x
    self.y = y
    self.visible = visible
    self.frameCount = frameCount
    self.trailLength = trailLength
    var tracks: [Int: [Int]] = [:]
    for (track, label) in labels.enumerated() where label >= 0 { tracks[label, default: []].append(track) }
    tracksOfLabel = tracks.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// A frame with the tracks drawn over it.
  public func draw(frame: Int, over image: RGBImage) -> RGBImage {
    let canvas = Canvas(image)
    let scale = max(1, Double(image.height) / 360)
    // Points far outside would overflow cairo's fixed-point coordinates.
    let bounds = Float(max(image.width, image.height)) * 2
    drawTrails(frame, on: canvas, scale: scale, bounds: bounds)
    drawDots(frame, on: canvas, scale: scale, bounds: bounds)
    drawLegend(on: canvas, scale: scale)
    return canvas.image()
  }

  private func point(_ track: Int, _ frame: Int, _ bounds: Float) -> (x: Double, y: Double)? {
    let index = track * frameCount + frame
    let (px, py) = (x[index], y[index])
    guard px.isFinite, py.isFinite, abs(px) < bounds, abs(py) < bounds else { return nil }
    return (Double(px), Double(py))
  }

  private func drawTrails(_ frame: Int, on canvas: borrowing Canvas, scale: Double, bounds: Float) {
    guard trailLength > 0, frame > 0 else { return }
    let context = canvas.context
    cairo_set_line_width(context, 1.2 * scale)
    cairo_set_line_cap(context, CAIRO_LINE_CAP_BUTT)
    cairo_set_line_join(context, CAIRO_LINE_JOIN_ROUND)
    // One path for each label and quarter of the trail: a stroke a track would be fifty times slower.
    let quarters = 4
    for quarter in (0..<quarters).reversed() {
      let newest = frame - trailLength * quarter / quarters
      let oldest = max(0, frame - trailLength * (quarter + 1) / quarters)
      guard newest > oldest else { continue }
      for (label, tracks) in tracksOfLabel where label > 0 {
        for track in tracks where visible[track * frameCount + frame] {
          var isDrawing = false
          for step in oldest...newest {
            guard visible[track * frameCount + step], let (px, py) = point(track, step, bounds) else {
              isDrawing = false
              continue
            }
            if isDrawing { cairo_line_to(context, px, py) } else { cairo_move_to(context, px, py) }
            isDrawing = true
          }
        }
        canvas.setColour(Palette.overlay(label), alpha: 0.7 * Double(quarters - quarter) / Double(quarters))
        cairo_stroke(context)
      }
    }
  }

  private func drawDots(_ frame: Int, on canvas: borrowing Canvas, scale: Double, bounds: Float) {
    let context = canvas.context
    for (label, tracks) in tracksOfLabel {
      let radius = (label == 0 ? 1.6 : 2.4) * scale
      if showsHidden {
        addDots(
          tracks.filter { !visible[$0 * frameCount + frame] }, frame, on: canvas, radius: radius,
          bounds: bounds)
        cairo_set_source_rgba(context, 0, 0, 0, 0.45)
        cairo_set_line_width(context, 2 * scale)
        cairo_stroke_preserve(context)
        canvas.setColour(Palette.overlay(label))
        cairo_set_line_width(context, scale)
        cairo_stroke(context)
      }
      addDots(
        tracks.filter { visible[$0 * frameCount + frame] }, frame, on: canvas, radius: radius, bounds: bounds)
      // A dark rim keeps light dots readable on light pictures, a light one dark dots on dark pictures.
      let rim = Self.isDark(Palette.overlay(label)) ? 1.0 : 0.0
      cairo_set_source_rgba(context, rim, rim, rim, 0.75)
      cairo_set_line_width(context, 1.1 * scale)
      cairo_stroke_preserve(context)
      canvas.setColour(Palette.overlay(label))
      cairo_fill(context)
    }
  }

  private func addDots(
    _ tracks: [Int], _ frame: Int, on canvas: borrowing Canvas, radius: Double, bounds: Float
  ) {
    for track in tracks {
      guard let (px, py) = point(track, frame, bounds) else { continue }
      cairo_new_sub_path(canvas.context)
      cairo_arc(canvas.context, px, py, radius, 0, 2 * Double.pi)
    }
  }

  private static func isDark(_ colour: Palette.Colour) -> Bool {
    299 * Int(colour.red) + 587 * Int(colour.green) + 114 * Int(colour.blue) < 100_000
  }

  private func drawLegend(on canvas: borrowing Canvas, scale: Double) {
    guard !tracksOfLabel.isEmpty else { return }
    let context = canvas.context
    let (size, pad) = (10.5 * scale, 6 * scale)
    let lineHeight = 1.35 * size
    let room = max(1, Int((Double(canvas.height) - 4 * pad) / lineHeight) - 1)
    var lines = tracksOfLabel.map {
      (label: Optional($0.label), text: caption($0.label, $0.tracks.count))
    }
    if lines.count > min(room, 16) {
      let shown = max(1, min(room, 16) - 1)
      lines = lines.prefix(shown) + [(nil, "and \(lines.count - shown) more")]
    }
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, size)
    var widest = 0.0
    for line in lines {
      var extents = cairo_text_extents_t()
      cairo_text_extents(context, line.text, &extents)
      widest = max(widest, extents.x_advance)
    }
    cairo_rectangle(context, pad, pad, widest + 3.4 * pad, Double(lines.count) * lineHeight + pad)
    cairo_set_source_rgba(context, 0, 0, 0, 0.6)
    cairo_fill(context)
    for (index, line) in lines.enumerated() {
      let middle = 1.5 * pad + (Double(index) + 0.5) * lineHeight
      if let label = line.label {
        cairo_arc(context, 2.1 * pad, middle, 0.33 * size, 0, 2 * Double.pi)
        canvas.setColour(Palette.overlay(label))
        cairo_fill(context)
      }
      cairo_set_source_rgb(context, 1, 1, 1)
      cairo_move_to(context, 3.3 * pad, middle + 0.36 * size)
      cairo_show_text(context, line.text)
    }
  }

  private func caption(_ label: Int, _ count: Int) -> String {
    let name = label == 0 ? backgroundName : "object \(label)"
    return "\(name) · \(count) track\(count == 1 ? "" : "s")"
  }
}
