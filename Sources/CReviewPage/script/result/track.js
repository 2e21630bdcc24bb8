// One track: what it is, whom it moves with, or why it was dropped.

const setUpTrack = (state) => {
  const { facts } = state;
  const input = byID("track-id");
  const indexOf = new Map(facts.tracks.ids.map((id, track) => [id, track]));
  input.addEventListener("change", () => {
    const track = input.value === "" ? -1 : indexOf.get(Number(input.value));
    if (track === undefined) byID("track-note").textContent = `There is no track ${input.value} on this page.`;
    else state.select(track);
  });
  byID("track-none").addEventListener("click", () => state.select(-1));

  const labelName = (track) => {
    const label = state.labels[track];
    if (label === -1) return state.isUnlabelled(track) ? "none" : "dropped";
    if (label === -2) return "not known at this threshold";
    return label === 0 ? "static background" : `object ${label}`;
  };

  const showTrack = () => {
    const track = state.selected;
    byID("track-none").disabled = track < 0;
    showStretches(state, track);
    byID("heat").hidden = !state.heat;
    if (track < 0) {
      input.value = "";
      byID("track-note").textContent = "Click a track in the frame, or type its id: its mutual information with all others is drawn over the frame.";
      describe(byID("track-facts"), []);
      fill(byID("neighbours"));
      byID("neighbours-title").hidden = true;
      return;
    }
    input.value = facts.tracks.ids[track];
    const { labels, tracks, truth } = { labels: state.labels, tracks: facts.tracks, truth: facts.truth };
    const entries = [["Label", labelName(track)]];
    if (labels[track] === -1) entries.push([state.isUnlabelled(track) ? "No label because" : "Dropped because", facts.reasons[tracks.reasons[track]]]);
    else if (state.isOwn && labels[track] > 0) entries.push(["Score", show(tracks.scores[track], 2)]);
    if (state.isOwn && labels[track] >= 0 && tracks.origins && tracks.origins[track] >= 0) {
      entries.push(["Label from", facts.origins[tracks.origins[track]]]);
    }
    if (truth && truth.ids[track]) entries.push(["Truth", trueName(state, truth.ids[track])]);
    entries.push(["Visible", tracks.visibleCount[track] > 0
      ? `${count(tracks.visibleCount[track], "frame")}, ${tracks.first[track]}–${tracks.last[track]}` : "never"]);
    const stretches = state.stretchesOf(track);
    if (stretches && stretches.length) {
      const [first, last] = [stretches[0][0], stretches[stretches.length - 1][1]];
      const observed = stretches.reduce((sum, [from, to]) => sum + to - from + 1, 0);
      entries.push(["Observed", `${count(observed, "frame")}, ${first}–${last}`]);
      if (stretches.length > 1) entries.push(["Gaps", String(stretches.length - 1)]);
    } else if (tracks.observedCount) {
      entries.push(["Observed", count(tracks.observedCount[track], "frame")]);
    }
    describe(byID("track-facts"), entries);
    const unknown = state.heat ? state.heat.unknown.length : 0;
    byID("track-note").textContent = [
      noteOf(state, track),
      unknown ? `Unknown with ${count(unknown, "track")} (grey rings): too few frames in common.` : "",
    ].filter(Boolean).join(" ");
    byID("heat-unknown").hidden = unknown === 0;
    const { heat } = state;
    byID("neighbours-title").hidden = !heat;
    if (!heat) {
      fill(byID("neighbours"));
      return;
    }
    byID("heat-low").textContent = show(heat.low, 2);
    byID("heat-high").textContent = `${show(heat.high, 2)} nats`;
    const near = Array.from(heat.values.keys()).filter((other) => !Number.isNaN(heat.values[other]))
      .sort((p, q) => heat.values[q] - heat.values[p]).slice(0, 6);
    fill(byID("neighbours"), ...near.map((other) => {
      const button = make("button", { type: "button" }, swatch(labelColour(state.labels[other])),
        `${tracks.ids[other]}`, make("span", { class: "quiet" }, ` ${labelName(other)} · ${show(heat.values[other], 2)}`));
      button.addEventListener("click", () => state.select(other));
      return make("li", {}, button);
    }));
  };
  fill(byID("heat-bar"), ...Array.from({ length: 32 }, (_, i) => {
    const cell = make("span");
    cell.style.backgroundColor = heatColour(i / 31);
    return cell;
  }));
  state.listen((what) => { if (what === "selection" || what === "labels") showTrack(); });
  showTrack();
};

/** A bar under the frame's slider: where the selected track is observed. */
const showStretches = (state, track) => {
  const svg = byID("observed");
  const stretches = track < 0 ? null : state.stretchesOf(track);
  svg.toggleAttribute("hidden", !stretches);
  if (!stretches) return;
  // The slider's ends are the middles of the first and the last frame.
  const last = Math.max(state.facts.frames.count - 1, 1);
  svg.setAttribute("viewBox", `-0.5 0 ${last + 1} 1`);
  svg.setAttribute("aria-label", stretches.length
    ? `Track ${state.facts.tracks.ids[track]} is observed in frames ${stretches.map(([from, to]) => `${from} to ${to}`).join(", ")}`
    : `Track ${state.facts.tracks.ids[track]} is never observed`);
  fill(svg, ...stretches.map(([from, to]) => makeSVG("rect", { x: from - 0.5, y: 0, width: to - from + 1, height: 1 })));
};

const noteOf = (state, track) => {
  const { facts, rowOf, remainderRowOf, labels, data } = state;
  if (labels[track] === -1 && state.isUnlabelled(track)) return "No track with a label was seen together with it.";
  if (labels[track] === -1) return "Its mutual information was not estimated.";
  if (labels[track] === 0 && rowOf[track] < 0 && remainderRowOf[track] < 0) return "It does not move, so no mutual information was estimated.";
  if (rowOf[track] >= 0) {
    if (!data.matrix) return "The matrix is not on this page.";
    if (facts.matrix.remainder.length && !data.remainder) return "MI with the tracks of the matrix; those outside it were not kept.";
    return "";
  }
  if (remainderRowOf[track] >= 0 && data.remainder) return "It is outside the matrix: MI with the tracks in it, by which it got its label.";
  return "It is outside the matrix, and its mutual information was not kept.";
};
