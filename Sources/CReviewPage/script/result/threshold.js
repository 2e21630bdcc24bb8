// The threshold: a cut of the merge tree while the slider moves, and what comes of it.

const setUpThreshold = (state) => {
  const { facts } = state;
  const { first, last, shown, unit, decimals, rule, ownText, own, leastObject } = facts.threshold;
  const slider = byID("threshold");
  const number = byID("threshold-number");
  const auto = byID("threshold-auto");
  const isPossible = Boolean(state.data.tree) && state.data.tree.count > 1;
  [slider.min, slider.max] = [first, shown];
  number.step = (unit / 10 ** decimals).toFixed(decimals);
  [number.min, number.max] = [state.textOf(first), state.textOf(last)];
  for (const control of [slider, number, auto]) control.disabled = !isPossible;
  // Where the slider begins when it is first touched: the run's own threshold, or the middle of the largest gap.
  const start = own !== undefined ? state.stepOf(own) : isPossible ? startStep(state) : first;
  slider.value = start;

  slider.addEventListener("input", () => state.setStep(Number(slider.value)));
  number.addEventListener("change", () => {
    if (number.value !== "") state.setStep(state.stepOf(Number(number.value)));
  });
  auto.addEventListener("click", () => state.setStep(null));

  const thresholds = [];
  for (let step = first; step <= shown; step++) thresholds.push(state.valueOf(step));
  const counts = isPossible ? countClusters(state.data.tree, thresholds, leastObject) : [];
  const cursor = isPossible ? drawCounts(byID("threshold-chart"), counts) : null;

  const update = () => {
    const { step, objects, isOwn } = state;
    const text = step === null ? "" : state.textOf(step);
    if (step !== null) slider.value = step;
    number.value = text;
    auto.setAttribute("aria-pressed", String(isOwn));
    const found = `${count(state.objectCount, "object")} of ${leastObject} tracks or more`;
    slider.setAttribute("aria-valuetext", step === null ? `auto, ${found}` : `${text} nats, ${found}`);
    byID("threshold-now").textContent = isOwn ? `The run’s own labels: ${ownText}`
      : objects !== null ? `${facts.threshold.ownRule} with ${count(objects, "object")}` : `${rule} at ${text} nats`;
    if (cursor) cursor(step);
    showMeasures(state);
    showObjects(state);
    byID("command").textContent = commandLine(facts, step === null ? null : text, objects);
  };
  state.listen((what) => {
    if (what === "labels") update();
    if (what === "isolated") showObjects(state);
  });
  byID("copy").addEventListener("click", () =>
    copyText(byID("command").textContent, byID("command"), byID("copy")));
  const link = byID("labels-csv");
  link.addEventListener("click", () => {
    const text = "track_id,label\n" + facts.tracks.ids.map((id, track) => `${id},${state.labels[track]}\n`).join("");
    const name = state.isOwn ? "auto" : state.objects === null ? state.textOf(state.step) : `${state.objects}-objects`;
    link.download = `labels-${name}.csv`;
    link.href = "data:text/csv;charset=utf-8," + encodeURIComponent(text);
  });
  update();
  return {
    /** So many steps up or down from where it is, or from where the slider rests. */
    move: (steps) => {
      if (isPossible) state.setStep(state.step === null ? start : state.step + steps);
    },
    reset: () => state.setStep(null),
  };
};

/** The threshold with as many objects as the run found, in the widest range of those; the middle where there is none. */
const startStep = (state) => {
  const { first, shown, leastObject } = state.facts.threshold;
  const thresholds = [];
  for (let step = first; step <= shown; step++) thresholds.push(state.valueOf(step));
  const counts = countClusters(state.data.tree, thresholds, leastObject);
  let best = { length: 0, end: Math.floor(thresholds.length / 2) };
  for (let i = 0, length = 0; i < counts.length; i++) {
    length = counts[i].large === state.objectCount ? length + 1 : 0;
    if (length > best.length) best = { length, end: i };
  }
  return first + best.end - Math.floor(best.length / 2);
};

/** Clusters, and those large enough to be objects, over the range of the slider; returns what moves the cursor. */
const drawCounts = (svg, counts) => {
  const [width, height] = [300, 48];
  const top = Math.log(Math.max(2, ...counts.map(({ all }) => all)));
  const path = (value) => counts.map((at, i) => {
    const x = width * i / Math.max(counts.length - 1, 1);
    const y = height - 2 - (height - 4) * Math.log(Math.max(value(at), 1)) / top;
    return `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  }).join("");
  const line = makeSVG("line", { class: "cursor", y1: 0, y2: height });
  fill(svg,
    makeSVG("path", { class: "all", d: path(({ all }) => all) }),
    makeSVG("path", { class: "large", d: path(({ large }) => large) }), line);
  const first = Number(byID("threshold").min);
  return (step) => {
    line.style.display = step === null ? "none" : "";
    const x = step === null ? 0 : width * (step - first) / Math.max(counts.length - 1, 1);
    line.setAttribute("x1", Math.min(Math.max(x, 0), width));
    line.setAttribute("x2", Math.min(Math.max(x, 0), width));
  };
};

/** Right and wrong links at the chosen threshold; null where none is chosen or the truth is not known. */
const linksAt = (state) => {
  const { curves, threshold } = state.facts;
  const step = state.objects !== null ? null : state.step === null
    ? (threshold.own === undefined || threshold.ownRule !== threshold.rule ? null : state.stepOf(threshold.own))
    : state.step;
  if (!curves || step === null || step < threshold.first || step > threshold.last) return null;
  const [right, wrong] = [curves.right[step - threshold.first], curves.wrong[step - threshold.first]];
  return {
    precision: right + wrong > 0 ? right / (right + wrong) : 1,
    recall: curves.relevant > 0 ? right / curves.relevant : 0,
  };
};

const showMeasures = (state) => {
  const entries = [["Objects", String(state.objectCount)]];
  if (state.clusterCount > state.objectCount) entries.push(["All clusters", String(state.clusterCount)]);
  const { measures } = state;
  if (measures) {
    entries.push(["ARI", show(measures.adjustedRandIndex)]);
    if (measures.foreground !== null) entries.push(["ARI, foreground", show(measures.foreground)]);
    entries.push(["Right tracks", `${show(100 * measures.accuracy, 1)} %`]);
  }
  const links = linksAt(state);
  if (links) entries.push(["Link precision", show(links.precision)], ["Link recall", show(links.recall)]);
  describe(byID("measures"), entries);
  const unknown = state.labels.filter((label) => label === -2).length;
  byID("threshold-note").textContent = state.facts.matrix.rows.length < 2
    ? "There is nothing to cut: the page has a matrix of fewer than two tracks."
    : unknown ? `${count(unknown, "track")} outside the matrix cannot follow the threshold and are drawn grey.` : "";
};

/** The objects with their sizes; a click shows one alone. */
const showObjects = (state) => {
  const list = byID("objects");
  const hadFocus = list.contains(document.activeElement) ? document.activeElement.dataset.label : null;
  const items = [];
  let strays = 0;
  for (let label = 0; label < state.sizes.length; label++) {
    const size = state.sizes[label];
    if (!size) continue;
    if (label > 0 && (size < state.facts.threshold.leastObject || items.length >= 24)) {
      strays++;
      continue;
    }
    const id = state.measures ? state.measures.objectOf.get(label) : undefined;
    const name = label === 0 ? (state.facts.backgroundMoves && state.step === null ? "background" : "static") : `object ${label}`;
    const button = make("button", { type: "button", "aria-pressed": String(state.isolated === label) },
      swatch(labelColour(label)), `${name} · ${size}`,
      ...(id === undefined ? [] : [make("span", { class: "quiet" }, ` ↔ ${trueName(state, id)}`)]));
    button.dataset.label = label;
    button.addEventListener("click", () => state.isolate(label));
    items.push(make("li", {}, button));
  }
  if (strays) items.push(make("li", { class: "quiet" }, `and ${count(strays, "smaller cluster")}`));
  fill(list, ...items);
  if (hadFocus !== null) list.querySelector(`[data-label="${hadFocus}"]`)?.focus();
};

const trueName = (state, id) => (id === state.facts.truth.background ? "background" : `true ${id}`);
