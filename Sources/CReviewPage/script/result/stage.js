// The frames: pictures, masks and tracks one above the other, the scrubber, and playing.

const setUpStage = (state) => {
  const { facts } = state;
  const { frames } = facts;
  const holder = byID("picture");
  const canvases = { frame: byID("frame"), mask: byID("mask"), truth: byID("true-mask"), points: byID("points") };
  const context = Object.fromEntries(Object.entries(canvases).map(([name, canvas]) => [name, canvas.getContext("2d")]));
  const scrub = byID("scrub");
  const button = byID("play");
  const truthFrames = new Set(frames.truthFrames);
  let isDue = false;
  const redraw = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => {
      isDue = false;
      draw();
    });
  };
  const source = (pictures) => pictures && makePictures(pictures, redraw);
  const [pictures, masks, truths] = [source(frames.pictures), source(frames.masks), source(frames.truth)];
  const shown = {};
  let drawn = 0;

  const size = { width: 1, height: 1 };
  holder.style.aspectRatio = `${frames.width} / ${frames.height}`;
  holder.style.maxWidth = `calc((100vh - 15.5rem) * ${frames.width / frames.height})`;
  const fit = () => {
    const width = Math.round(Math.min(holder.clientWidth * Math.min(devicePixelRatio || 1, 2), 1920));
    if (width === size.width || width < 2) return;
    size.width = width;
    size.height = Math.round(width * frames.height / frames.width);
    for (const canvas of Object.values(canvases)) Object.assign(canvas, size);
    for (const name of Object.keys(shown)) delete shown[name];
    redraw();
  };
  new ResizeObserver(fit).observe(holder);

  /** Shows the picture of the frame on a canvas, or leaves what is there until it has come. */
  const paint = (name, source, isWanted) => {
    if (!source || !isWanted) {
      if (shown[name] !== null) context[name].clearRect(0, 0, size.width, size.height);
      shown[name] = null;
      return;
    }
    const picture = source.request(state.frame);
    if (picture.state === "loading" || shown[name] === picture) return;
    context[name].clearRect(0, 0, size.width, size.height);
    if (picture.state === "ready") context[name].drawImage(picture.image, 0, 0, size.width, size.height);
    shown[name] = picture;
  };

  const draw = () => {
    const { layers, isOwn, heat, isolated } = state;
    paint("frame", pictures, true);
    paint("mask", masks, layers.masks && isOwn && !heat && isolated === null);
    paint("truth", truths, layers.truth && !heat && truthFrames.has(state.frame));
    canvases.mask.style.opacity = state.opacity;
    canvases.truth.style.opacity = state.opacity;
    performance.mark("draw-begin");
    drawPoints(context.points, state, size.width / frames.width, size);
    performance.measure("draw", "draw-begin");
    performance.clearMarks("draw-begin");
    // Measured for whoever looks; a long visit must not gather them without end.
    if (++drawn % 1000 === 0) performance.clearMeasures("draw");
  };

  const clock = () => {
    const last = Math.max(frames.count - 1, 0);
    const seconds = `${(state.frame / frames.rate).toFixed(2)} s`;
    byID("clock").textContent = `${state.frame} / ${last} · ${seconds}`;
    scrub.value = state.frame;
    scrub.setAttribute("aria-valuetext", `frame ${state.frame} of ${last}, ${seconds}`);
  };

  let playing = null;
  const ready = (frame) =>
    [pictures, state.isOwn && state.layers.masks ? masks : null]
      .every((source) => !source || source.request(frame).state !== "loading");
  const stop = () => {
    playing = null;
    button.textContent = "▶ Play";
  };
  const tick = (now) => {
    if (!playing) return;
    const due = Math.min(playing.frame + Math.floor((now - playing.time) * frames.rate / 1000), frames.count - 1);
    if (due > state.frame) {
      if (ready(due)) {
        state.setFrame(due);
      } else {
        // A picture is late: wait for it rather than leave it out.
        playing = { time: now, frame: state.frame };
      }
    }
    for (let ahead = 1; ahead <= 8; ahead++) ready(Math.min(state.frame + ahead, frames.count - 1));
    if (state.frame >= frames.count - 1) stop();
    else requestAnimationFrame(tick);
  };
  const toggle = () => {
    if (playing) {
      stop();
      return;
    }
    if (state.frame >= frames.count - 1) state.setFrame(0);
    playing = { time: performance.now(), frame: state.frame };
    button.textContent = "❚❚ Pause";
    requestAnimationFrame(tick);
  };
  button.addEventListener("click", toggle);
  scrub.max = Math.max(frames.count - 1, 0);
  scrub.addEventListener("input", () => {
    stop();
    state.setFrame(Number(scrub.value));
  });

  canvases.points.addEventListener("click", (event) => {
    const box = canvases.points.getBoundingClientRect();
    const scale = frames.width / box.width;
    const [x, y] = [(event.clientX - box.left) * scale, (event.clientY - box.top) * scale];
    state.select(nearestTrack(state, x, y, 14 * scale));
  });

  state.listen((what) => {
    if (what === "frame") clock();
    redraw();
  });
  clock();
  fit();
  return { toggle, stop };
};

/** The track that is seen nearest to a place, or −1 where none is near. */
const nearestTrack = (state, x, y, reach) => {
  let best = -1;
  let least = reach;
  if (!state.data.positions) return best;
  for (let track = 0; track < state.trackCount; track++) {
    if (state.labels[track] === -1 && !state.layers.dropped) continue;
    const at = placeOf(state.data.positions, state.facts.tracks.stride, track, state.frame);
    if (!at) continue;
    const distance = Math.hypot(at[0] - x, at[1] - y);
    if (distance < least) [best, least] = [track, distance];
  }
  return best;
};

/** Which layers there are, and how strongly they cover. */
const setUpLayers = (state) => {
  const { facts } = state;
  const there = { truth: Boolean(facts.truth), disagreement: Boolean(facts.truth) };
  const notes = { masks: "M", tracks: "T", trails: "L", truth: "G", disagreement: "D", dropped: "X" };
  for (const name of Object.keys(state.layers)) {
    const box = byID("layer-" + name);
    box.checked = state.layers[name];
    box.setAttribute("aria-keyshortcuts", notes[name]);
    box.parentElement.title = `Key ${notes[name]}`;
    if (there[name] === false) box.parentElement.hidden = true;
    box.addEventListener("change", () => state.setLayer(name, box.checked));
  }
  const opacity = byID("opacity");
  opacity.value = state.opacity;
  opacity.addEventListener("input", () => state.setOpacity(Number(opacity.value)));
  const note = byID("layer-note");
  const tell = () => {
    const lines = [];
    if (!state.isOwn && state.layers.masks && facts.frames.masks) {
      lines.push("Masks belong to the run’s own labels; discs stand for the labels chosen here.");
    }
    if (state.layers.truth && facts.frames.truth && facts.frames.truthFrames.length < facts.frames.count) {
      lines.push(`${facts.frames.truthFrames.length} of ${facts.frames.count} frames have a true mask.`);
    }
    if (state.heat) lines.push("Heat map of one track; Esc ends it.");
    note.textContent = lines.join(" ");
  };
  state.listen(tell);
  tell();
  return (name) => {
    const box = byID("layer-" + name);
    if (!box.parentElement.hidden) box.click();
  };
};
