// What was run, what was dropped, what cannot be shown.

const showFacts = (facts) => {
  document.title = `${facts.title} – track-seg`;
  byID("title").textContent = facts.title;
  byID("subtitle").textContent = facts.subtitle;
  byID("version").textContent = `track-seg ${facts.version}`;
  fill(byID("facts-groups"), ...facts.groups.map(({ title, entries, isWide }) => {
    const list = make("dl", { class: isWide ? "table wide" : "table" });
    describe(list, entries.map(({ name, value }) => [name, value]));
    return make("section", { class: isWide ? "wide" : "" }, make("h3", {}, title), list);
  }));
  const total = Math.max(1, ...facts.dropped.map(({ value }) => Number(value)));
  byID("dropped-none").hidden = facts.dropped.length > 0;
  byID("dropped-table").hidden = facts.dropped.length === 0;
  fill(byID("dropped"), ...facts.dropped.map(({ name, value }) => {
    const bar = make("span", { class: "bar" });
    bar.style.width = `${Math.max(2, 100 * Number(value) / total)}%`;
    return make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, value), make("td", { class: "bars" }, bar));
  }));
  const notes = [...facts.warnings, ...facts.missing];
  byID("notes").hidden = notes.length === 0;
  fill(byID("notes-list"), ...notes.map((note) => make("li", {}, note)));
};
