"""Writes Tests/SegmentationTests/Golden/clustering.json: similarity matrices and how scikit-learn and SciPy group them.

Feeds Tests/SegmentationTests/ReferenceTests.swift. Run: python3 scripts/reference/clustering.py
"""
import json
import os

import numpy as np
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components
from scipy.spatial.distance import squareform
from sklearn.cluster import HDBSCAN

rng = np.random.default_rng(20)


def blocks(sizes, inside, outside, noise):
    labels = np.repeat(np.arange(len(sizes)), sizes)
    same = labels[:, None] == labels[None, :]
    s = np.where(same, inside, outside) + noise * rng.standard_normal((len(labels),) * 2)
    return s


def hidden(count, groups, noise):
    """Correlations of noisy copies of a few signals: as real tracks look."""
    signals = rng.standard_normal((groups, 40))
    x = signals[rng.integers(groups, size=count)] + noise * rng.standard_normal((count, 40))
    r = np.corrcoef(x)
    np.fill_diagonal(r, 0)
    return -0.5 * np.log(1 - np.clip(r, -0.999, 0.999) ** 2)


matrices = [rng.standard_normal((m, m)) for m in (30, 60)]
matrices += [blocks(sizes, 2.0, 0.3, noise) for sizes, noise in
             [([12, 12, 12], 0.1), ([30, 10, 6], 0.3), ([40, 40], 0.6), ([5, 5, 50], 0.2), ([25], 0.2)]]
matrices += [hidden(m, g, n) for m, g, n in [(40, 3, 0.3), (80, 4, 0.6), (100, 6, 0.8), (100, 2, 1.2), (70, 10, 0.5)]]

cases = []
for s in matrices:
    s = (np.round((s + s.T) / 2, 4)).astype(np.float32)
    np.fill_diagonal(s, s.max())
    m = len(s)
    off = ~np.eye(m, dtype=bool)
    upper = s[np.triu_indices(m, 1)]
    case = {"count": m, "upper": [float(f"{v:.4f}") for v in upper], "persistent": [], "average": [], "components": []}
    s64 = np.zeros((m, m), np.float32)
    s64[np.triu_indices(m, 1)] = np.array(case["upper"], np.float32)
    s64 = (s64 + s64.T).astype(np.float64)
    greatest = s64[off].max()
    below = s64[np.tril_indices(m, -1)]
    for margin in (0, 1):
        d = greatest + margin * (greatest - np.sort(below)[len(below) // 2]) - s64
        np.fill_diagonal(d, 0)
        for samples, size in ((3, max(5, m // 40)), (5, 8)):
            fit = lambda order: HDBSCAN(
                min_samples=samples, min_cluster_size=size, metric="precomputed", copy=True
            ).fit_predict(d[np.ix_(order, order)])
            labels = fit(np.arange(m))
            # Only cases that do not hang on the order of ties.
            order = rng.permutation(m)
            other = np.empty(m, int)
            other[order] = fit(order)
            pairs = set(zip(labels.tolist(), other.tolist()))
            if len(pairs) == len(set(labels)) == len(set(other)) and ((labels < 0) == (other < 0)).all():
                case["persistent"].append(
                    {"margin": margin, "samples": samples, "size": size, "labels": labels.tolist()})
    tree = linkage(squareform(greatest - s64 - np.diag(np.diag(greatest - s64)), checks=False), "average")
    for quantile in (0.2, 0.5, 0.8, 0.95):
        threshold = float(np.float32(np.quantile(upper, quantile)) + np.float32(0.00003))
        case["average"].append({
            "threshold": threshold,
            "labels": fcluster(tree, greatest - threshold, "distance").tolist()})
    for threshold in [float(v) for v in np.quantile(upper, [0.5, 0.9, 0.97, 0.995], method="nearest")]:
        labels = connected_components((s64 >= np.float32(threshold)) & off)[1]
        case["components"].append({"threshold": threshold, "labels": labels.tolist()})
    cases.append(case)

os.makedirs("Tests/SegmentationTests/Golden", exist_ok=True)
with open("Tests/SegmentationTests/Golden/clustering.json", "w") as file:
    json.dump(cases, file, separators=(",", ":"))
print(len(cases), "matrices;", sum(len(c["persistent"]) for c in cases), "labelings by HDBSCAN")
