// The palette of DAVIS masks, lifted so that it can be told apart on dark video, and the scale of heat maps.

/** One channel of a mask as it is shown: the filter #lift in the page does the same to the masks. */
const lift = (value) => (value === 0 ? 0.16 : 0.16 + 0.84 * Math.pow(value / 255, 0.55));

const davis = (index) => {
  const colour = [0, 0, 0];
  for (let shift = 7, rest = index & 255; rest > 0; shift--, rest >>= 3) {
    for (let c = 0; c < 3; c++) colour[c] |= ((rest >> c) & 1) << shift;
  }
  return colour;
};

const rgb = (channels) => `rgb(${channels.map((c) => Math.round(255 * c)).join(",")})`;

/** The colour of a label: grey for the static background, and for what has none. */
const labelColours = [];
const labelColour = (label) => {
  if (label === 0) return "rgb(190,190,190)";
  if (label < 0) return "rgb(120,120,120)";
  const index = (label - 1) % 255 + 1;
  if (!labelColours[index]) labelColours[index] = rgb(davis(index).map(lift));
  return labelColours[index];
};

/** A pair whose MI is unknown: grey, which is no colour of the scale. */
const unknownColour = "rgb(150,150,150)";

const heatStops = [
  [0.05, 0.03, 0.53], [0.42, 0.0, 0.66], [0.69, 0.16, 0.56], [0.88, 0.39, 0.38], [0.99, 0.65, 0.21], [0.94, 0.98, 0.13],
];

/** From dark blue through red to light yellow, in even steps of lightness. */
const heatColour = (share) => {
  const place = Math.min(Math.max(share, 0), 1) * (heatStops.length - 1);
  const index = Math.min(Math.floor(place), heatStops.length - 2);
  const rest = place - index;
  return rgb(heatStops[index].map((c, i) => c + rest * (heatStops[index + 1][i] - c)));
};
