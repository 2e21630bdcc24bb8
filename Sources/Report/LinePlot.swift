internal import CCairo
internal import Glibc
public import Video

/// Curves over two labelled axes, as PNG and SVG: dashes and markers as well as colours tell them apart, in print too.
public struct LinePlot: Sendable {
  /// One curve.
  public struct Series: Sendable {
    /// The name in the legend.
    public var name: String
    /// The points of the line, in order.
    public var points: [(x: Double, y: Double)]
    /// Whether every point is marked.
    public var marks: Bool
    /// Drawn as a thin grey guide without an entry in the legend.
    public var isGuide: Bool

    public init(
      _ name: String, _ points: [(x: Double, y: Double)], marks: Bool = false, isGuide: Bool = false
    ) {
      self.name = name
      self.points = points
      self.marks = marks
      self.isGuide = isGuide
    }
  }

  /// The title above the axes.
  public var title: String
  /// What the horizontal axis shows.
  public var xLabel: String
  /// What the vertical axis shows.
  public var yLabel: String
  /// The lines, each with its entry in the legend.
  public var series: [Series]
  /// The range of an axis; nil: from the points.
  public var xRange: ClosedRange<Double>?
  /// The range of the vertical axis; nil: that of the points.
  public var yRange: ClosedRange<Double>?
  /// Whether the x axis is logarithmic.
  public var isLogarithmic = false

  public init(title: String, xLabel: String, yLabel: String, series: [Series]) {
    self.title = title
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
  }

  private static let width = 720.0
  private static let height = 480.0

  /// The plot as a picture, `scale` pixels a point.
  public func image(scale: Int = 2) -> RGBImage {
    let canvas = Canvas(
      RGBImage(
        width: Int(Self.width) * scale, height: Int(Self.height) * scale,
        pixels: [UInt8](repeating: 255, count: 3 * Int(Self.width * Self.height) * scale * scale)))
    cairo_scale(canvas.context, Double(scale), Double(scale))
    draw(on: canvas.context)
    return canvas.image()
  }

  /// The plot as an SVG file's bytes.
  public func svg() -> [UInt8] {
    let sink = ByteSink()
    let surface = cairo_svg_surface_create_for_stream(
      { closure, data, length in
        guard let closure, let data else { return CAIRO_STATUS_SUCCESS }
        Unmanaged<ByteSink>.fromOpaque(closure).takeUnretainedValue().bytes +=
          UnsafeBufferPointer(start: data, count: Int(length))
        return CAIRO_STATUS_SUCCESS
      }, Unmanaged.passUnretained(sink).toOpaque(), Self.width, Self.height)
    let context = cairo_create(surface)
    draw(on: context)
    cairo_destroy(context)
    cairo_surface_finish(surface)
    cairo_surface_destroy(surface)
    return sink.bytes
  }

  private final class ByteSink {
    var bytes: [UInt8] = []
  }

  // MARK: Drawing

  private func draw(on context: OpaquePointer?) {
    let (left, right, top, bottom) = (70.0, 20.0, 40.0, 56.0)
    let area = PlotArea(
      left: left, top: top, width: Self.width - left - right, height: Self.height - top - bottom,
      x: xRange ?? range(of: series.flatMap { $0.points.map(\.x) }, padded: false),
      y: yRange ?? range(of: series.flatMap { $0.points.map(\.y) }, padded: true),
      isLogarithmic: isLogarithmic)
    cairo_set_source_rgb(context, 1, 1, 1)
    cairo_paint(context)
    cairo_select_font_face(context, "DejaVu Sans", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL)
    drawAxes(area, on: context)
    cairo_save(context)
    cairo_rectangle(context, area.left, area.top, area.width, area.height)
    cairo_clip(context)
    for curve in series where curve.isGuide { draw(curve, index: 0, in: area, on: context) }
    for (index, curve) in series.filter({ !$0.isGuide }).enumerated() {
      draw(curve, index: index, in: area, on: context)
    }
    cairo_restore(context)
    for curve in series where curve.isGuide { label(curve, in: area, on: context) }
    drawLegend(area, on: context)
    text(title, x: Self.width / 2, y: 24, size: 15, align: 0.5, on: context)
    text(xLabel, x: area.left + area.width / 2, y: Self.height - 14, size: 13, align: 0.5, on: context)
    cairo_save(context)
    cairo_translate(context, 18, area.top + area.height / 2)
    cairo_rotate(context, -.pi / 2)
    text(yLabel, x: 0, y: 0, size: 13, align: 0.5, on: context)
    cairo_restore(context)
  }

  private func range(of values: [Double], padded: Bool) -> ClosedRange<Double> {
    let finite = values.filter(\.isFinite)
    guard let low = finite.min(), let high = finite.max() else { return 0...1 }
    guard high > low else { return (low - 0.5)...(high + 0.5) }
    let pad = padded ? 0.04 * (high - low) : 0
    return (low - pad)...(high + pad)
  }

  private func drawAxes(_ area: PlotArea, on context: OpaquePointer?) {
    cairo_set_line_width(context, 1)
    for tick in area.xTicks {
      let x = area.place(x: tick)
      cairo_set_source_rgb(context, 0.88, 0.88, 0.88)
      cairo_move_to(context, x, area.top)
      cairo_line_to(context, x, area.top + area.height)
      cairo_stroke(context)
      text(PlotArea.label(tick), x: x, y: area.top + area.height + 18, size: 11, align: 0.5, on: context)
    }
    for tick in area.yTicks {
      let y = area.place(y: tick)
      cairo_set_source_rgb(context, 0.88, 0.88, 0.88)
      cairo_move_to(context, area.left, y)
      cairo_line_to(context, area.left + area.width, y)
      cairo_stroke(context)
      text(PlotArea.label(tick), x: area.left - 8, y: y + 4, size: 11, align: 1, on: context)
    }
    cairo_set_source_rgb(context, 0.25, 0.25, 0.25)
    cairo_rectangle(context, area.left, area.top, area.width, area.height)
    cairo_stroke(context)
  }

  private func draw(_ curve: Series, index: Int, in area: PlotArea, on context: OpaquePointer?) {
    style(curve, index: index, on: context)
    var isDrawing = false
    for point in curve.points {
      guard point.x.isFinite, point.y.isFinite else {
        isDrawing = false
        continue
      }
      let (x, y) = (area.place(x: point.x), area.place(y: point.y))
      if isDrawing { cairo_line_to(context, x, y) } else { cairo_move_to(context, x, y) }
      isDrawing = true
    }
    cairo_stroke(context)
    cairo_set_dash(context, nil, 0, 0)
    if curve.marks {
      for point in curve.points where point.x.isFinite && point.y.isFinite {
        mark(index, x: area.place(x: point.x), y: area.place(y: point.y), on: context)
      }
    }
  }

  /// A guide's name, small and grey, where it ends.
  private func label(_ curve: Series, in area: PlotArea, on context: OpaquePointer?) {
    guard !curve.name.isEmpty, let last = curve.points.last, last.x.isFinite, last.y.isFinite else { return }
    text(
      curve.name, x: area.place(x: last.x) - 4, y: area.place(y: last.y) - 4, size: 10, align: 1, grey: 0.5,
      on: context)
  }

  private func style(_ curve: Series, index: Int, on context: OpaquePointer?) {
    if curve.isGuide {
      cairo_set_source_rgb(context, 0.7, 0.7, 0.7)
      cairo_set_line_width(context, 1)
      cairo_set_dash(context, [3, 3], 2, 0)
      return
    }
    let colour = Self.colours[index % Self.colours.count]
    cairo_set_source_rgb(
      context, Double(colour.red) / 255, Double(colour.green) / 255, Double(colour.blue) / 255)
    cairo_set_line_width(context, 2)
    let dashes = Self.dashes[index % Self.dashes.count]
    cairo_set_dash(context, dashes, Int32(dashes.count), 0)
  }

  private func mark(_ index: Int, x: Double, y: Double, on context: OpaquePointer?) {
    let r = 3.5
    switch index % 4 {
    case 0: cairo_arc(context, x, y, r, 0, 2 * .pi)
    case 1: cairo_rectangle(context, x - r, y - r, 2 * r, 2 * r)
    case 2:
      cairo_move_to(context, x, y - r)
      cairo_line_to(context, x + r, y + r)
      cairo_line_to(context, x - r, y + r)
      cairo_close_path(context)
    default:
      cairo_move_to(context, x, y - r)
      cairo_line_to(context, x + r, y)
      cairo_line_to(context, x, y + r)
      cairo_line_to(context, x - r, y)
      cairo_close_path(context)
    }
    cairo_fill(context)
  }

  /// The legend, in the corner where it covers the fewest points.
  private func drawLegend(_ area: PlotArea, on context: OpaquePointer?) {
    let entries = series.filter { !$0.isGuide && !$0.name.isEmpty }
    guard !entries.isEmpty else { return }
    cairo_set_font_size(context, 12)
    var extents = cairo_text_extents_t()
    var widest = 0.0
    for entry in entries {
      cairo_text_extents(context, entry.name, &extents)
      widest = max(widest, extents.x_advance)
    }
    let (width, height) = (widest + 52, 18.0 * Double(entries.count) + 10)
    let corners = [
      (area.left + 8, area.top + 8), (area.left + area.width - width - 8, area.top + 8),
      (area.left + 8, area.top + area.height - height - 8),
      (area.left + area.width - width - 8, area.top + area.height - height - 8),
      (area.left + (area.width - width) / 2, area.top + 8),
    ]
    func covered(_ corner: (Double, Double)) -> Int {
      entries.reduce(0) { sum, entry in
        sum
          + zip(entry.points, entry.points.dropFirst()).reduce(0) { sum, line in
            // Eight places on the way from one point to the next.
            let (from, to) = line
            return sum
              + (0...8).count { step in
                let share = Double(step) / 8
                let x = area.place(x: from.x) * (1 - share) + area.place(x: to.x) * share
                let y = area.place(y: from.y) * (1 - share) + area.place(y: to.y) * share
                return x > corner.0 && x < corner.0 + width && y > corner.1 && y < corner.1 + height
              }
          }
      }
    }
    let corner = corners.min { covered($0) < covered($1) } ?? corners[0]
    cairo_set_source_rgba(context, 1, 1, 1, 0.85)
    cairo_rectangle(context, corner.0, corner.1, width, height)
    cairo_fill(context)
    for (index, entry) in entries.enumerated() {
      let y = corner.1 + 18 * Double(index) + 14
      style(entry, index: index, on: context)
      cairo_move_to(context, corner.0 + 8, y - 4)
      cairo_line_to(context, corner.0 + 36, y - 4)
      cairo_stroke(context)
      cairo_set_dash(context, nil, 0, 0)
      if entry.marks { mark(index, x: corner.0 + 22, y: y - 4, on: context) }
      text(entry.name, x: corner.0 + 42, y: y, size: 12, align: 0, on: context)
    }
  }

  private func text(
    _ string: String, x: Double, y: Double, size: Double, align: Double, grey: Double = 0.1,
    on context: OpaquePointer?
  ) {
    cairo_set_source_rgb(context, grey, grey, grey)
    cairo_set_font_size(context, size)
    var extents = cairo_text_extents_t()
    cairo_text_extents(context, string, &extents)
    cairo_move_to(context, x - align * extents.x_advance, y)
    cairo_show_text(context, string)
  }

  /// Okabe and Ito's colours that are dark enough for lines.
  private static let colours: [Palette.Colour] = [
    Palette.Colour(0, 114, 178), Palette.Colour(213, 94, 0), Palette.Colour(0, 158, 115),
    Palette.Colour(204, 121, 167), Palette.Colour(0, 0, 0), Palette.Colour(230, 159, 0),
    Palette.Colour(86, 180, 233), Palette.Colour(136, 34, 85),
  ]
  private static let dashes: [[Double]] = [[], [7, 3], [2, 2], [9, 3, 2, 3], [12, 4]]
}
