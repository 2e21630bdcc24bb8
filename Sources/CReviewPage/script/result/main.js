// Puts the page together, and gives it its keys.

const setUpKeys = (state, stage, threshold, toggleLayer) => {
  const letters = { m: "masks", t: "tracks", l: "trails", g: "truth", d: "disagreement", x: "dropped" };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const { target, key } = event;
    const isTyping = target.matches("input[type=number]");
    if (isTyping && key !== "Escape") return;
    // Sliders, boxes and buttons keep the keys that are theirs.
    const keepsArrows = target.matches("input[type=range]");
    const keepsSpace = target.matches("button, input, a, summary");
    const step = event.shiftKey ? 10 : 1;
    const actions = {
      ArrowLeft: () => !keepsArrows && (stage.stop(), state.setFrame(state.frame - step), true),
      ArrowRight: () => !keepsArrows && (stage.stop(), state.setFrame(state.frame + step), true),
      Home: () => !keepsArrows && (state.setFrame(0), true),
      End: () => !keepsArrows && (state.setFrame(state.facts.frames.count - 1), true),
      " ": () => !keepsSpace && (stage.toggle(), true),
      "+": () => (threshold.move(1), true),
      "=": () => (threshold.move(1), true),
      "-": () => (threshold.move(-1), true),
      "0": () => (threshold.reset(), true),
      Escape: () => (state.select(-1), true),
    };
    const action = actions[key] || (letters[key] && (() => (toggleLayer(letters[key]), true)));
    if (action && action()) event.preventDefault();
  });
};

const start = async () => {
  const facts = readFacts();
  showFacts(facts);
  const samples = Math.ceil(facts.frames.count / facts.tracks.stride);
  const [positions, tree, matrix, remainder, observed, cuts] =
    await Promise.all(["positions", "tree", "matrix", "remainder", "observed", "cuts"].map(readBlob));
  const data = {
    positions: positions && decodePositions(positions, facts.tracks.ids.length, samples, facts.tracks.quantum),
    tree: tree && decodeTree(tree, facts.matrix.rows.length),
    matrix,
    remainder: remainder && decodePlanes(remainder),
    cuts,
    observed: observed && decodeStretches(observed, facts.tracks.ids.length),
  };
  if (data.positions) data.positions.observed = data.observed;
  const state = makeState(facts, data);
  const stage = setUpStage(state);
  const toggleLayer = setUpLayers(state);
  const threshold = setUpThreshold(state);
  setUpObjects(state);
  setUpLives(state);
  setUpCurves(state);
  setUpTrack(state);
  setUpKeys(state, stage, threshold, toggleLayer);
  document.documentElement.dataset.ready = "yes";
};

start().catch((error) => {
  byID("failure").hidden = false;
  byID("failure").textContent = `This page could not be shown: ${error.message}. It needs a browser of 2023 or later.`;
});
