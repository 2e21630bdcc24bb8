// Tracks, trails, truth and heat over a frame.

/** Where a track is at a frame, in the video's pixels; null where it is not seen. */
const placeOf = (positions, stride, track, frame) => {
  const sample = Math.floor(frame / stride);
  const i = track * positions.sampleCount + sample;
  if (!positions.seen[i]) return null;
  const share = (frame % stride) / stride;
  const { observed } = positions;
  if (share > 0 && observed && observed.places[track] < observed.places[track + 1]) {
    // Between two samples a track may end, or have a gap.
    const stretch = stretchAt(observed, track, frame);
    if (stretch < 0) return null;
    if (stretch !== stretchAt(observed, track, (sample + 1) * stride)) return [positions.x[i], positions.y[i]];
  }
  if (share > 0 && sample + 1 < positions.sampleCount && positions.seen[i + 1]) {
    return [
      positions.x[i] + share * (positions.x[i + 1] - positions.x[i]),
      positions.y[i] + share * (positions.y[i + 1] - positions.y[i]),
    ];
  }
  return [positions.x[i], positions.y[i]];
};

const trailSamples = 14;

/** Draws everything that belongs to tracks; `scale` is device pixels per pixel of the video. */
const drawPoints = (context, state, scale, size) => {
  const { facts, data, frame, labels, layers } = state;
  const { positions } = data;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, size.width, size.height);
  if (!positions) return;
  const unit = Math.max(size.width / 900, 0.6);
  const stride = facts.tracks.stride;
  const place = (track) => {
    const at = placeOf(positions, stride, track, frame);
    return at && [at[0] * scale, at[1] * scale];
  };
  const isShown = (track) => state.isolated === null || labels[track] === state.isolated;

  // Tracks by what they are painted with: one path for each colour.
  const groups = new Map();
  for (let track = 0; track < state.trackCount; track++) {
    const label = labels[track];
    if (label === -1 || !isShown(track)) continue;
    const at = place(track);
    if (!at) continue;
    if (!groups.has(label)) groups.set(label, []);
    groups.get(label).push({ track, at });
  }
  const circles = (points, radius) => {
    context.beginPath();
    for (const { at } of points) {
      context.moveTo(at[0] + radius, at[1]);
      context.arc(at[0], at[1], radius, 0, 2 * Math.PI);
    }
  };

  if (state.heat) {
    drawHeat(context, state, place, unit, size);
    return;
  }
  if (layers.masks && !state.isOwn) {
    // Masks are of the run's own labels: discs stand for those that are chosen here.
    let seen = 0;
    for (const points of groups.values()) seen += points.length;
    const radius = 0.75 * Math.sqrt(size.width * size.height / Math.max(seen, 1));
    context.globalAlpha = 0.35 * state.opacity;
    for (const [label, points] of groups) {
      if (label <= 0) continue;
      circles(points, Math.min(radius, 40 * unit));
      context.fillStyle = labelColour(label);
      context.fill();
    }
    context.globalAlpha = 1;
  }
  if (layers.tracks && layers.trails) drawTrails(context, state, groups, scale, unit);
  if (layers.tracks) {
    for (const [label, points] of groups) {
      const isStray = label < 0 || (label > 0 && state.sizes[label] < facts.threshold.leastObject);
      circles(points, (isStray ? 2.4 : 3) * unit);
      context.lineWidth = (isStray ? 3 : 2) * unit;
      context.strokeStyle = "rgba(0,0,0,0.65)";
      context.stroke();
      if (isStray) {
        context.lineWidth = 1.4 * unit;
        context.strokeStyle = labelColour(label);
        context.stroke();
      } else {
        context.fillStyle = labelColour(label);
        context.fill();
      }
    }
  }
  if (layers.truth && facts.truth) drawTruth(context, state, groups, circles, unit);
  if (layers.disagreement && state.measures) drawDisagreement(context, state, groups, unit);
  if (layers.dropped) drawDropped(context, state, place, unit);
  if (state.selected >= 0) drawCross(context, place(state.selected), unit);
};

const drawTrails = (context, state, groups, scale, unit) => {
  const { positions } = state.data;
  const sample = Math.floor(state.frame / state.facts.tracks.stride);
  context.lineWidth = 1.1 * unit;
  for (const [label, points] of groups) {
    context.strokeStyle = labelColour(label);
    context.globalAlpha = 0.55;
    context.beginPath();
    for (const { track, at } of points) {
      context.moveTo(at[0], at[1]);
      for (let back = 0; back <= trailSamples && back <= sample; back++) {
        const i = track * positions.sampleCount + sample - back;
        if (!positions.seen[i]) break;
        context.lineTo(positions.x[i] * scale, positions.y[i] * scale);
      }
    }
    context.stroke();
  }
  context.globalAlpha = 1;
};

/** A ring in the colour of each track's true object. */
const drawTruth = (context, state, groups, circles, unit) => {
  const { ids } = state.facts.truth;
  const byObject = new Map();
  for (const points of groups.values()) {
    for (const point of points) {
      const id = ids[point.track];
      if (!id) continue;
      if (!byObject.has(id)) byObject.set(id, []);
      byObject.get(id).push(point);
    }
  }
  context.lineWidth = 2 * unit;
  for (const [id, points] of byObject) {
    circles(points, 5.2 * unit);
    context.strokeStyle = state.objectColour(id);
    context.stroke();
  }
};

/** A magenta cross with a white rim: a shape that nothing else has. */
const drawDisagreement = (context, state, groups, unit) => {
  const r = 4.2 * unit;
  context.beginPath();
  for (const points of groups.values()) {
    for (const { track, at: [x, y] } of points) {
      if (!state.disagrees(track)) continue;
      context.moveTo(x - r, y - r);
      context.lineTo(x + r, y + r);
      context.moveTo(x + r, y - r);
      context.lineTo(x - r, y + r);
    }
  }
  context.lineWidth = 4 * unit;
  context.strokeStyle = "#fff";
  context.stroke();
  context.lineWidth = 2 * unit;
  context.strokeStyle = "#d4006a";
  context.stroke();
};

const drawDropped = (context, state, place, unit) => {
  const r = 3.5 * unit;
  context.beginPath();
  for (let track = 0; track < state.trackCount; track++) {
    if (state.labels[track] !== -1) continue;
    const at = place(track);
    if (!at) continue;
    context.moveTo(at[0] - r, at[1]);
    context.lineTo(at[0] + r, at[1]);
    context.moveTo(at[0], at[1] - r);
    context.lineTo(at[0], at[1] + r);
  }
  context.lineWidth = 3.4 * unit;
  context.strokeStyle = "rgba(0,0,0,0.7)";
  context.stroke();
  context.lineWidth = 1.5 * unit;
  context.strokeStyle = "#e8e8e8";
  context.stroke();
};

/** MI with the selected track: the lowest values first, so that the highest lie on top; unknown ones below all, as grey rings. */
const drawHeat = (context, state, place, unit, size) => {
  const { values, unknown, low, high } = state.heat;
  context.fillStyle = "rgba(0,0,0,0.5)";
  context.fillRect(0, 0, size.width, size.height);
  context.beginPath();
  for (const track of unknown) {
    const at = place(track);
    if (!at) continue;
    context.moveTo(at[0] + 2.5 * unit, at[1]);
    context.arc(at[0], at[1], 2.5 * unit, 0, 2 * Math.PI);
  }
  context.lineWidth = 1.2 * unit;
  context.strokeStyle = unknownColour;
  context.stroke();
  const order = [];
  for (let track = 0; track < state.trackCount; track++) if (!Number.isNaN(values[track])) order.push(track);
  order.sort((p, q) => values[p] - values[q]);
  for (const track of order) {
    const at = place(track);
    if (!at) continue;
    context.beginPath();
    context.arc(at[0], at[1], 4 * unit, 0, 2 * Math.PI);
    context.fillStyle = heatColour((values[track] - low) / (high - low));
    context.fill();
    context.lineWidth = 0.8 * unit;
    context.strokeStyle = "rgba(255,255,255,0.35)";
    context.stroke();
  }
  drawCross(context, place(state.selected), unit);
};

const drawCross = (context, at, unit) => {
  if (!at) return;
  const [x, y] = at;
  context.beginPath();
  context.arc(x, y, 8 * unit, 0, 2 * Math.PI);
  for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
    context.moveTo(x + 4 * unit * dx, y + 4 * unit * dy);
    context.lineTo(x + 14 * unit * dx, y + 14 * unit * dy);
  }
  context.lineWidth = 4 * unit;
  context.strokeStyle = "rgba(0,0,0,0.8)";
  context.stroke();
  context.lineWidth = 2 * unit;
  context.strokeStyle = "#fff";
  context.stroke();
};
