internal import CCairo
internal import Support
public import Video

/// Points over a frame, coloured by a value: MI with one track (InfoNet, Figures 9 and 10).
public struct HeatMap: Sendable {
  /// One point: its place in pixels and its value.
  public struct Point: Sendable {
    /// Place in the picture, in pixels.
    public let x: Double
    public let y: Double
    /// What the colour shows.
    public let value: Double

    public init(x: Double, y: Double, value: Double) {
      self.x = x
      self.y = y
      self.value = value
    }
  }

  /// The points that are drawn.
  public var points: [Point]
  /// The track that the others are compared with.
  public var query: (x: Double, y: Double)
  /// What the values are, with their unit.
  public var label: String

  public init(points: [Point], query: (x: Double, y: Double), label: String) {
    self.points = points
    self.query = query
    self.label = label
  }

  /// The frame, dimmed, with the points from the lowest value to the highest, a cross at the query, and a colour bar.
  public func draw(over image: RGBImage) -> RGBImage {
    let canvas = Canvas(image)
    let context = canvas.context
    let (width, height) = (Double(image.width), Double(image.height))
    let scale = max(1, height / 360)
    cairo_set_source_rgba(context, 0, 0, 0, 0.45)
    cairo_paint(context)
    let shown = points.filter { $0.x.isFinite && $0.y.isFinite && abs($0.x) < 1e5 && abs($0.y) < 1e5 }
    let values = shown.map(\.value).sorted()
    // The highest of a thousand values would leave the others in one colour.
    let low = values.first ?? 0
    let high = max(values.isEmpty ? 1 : values[min(values.count - 1, values.count * 99 / 100)], low + 1e-9)
    for point in shown.sorted(by: { $0.value < $1.value }) {
      let colour = Self.colour((point.value - low) / (high - low))
      cairo_set_source_rgb(context, colour.0, colour.1, colour.2)
      cairo_arc(context, point.x, point.y, 2.6 * scale, 0, 2 * .pi)
      cairo_fill(context)
    }
    cairo_set_line_width(context, 2 * scale)
    cairo_set_source_rgb(context, 1, 1, 1)
    for (dx, dy) in [(7.0, 0.0), (0.0, 7.0)] {
      cairo_move_to(context, query.x - dx * scale, query.y - dy * scale)
      cairo_line_to(context, query.x + dx * scale, query.y + dy * scale)
      cairo_stroke(context)
    }
    bar(low: low, high: high, width: width, height: height, scale: scale, on: context)
    return canvas.image()
  }

  private func bar(
    low: Double, high: Double, width: Double, height: Double, scale: Double, on context: OpaquePointer?
  ) {
    let (left, length, top) = (10 * scale, 140 * scale, height - 30 * scale)
    cairo_set_source_rgba(context, 0, 0, 0, 0.6)
    cairo_rectangle(context, left - 6 * scale, top - 18 * scale, length + 12 * scale, 44 * scale)
    cairo_fill(context)
    for step in 0..<64 {
      let colour = Self.colour(Double(step) / 63)
      cairo_set_source_rgb(context, colour.0, colour.1, colour.2)
      cairo_rectangle(context, left + length * Double(step) / 64, top, length / 64 + 0.5, 8 * scale)
      cairo_fill(context)
    }
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    cairo_set_font_size(context, 9.5 * scale)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_move_to(context, left, top - 5 * scale)
    cairo_show_text(context, label)
    cairo_move_to(context, left, top + 19 * scale)
    cairo_show_text(context, PlotArea.label(low.rounded(decimals: 2)))
    let text = PlotArea.label(high.rounded(decimals: 2))
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, text, &extents)
    cairo_move_to(context, left + length - extents.x_advance, top + 19 * scale)
    cairo_show_text(context, text)
  }

  /// From dark blue through red to light yellow, in even steps of lightness: also right in grey and for the colour-blind.
  static func colour(_ share: Double) -> (Double, Double, Double) {
    let stops: [(Double, Double, Double)] = [
      (0.05, 0.03, 0.53), (0.42, 0.0, 0.66), (0.69, 0.16, 0.56), (0.88, 0.39, 0.38), (0.99, 0.65, 0.21),
      (0.94, 0.98, 0.13),
    ]
    let place = min(max(share.isFinite ? share : 0, 0), 1) * Double(stops.count - 1)
    let index = min(Int(place), stops.count - 2)
    let rest = place - Double(index)
    let (a, b) = (stops[index], stops[index + 1])
    return (a.0 + rest * (b.0 - a.0), a.1 + rest * (b.1 - a.1), a.2 + rest * (b.2 - a.2))
  }
}
