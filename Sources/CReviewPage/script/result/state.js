// What is chosen on the page, and what follows from it. Whoever shows something listens.

const makeState = (facts, data) => {
  const trackCount = facts.tracks.ids.length;
  const { rows, remainder } = facts.matrix;
  // Clusters of fewer tracks are strays rather than objects.
  const { leastObject } = facts.threshold;
  const rowOf = new Int32Array(trackCount).fill(-1);
  const remainderRowOf = new Int32Array(trackCount).fill(-1);
  rows.forEach((track, row) => { rowOf[track] = row; });
  remainder.forEach((track, row) => { remainderRowOf[track] = row; });
  const scale = 10 ** facts.threshold.decimals;
  const own = Int32Array.from(facts.tracks.labels);
  const listeners = [];

  const state = {
    facts, data, rowOf, remainderRowOf, trackCount,
    frame: 0,
    step: null,
    objects: null,
    selected: -1,
    isolated: null,
    opacity: 0.6,
    layers: { masks: true, tracks: true, trails: true, truth: false, disagreement: false, dropped: false },
    listen: (listener) => listeners.push(listener),
  };
  const tell = (what) => listeners.forEach((listener) => listener(what));

  state.textOf = (step) => (step * facts.threshold.unit / scale).toFixed(facts.threshold.decimals);
  state.valueOf = (step) => Number(state.textOf(step));
  state.stepOf = (value) => Math.round(value * scale / facts.threshold.unit);

  /** Whether the labels are the run's own: neither a threshold nor a number of objects is chosen. */
  Object.defineProperty(state, "isOwn", { get: () => state.step === null && state.objects === null });
  /** How many numbers of objects the page has labels for. */
  state.objectChoices = data.cuts ? data.cuts.length / Math.max(trackCount, 1) : 0;

  /** Labels of all tracks: −1 dropped, −2 not known at this threshold, 0 static or background, 1 … clusters. */
  const labelsNow = () => {
    const { step, objects } = state;
    if (objects !== null) {
      return Int32Array.from(data.cuts.subarray((objects - 1) * trackCount, objects * trackCount), (byte) => byte - 1);
    }
    if (step === null) return own;
    const cut = cutTree(data.tree, state.valueOf(step));
    const labels = own.map((label) => (label > 0 ? -2 : label));
    // A background that moves is cut like the objects.
    remainder.forEach((track) => { if (labels[track] === 0) labels[track] = -2; });
    rows.forEach((track, row) => { labels[track] = cut.labels[row] + 1; });
    if (data.remainder) {
      const found = labelRemainder(data.remainder, rows.length, cut.labels, cut.count);
      remainder.forEach((track, row) => { labels[track] = found[row] < 0 ? -2 : found[row] + 1; });
    }
    return labels;
  };

  const relabel = () => {
    state.labels = labelsNow();
    const sizes = [];
    for (const label of state.labels) if (label >= 0) sizes[label] = (sizes[label] || 0) + 1;
    state.sizes = sizes;
    state.clusterCount = sizes.reduce((n, size, label) => n + (label > 0 && size ? 1 : 0), 0);
    state.objectCount = sizes.reduce((n, size, label) => n + (label > 0 && size >= leastObject ? 1 : 0), 0);
    state.measures = facts.truth ? measure(state.labels, facts.truth) : null;
  };

  /** The colour of a true object: that of the label it was matched to, as in the true masks; grey for the background. */
  state.objectColour = (id) => labelColour((facts.truth && facts.truth.numbers[id]) || 0);

  /** The stretches of frames in which a track is observed, as pairs of first and last frame; null where they are not known. */
  state.stretchesOf = (track) => {
    if (!data.observed) return null;
    const { places, first, end } = data.observed;
    return Array.from({ length: places[track + 1] - places[track] },
      (_, i) => [first[places[track] + i], end[places[track] + i] - 1]);
  };

  /** Whether a track passed the filter and has no label all the same. */
  state.isUnlabelled = (track) => own[track] === -1 && Boolean(facts.tracks.origins) && facts.tracks.origins[track] >= 0;

  /** Whether a track's label is matched to another object than its own. */
  state.disagrees = (track) => {
    if (!state.measures || state.labels[track] < 0 || !facts.truth.ids[track]) return false;
    return state.measures.objectOf.get(state.labels[track]) !== facts.truth.ids[track];
  };

  /**
   * MI of a track with every other, NaN where it was not estimated; null where there is none at all. A pair of tracks with too few
   * common frames is NaN too, and `unknown` lists those tracks.
   */
  state.informationOf = (track) => {
    const values = new Float32Array(trackCount).fill(NaN);
    const compared = [];
    const [row, outside] = [rowOf[track], remainderRowOf[track]];
    const { low, high, hasUnknown } = facts.matrix;
    const steps = hasUnknown ? 254 : 255;
    const found = () => ({ values, unknown: compared.filter((other) => Number.isNaN(values[other])) });
    if (row >= 0 && data.matrix) {
      rows.forEach((other, column) => {
        if (column === row) return;
        const [i, j] = row < column ? [row, column] : [column, row];
        const byte = data.matrix[i * rows.length - i * (i + 1) / 2 + j - i - 1];
        compared.push(other);
        if (!hasUnknown || byte !== 255) values[other] = low + (high - low) * byte / steps;
      });
      if (data.remainder) {
        remainder.forEach((other, r) => {
          compared.push(other);
          values[other] = data.remainder[r * rows.length + row];
        });
      }
      return found();
    }
    if (outside >= 0 && data.remainder) {
      rows.forEach((other, column) => {
        compared.push(other);
        values[other] = data.remainder[outside * rows.length + column];
      });
      return found();
    }
    return null;
  };

  state.setFrame = (frame) => {
    const next = Math.min(Math.max(Math.round(frame), 0), Math.max(facts.frames.count - 1, 0));
    if (next === state.frame) return;
    state.frame = next;
    tell("frame");
  };
  state.setStep = (step) => {
    performance.mark("threshold-begin");
    const { first, last } = facts.threshold;
    state.step = step === null ? null : Math.min(Math.max(step, first), last);
    state.objects = null;
    state.isolated = null;
    relabel();
    tell("labels");
    performance.measure("threshold-step", "threshold-begin");
    performance.clearMarks("threshold-begin");
  };
  /** The labels with so many objects, as a run with that number gives them. */
  state.setObjects = (objects) => {
    state.objects = Math.min(Math.max(objects, 1), state.objectChoices);
    state.step = null;
    state.isolated = null;
    relabel();
    tell("labels");
  };
  state.select = (track) => {
    state.selected = track;
    const information = track < 0 ? null : state.informationOf(track);
    state.heat = null;
    if (information) {
      const { values, unknown } = information;
      const known = Array.from(values).filter((value) => !Number.isNaN(value)).sort((p, q) => p - q);
      const low = known.length ? known[0] : 0;
      // The highest of a thousand values would leave the others in one colour.
      const high = known.length ? known[Math.min(known.length - 1, Math.floor(known.length * 0.99))] : 1;
      state.heat = { values, unknown, low, high: Math.max(high, low + 1e-9) };
    }
    tell("selection");
  };
  state.isolate = (label) => {
    state.isolated = state.isolated === label ? null : label;
    tell("isolated");
  };
  state.setLayer = (name, isOn) => {
    state.layers[name] = isOn;
    tell("layers");
  };
  state.setOpacity = (opacity) => {
    state.opacity = opacity;
    tell("layers");
  };
  relabel();
  return state;
};
