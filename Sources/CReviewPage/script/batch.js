// The sequences of a batch as a table that its columns sort; failures come first.

const facts = JSON.parse(document.getElementById("facts").textContent);
const byID = (id) => document.getElementById(id);
const make = (tag, properties = {}, ...children) => {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...children);
  return element;
};

const fixed = (decimals) => (value) => (value === undefined ? "–" : value.toFixed(decimals).replace("-", "−"));
const whole = (value) => (value === undefined ? "–" : String(value));
const columns = [
  { key: "name", title: "sequence", isText: true },
  { key: "objects", title: "objects", show: whole },
  { key: "averagePrecision", title: "AP", show: fixed(3) },
  { key: "adjustedRandIndex", title: "ARI", show: fixed(3) },
  { key: "maskIou", title: "J", show: fixed(3) },
  { key: "kept", title: "tracks kept", show: whole },
  { key: "tracks", title: "tracks", show: whole },
  { key: "frames", title: "frames", show: whole },
  { key: "seconds", title: "seconds", show: fixed(1) },
].filter(({ key }) => key !== "maskIou" || facts.rows.some((row) => row.maskIou !== undefined));

let sorting = { key: "name", ascending: true };

/** Failures before all, then by the column; what has no value goes last. */
const compare = (a, b) => {
  if (Boolean(a.error) !== Boolean(b.error)) return a.error ? -1 : 1;
  const [p, q] = [a[sorting.key], b[sorting.key]];
  if (p === undefined || q === undefined) return (p === undefined) - (q === undefined);
  const order = typeof p === "string" ? p.localeCompare(q, "en", { numeric: true }) : p - q;
  return (sorting.ascending ? order : -order) || a.name.localeCompare(b.name, "en", { numeric: true });
};

/** A relative address of a path whose every part may hold any letter. */
const address = (path) => path.split("/").map(encodeURIComponent).join("/");

const row = (sequence) => {
  const name = sequence.page === undefined ? make("span", {}, sequence.name)
    : make("a", { href: address(sequence.page) }, sequence.name);
  const first = make("th", { scope: "row" });
  if (sequence.thumbnail !== undefined) {
    first.append(make("img", { src: address(sequence.thumbnail), alt: "", loading: "lazy", width: 128, height: 72 }));
  } else {
    first.append(make("span", { className: "no-picture" }));
  }
  first.append(name);
  if (sequence.error !== undefined) {
    const cell = make("td", { colSpan: columns.length - 1, className: "error" }, make("strong", {}, "failed: "), sequence.error);
    return make("tr", { className: "failed" }, first, cell);
  }
  return make("tr", {}, first, ...columns.slice(1).map(({ key, show }) => make("td", {}, show(sequence[key]))));
};

const draw = () => {
  byID("sequences").replaceChildren(...[...facts.rows].sort(compare).map(row));
  for (const cell of byID("columns").children) {
    const isSorted = cell.dataset.key === sorting.key;
    cell.setAttribute("aria-sort", isSorted ? (sorting.ascending ? "ascending" : "descending") : "none");
  }
  const { title } = columns.find(({ key }) => key === sorting.key);
  byID("status").textContent = `Sorted by ${title}, ${sorting.ascending ? "ascending" : "descending"}; failures first.`;
};

const mean = (key) => {
  const values = facts.rows.map((sequence) => sequence[key]).filter((value) => value !== undefined);
  return values.length ? values.reduce((sum, value) => sum + value, 0) / values.length : undefined;
};

document.title = `${facts.title} – track-seg`;
byID("title").textContent = facts.title;
byID("version").textContent = `track-seg ${facts.version}`;
const failed = facts.rows.filter(({ error }) => error !== undefined).length;
const parts = [`${facts.rows.length} sequence${facts.rows.length === 1 ? "" : "s"}`];
if (failed) parts.push(`${failed} failed`);
for (const [key, name] of [["averagePrecision", "mean AP"], ["adjustedRandIndex", "mean ARI"]]) {
  if (mean(key) !== undefined) parts.push(`${name} ${fixed(3)(mean(key))}`);
}
byID("subtitle").textContent = parts.join(" · ");
for (const { key, title, isText } of columns) {
  const button = make("button", { type: "button" }, title);
  button.addEventListener("click", () => {
    // Numbers are sought from the worst: the first click puts the least on top.
    sorting = { key, ascending: sorting.key === key ? !sorting.ascending : true };
    draw();
  });
  const cell = make("th", { scope: "col", className: isText ? "text" : "" }, button);
  cell.dataset.key = key;
  byID("columns").append(cell);
}
draw();
document.documentElement.dataset.ready = "yes";
