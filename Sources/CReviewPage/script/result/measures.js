// Labels against the truth, by the definitions of metrics.json.

const pairsOf = (counts) => {
  let sum = 0;
  for (const n of counts) sum += n * (n - 1) / 2;
  return sum;
};

/** How often each label meets each object, over the tracks that have both. */
const contingency = (labels, truth) => {
  const joint = new Map();
  const rows = new Map();
  const columns = new Map();
  let total = 0;
  for (let i = 0; i < labels.length; i++) {
    const [label, id] = [labels[i], truth[i]];
    if (label < 0 || id === 0) continue;
    total++;
    if (!joint.has(label)) joint.set(label, new Map());
    const row = joint.get(label);
    row.set(id, (row.get(id) || 0) + 1);
    rows.set(label, (rows.get(label) || 0) + 1);
    columns.set(id, (columns.get(id) || 0) + 1);
  }
  return { joint, rows, columns, total };
};

const adjustedRandIndex = ({ joint, rows, columns, total }) => {
  let together = 0;
  for (const row of joint.values()) together += pairsOf(row.values());
  const [inRows, inColumns] = [pairsOf(rows.values()), pairsOf(columns.values())];
  const all = total * (total - 1) / 2;
  if (!(all > 0)) return 1;
  const expected = inRows * inColumns / all;
  const greatest = (inRows + inColumns) / 2;
  return greatest === expected ? 1 : (together - expected) / (greatest - expected);
};

/** The column of every row such that the weights' sum is greatest, −1 for rows that go without; rows ≤ columns. */
const assignRows = (weights, rows, columns) => {
  const u = new Float64Array(rows + 1);
  const v = new Float64Array(columns + 1);
  const owner = new Int32Array(columns + 1);
  const way = new Int32Array(columns + 1);
  for (let row = 1; row <= rows; row++) {
    owner[0] = row;
    let column = 0;
    const least = new Float64Array(columns + 1).fill(Infinity);
    const used = new Uint8Array(columns + 1);
    do {
      used[column] = 1;
      const here = owner[column];
      let delta = Infinity;
      let next = 0;
      for (let j = 1; j <= columns; j++) {
        if (used[j]) continue;
        const cost = -weights(here - 1, j - 1) - u[here] - v[j];
        if (cost < least[j]) [least[j], way[j]] = [cost, column];
        if (least[j] < delta) [delta, next] = [least[j], j];
      }
      for (let j = 0; j <= columns; j++) {
        if (used[j]) {
          u[owner[j]] += delta;
          v[j] -= delta;
        } else {
          least[j] -= delta;
        }
      }
      column = next;
    } while (owner[column] !== 0);
    do {
      owner[column] = owner[way[column]];
      column = way[column];
    } while (column !== 0);
  }
  const result = new Int32Array(rows).fill(-1);
  for (let j = 1; j <= columns; j++) if (owner[j] > 0) result[owner[j] - 1] = j - 1;
  return result;
};

/** The object that each label is matched to, one to one, as many tracks right as can be. */
const matchObjects = ({ joint, rows, columns, total }) => {
  const labels = Array.from(rows.keys()).sort((p, q) => p - q);
  const ids = Array.from(columns.keys()).sort((p, q) => p - q);
  const weight = (i, j) => joint.get(labels[i]).get(ids[j]) || 0;
  const objectOf = new Map();
  if (labels.length <= ids.length) {
    assignRows(weight, labels.length, ids.length).forEach((j, i) => objectOf.set(labels[i], ids[j]));
  } else {
    assignRows((j, i) => weight(i, j), ids.length, labels.length).forEach((i, j) => objectOf.set(labels[i], ids[j]));
  }
  let right = 0;
  for (const [label, id] of objectOf) right += joint.get(label).get(id) || 0;
  return { objectOf, accuracy: total ? right / total : 1 };
};

/** Everything that is known of labels by their truth. */
const measure = (labels, truth) => {
  const table = contingency(labels, truth.ids);
  const { objectOf, accuracy } = matchObjects(table);
  let foreground = null;
  if (truth.background !== undefined) {
    const ids = truth.ids.map((id) => (id === truth.background ? 0 : id));
    const front = contingency(labels, ids);
    if (front.total) foreground = adjustedRandIndex(front);
  }
  return { table, objectOf, accuracy, foreground, adjustedRandIndex: adjustedRandIndex(table), scored: table.total };
};
