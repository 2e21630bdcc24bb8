// Clusters from the merge tree, numbered as the program numbers them.

const makeSets = (count) => {
  const parent = new Int32Array(count).map((_, i) => i);
  const root = (i) => {
    while (parent[i] !== i) {
      parent[i] = parent[parent[i]];
      i = parent[i];
    }
    return i;
  };
  return { root, join: (a, b) => { parent[root(b)] = root(a); } };
};

/** The cluster of every row at a threshold: 0, 1, … by decreasing size, then by first row. */
const cutTree = (tree, threshold) => {
  // The program keeps thresholds in 32 bits.
  const limit = Math.fround(threshold);
  const sets = makeSets(tree.count);
  for (let i = 0; i < tree.similarity.length; i++) {
    if (tree.similarity[i] >= limit) sets.join(tree.a[i], tree.b[i]);
  }
  const place = new Map();
  const clusters = [];
  const raw = new Int32Array(tree.count);
  for (let row = 0; row < tree.count; row++) {
    const root = sets.root(row);
    if (!place.has(root)) {
      place.set(root, clusters.length);
      clusters.push({ first: row, size: 0 });
    }
    raw[row] = place.get(root);
    clusters[raw[row]].size++;
  }
  const order = clusters.map((_, i) => i)
    .sort((p, q) => clusters[q].size - clusters[p].size || clusters[p].first - clusters[q].first);
  const rank = new Int32Array(clusters.length);
  order.forEach((cluster, i) => { rank[cluster] = i; });
  return { labels: raw.map((cluster) => rank[cluster]), count: clusters.length };
};

/**
 * The cluster of every track outside the matrix: the one whose three nearest members it shares most information with, on
 * average, in the program's own 32-bit arithmetic; −1 where it shares no known pair.
 */
const labelRemainder = (remainder, columns, labels, clusterCount) => {
  const found = new Int32Array(columns ? remainder.length / columns : 0);
  const best = new Float32Array(3 * clusterCount);
  const size = new Uint8Array(clusterCount);
  for (let row = 0; row < found.length; row++) {
    size.fill(0);
    for (let column = 0; column < columns; column++) {
      const value = remainder[row * columns + column];
      // An unknown pair says nothing.
      if (Number.isNaN(value)) continue;
      const cluster = labels[column];
      const start = 3 * cluster;
      let place = size[cluster];
      if (place === 3) {
        if (value <= best[start + 2]) continue;
        place = 2;
      } else {
        size[cluster]++;
      }
      while (place > 0 && best[start + place - 1] < value) {
        best[start + place] = best[start + place - 1];
        place--;
      }
      best[start + place] = value;
    }
    let greatest = -Infinity;
    found[row] = -1;
    for (let cluster = 0; cluster < clusterCount; cluster++) {
      let sum = 0;
      for (let i = 0; i < size[cluster]; i++) sum = Math.fround(sum + best[3 * cluster + i]);
      const mean = size[cluster] ? Math.fround(sum / size[cluster]) : -Infinity;
      if (mean > greatest) {
        greatest = mean;
        found[row] = cluster;
      }
    }
  }
  return found;
};

/** For every step of the slider, how many clusters there are, and how many of at least `least` rows. */
const countClusters = (tree, thresholds, least) => {
  const order = Array.from(tree.similarity.keys()).sort((p, q) => tree.similarity[q] - tree.similarity[p]);
  const sets = makeSets(tree.count);
  const size = new Int32Array(tree.count).fill(1);
  let all = tree.count;
  let large = least > 1 ? 0 : tree.count;
  let next = 0;
  const found = thresholds.map(() => null);
  for (let step = thresholds.length - 1; step >= 0; step--) {
    const limit = Math.fround(thresholds[step]);
    while (next < order.length && tree.similarity[order[next]] >= limit) {
      const a = sets.root(tree.a[order[next]]);
      const b = sets.root(tree.b[order[next]]);
      next++;
      if (a === b) continue;
      large -= (size[a] >= least ? 1 : 0) + (size[b] >= least ? 1 : 0);
      sets.join(a, b);
      size[a] += size[b];
      large += size[a] >= least ? 1 : 0;
      all--;
    }
    found[step] = { all, large };
  }
  return found;
};
