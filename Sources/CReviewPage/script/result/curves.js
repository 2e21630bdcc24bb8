// Precision over recall, and the point where the threshold stands.

const plot = { width: 560, height: 380, left: 52, right: 14, top: 12, bottom: 44 };
const plotX = (recall) => plot.left + recall * (plot.width - plot.left - plot.right);
const plotY = (precision) => plot.height - plot.bottom - precision * (plot.height - plot.top - plot.bottom);
const dashes = ["", "6 3", "2 3", "8 3 2 3", "12 3", "4 2 1 2"];

const polyline = (points, attributes) =>
  makeSVG("polyline", { points: points.map(([r, p]) => `${plotX(r).toFixed(1)},${plotY(p).toFixed(1)}`).join(" "), ...attributes });

const setUpCurves = (state) => {
  const { curves } = state.facts;
  const section = byID("curves");
  section.hidden = !curves;
  if (!curves) return;
  const svg = byID("pr");
  const parts = [];
  for (const f of [0.2, 0.4, 0.6, 0.8]) {
    const low = f / (2 - f);
    const points = Array.from({ length: 60 }, (_, i) => low + (1 - low) * i / 59).map((r) => [r, f * r / (2 * r - f)]);
    parts.push(polyline(points, { class: "guide" }),
      makeSVG("text", { class: "guide-name", x: plotX(1) - 4, y: plotY(low) - 4, "text-anchor": "end" }, `F ${f}`));
  }
  for (let tick = 0; tick <= 5; tick++) {
    const value = tick / 5;
    parts.push(
      makeSVG("line", { class: "grid", x1: plotX(value), x2: plotX(value), y1: plotY(0), y2: plotY(1) }),
      makeSVG("line", { class: "grid", x1: plotX(0), x2: plotX(1), y1: plotY(value), y2: plotY(value) }),
      makeSVG("text", { x: plotX(value), y: plotY(0) + 16, "text-anchor": "middle" }, value.toFixed(1)),
      makeSVG("text", { x: plotX(0) - 8, y: plotY(value) + 4, "text-anchor": "end" }, value.toFixed(1)));
  }
  parts.push(
    makeSVG("text", { x: plotX(0.5), y: plot.height - 8, "text-anchor": "middle" }, "recall"),
    makeSVG("text", { x: 14, y: plotY(0.5), "text-anchor": "middle", transform: `rotate(-90 14 ${plotY(0.5)})` }, "precision"));

  const links = curves.right.map((right, i) => {
    const claimed = right + curves.wrong[i];
    return [curves.relevant > 0 ? right / curves.relevant : 0, claimed > 0 ? right / claimed : 1];
  });
  if (curves.relevant > 0) parts.push(polyline(links, { class: "links" }));
  const series = curves.curves.map((curve, i) => ({
    ...curve,
    colour: curve.object === undefined ? "currentColor" : state.objectColour(curve.object),
    dash: curve.object === undefined ? "" : dashes[i % dashes.length],
  }));
  for (const { precision, colour, dash, object } of series) {
    const line = polyline(precision.map((p, i) => [i / (precision.length - 1), p]), { class: object === undefined ? "mean" : "one", "stroke-dasharray": dash });
    line.style.stroke = colour;
    parts.push(line);
  }
  const reading = makeSVG("line", { class: "reading", y1: plotY(0), y2: plotY(1) });
  const live = makeSVG("circle", { class: "live", r: 6 });
  fill(svg, ...parts, reading, live);

  // The values at one recall: under the pointer, or where the arrow keys have moved the line.
  const values = series.map(() => make("td"));
  fill(byID("pr-values"), ...series.map(({ name, average, colour, dash }, i) => {
    const sample = makeSVG("svg", { class: "sample", viewBox: "0 0 28 8", "aria-hidden": "true" },
      makeSVG("line", { x1: 0, x2: 28, y1: 4, y2: 4, "stroke-dasharray": dash }));
    sample.style.stroke = colour;
    return make("tr", {}, make("th", { scope: "row" }, sample, " ", name), make("td", {}, show(average)), values[i]);
  }));
  let level = 50;
  const read = (next) => {
    level = Math.min(Math.max(next, 0), 100);
    reading.setAttribute("x1", plotX(level / 100));
    reading.setAttribute("x2", plotX(level / 100));
    byID("pr-level").textContent = `precision at recall ${(level / 100).toFixed(2)}`;
    series.forEach(({ precision }, i) => { values[i].textContent = show(precision[level]); });
  };
  svg.addEventListener("pointermove", (event) => {
    const box = svg.getBoundingClientRect();
    const x = (event.clientX - box.left) * plot.width / box.width;
    read(Math.round(100 * (x - plot.left) / (plot.width - plot.left - plot.right)));
  });
  svg.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1, Home: -100, End: 100 }[event.key];
    if (!move) return;
    event.preventDefault();
    event.stopPropagation();
    read(level + move);
  });
  read(50);

  const mark = () => {
    const at = linksAt(state);
    live.style.display = at ? "" : "none";
    if (at) {
      live.setAttribute("cx", plotX(at.recall));
      live.setAttribute("cy", plotY(at.precision));
    }
    byID("pr-point").textContent = at
      ? `At this threshold: precision ${show(at.precision)}, recall ${show(at.recall)} over all links.`
      : "Move the threshold: a point follows it along the grey line, which counts all links at once.";
  };
  state.listen((what) => { if (what === "labels") mark(); });
  mark();
};
