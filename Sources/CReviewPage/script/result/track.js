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
    if (label === -1) return "dropped";
    if (label === -2) return "not known at this threshold";
    return label === 0 ? "static background" : `object ${label}`;
  };

  const showTrack = () => {
    const track = state.selected;
    byID("track-none").disabled = track < 0;
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
    if (labels[track] === -1) entries.push(["Dropped because", facts.reasons[tracks.reasons[track]]]);
    else if (state.step === null && labels[track] > 0) entries.push(["Score", show(tracks.scores[track], 2)]);
    if (truth && truth.ids[track]) entries.push(["Truth", trueName(state, truth.ids[track])]);
    entries.push(["Visible", tracks.visibleCount[track] > 0
      ? `${count(tracks.visibleCount[track], "frame")}, ${tracks.first[track]}–${tracks.last[track]}` : "never"]);
    describe(byID("track-facts"), entries);
    byID("track-note").textContent = noteOf(state, track);
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

const noteOf = (state, track) => {
  const { facts, rowOf, remainderRowOf, labels, data } = state;
  if (labels[track] === -1) return "Its mutual information was not estimated.";
  if (labels[track] === 0) return "It does not move, so no mutual information was estimated.";
  if (rowOf[track] >= 0) {
    if (!data.matrix) return "The matrix is not on this page.";
    if (facts.matrix.remainder.length && !data.remainder) return "MI with the tracks of the matrix; those outside it were not kept.";
    return "";
  }
  if (remainderRowOf[track] >= 0 && data.remainder) return "It is outside the matrix: MI with the tracks in it, by which it got its label.";
  return "It is outside the matrix, and its mutual information was not kept.";
};
