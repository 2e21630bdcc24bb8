// Elements of the page. Text from outside goes in as text, never as markup.

const byID = (id) => document.getElementById(id);

/** An element with properties, attributes and children; strings become text. */
const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "class") element.className = value;
    else if (name in element && name !== "list" && name !== "form") element[name] = value;
    else element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
};

const makeSVG = (tag, attributes = {}, ...children) => {
  const element = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
};

const fill = (element, ...children) => element.replaceChildren(...children);

/** A number to so many decimals, with a true minus. */
const show = (value, decimals = 3) =>
  value === null || value === undefined || Number.isNaN(value) ? "–" : value.toFixed(decimals).replace("-", "−");

const count = (n, word) => `${n} ${word}${n === 1 ? "" : "s"}`;

/** A patch of colour that stands before a name. */
const swatch = (colour) => {
  const patch = make("span", { class: "swatch" });
  patch.style.backgroundColor = colour;
  return patch;
};

/** Names and values as a description list. */
const describe = (list, entries) => {
  fill(list, ...entries.map(([name, value]) =>
    make("div", {}, make("dt", {}, name), make("dd", {}, value))));
};
