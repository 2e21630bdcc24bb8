// The number of objects, for rules that take one, and when the objects live and move.

/** A button for every number of objects that the page has labels for; the run's own number is marked. */
const setUpObjects = (state) => {
  const { facts } = state;
  const choices = state.objectChoices;
  byID("counts-row").hidden = choices === 0;
  if (choices === 0) return;
  const buttons = Array.from({ length: choices }, (_, i) => {
    const isAuto = i + 1 === facts.threshold.found;
    const button = make("button", { type: "button", "aria-pressed": "false", "aria-label": count(i + 1, "object") + (isAuto ? ", as the run found" : "") },
      String(i + 1), ...(isAuto ? [make("span", { class: "quiet" }, " auto")] : []));
    button.addEventListener("click", () => (state.objects === i + 1 ? state.setStep(null) : state.setObjects(i + 1)));
    return button;
  });
  fill(byID("counts"), ...buttons);
  const update = () => buttons.forEach((button, i) => button.setAttribute("aria-pressed", String(state.objects === i + 1)));
  state.listen((what) => { if (what === "labels") update(); });
};

/** Under the frame's slider a bar for each object of the run: thin where it is seen, thick where it moves on its own. */
const setUpLives = (state) => {
  const { facts } = state;
  const objects = facts.objects || [];
  const list = byID("lives");
  const most = 12;
  // The slider's ends are the middles of the first and the last frame.
  const last = Math.max(facts.frames.count - 1, 1);
  const words = (stretches) => stretches.map(([from, to]) => `${from} to ${to}`).join(", ");
  const rows = objects.slice(0, most).map(({ label, seen, moving }) => {
    const rects = (stretches, y, height, opacity) => stretches.map(([from, to]) =>
      makeSVG("rect", { x: from - 0.5, y, width: to - from + 1, height, fill: labelColour(label), opacity }));
    return makeSVG("svg", {
      role: "img", viewBox: `-0.5 0 ${last + 1} 1`, preserveAspectRatio: "none",
      "aria-label": `Object ${label} is seen in frames ${words(seen)}` + (moving.length ? `, and moves in ${words(moving)}` : ""),
    }, ...rects(seen, 0.35, 0.3, 0.55), ...rects(moving, 0, 1, 1));
  });
  fill(list, ...rows.map((row) => make("div", {}, row)));
  const update = () => { list.hidden = rows.length === 0 || !state.isOwn; };
  state.listen((what) => { if (what === "labels") update(); });
  update();
};
