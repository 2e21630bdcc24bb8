"""Writes Tests/EvaluationTests/Golden/metrics.json: scores, labelings and masks with the metrics of scikit-learn and SciPy, and
those of the motion segmentation and DAVIS evaluations written out from their definitions.

Feeds Tests/EvaluationTests/MetricsTests.swift. Run: python3 scripts/reference/metrics.py
"""
import json
import os

import numpy as np
from scipy.ndimage import binary_dilation
from scipy.optimize import linear_sum_assignment
from sklearn.metrics import adjusted_rand_score, average_precision_score

rng = np.random.default_rng(5)
precision, rand = [], []
for count in (2, 3, 10, 50, 200):
    for levels in (3, 10, 0):
        scores = rng.random(count)
        if levels:
            scores = np.round(scores * levels) / levels
        scores = scores.astype(np.float32)
        relevant = rng.random(count) < 0.4
        relevant[rng.integers(count)] = True
        precision.append({"scores": [float(v) for v in scores], "relevant": relevant.tolist(),
                          "value": average_precision_score(relevant, scores)})
    for a, b in ((1, 1), (1, count), (count, count), (2, 3), (5, 5)):
        x, y = rng.integers(a, size=count), rng.integers(b, size=count)
        rand.append({"a": x.tolist(), "b": y.tolist(), "value": adjusted_rand_score(x, y)})
    rand.append({"a": list(range(count)), "b": list(range(count)), "value": 1.0})


def regions(labels, truth):
    """The measure of Ochs, Malik & Brox: clusters matched to regions by F."""
    scored = truth != 0
    labels, truth = labels[scored], truth[scored]
    clusters, objects = np.unique(labels), np.unique(truth)
    p = np.array([[np.mean(truth[labels == c] == o) for o in objects] for c in clusters])
    r = np.array([[np.mean(labels[truth == o] == c) for o in objects] for c in clusters])
    f = np.where(p + r > 0, 2 * p * r / np.maximum(p + r, 1e-300), 0)
    rows, columns = linear_sum_assignment(-f)
    keep = f[rows, columns] > 0
    rows, columns = rows[keep], columns[keep]
    precision, recall = p[rows, columns].mean(), r[rows, columns].sum() / len(objects)
    return precision, recall, 2 * precision * recall / (precision + recall), max(int((f[rows, columns] > 0.75).sum()) - 1, 0)


def contour(mask):
    """Pixels that differ from the one to the right, below, or both."""
    padded = np.pad(mask, ((0, 1), (0, 1)), mode="edge")
    out = (mask != padded[:-1, 1:]) | (mask != padded[1:, :-1])
    inner = np.zeros_like(out)
    inner[:-1, :-1] = mask[:-1, :-1] != mask[1:, 1:]
    return out | inner


def boundary(a, b):
    a, b = contour(a), contour(b)
    reach = int(np.ceil(0.008 * np.linalg.norm(a.shape)))
    y, x = np.mgrid[-reach:reach + 1, -reach:reach + 1]
    disc = x * x + y * y <= reach * reach
    if not a.any() and not b.any():
        return 1.0
    if not a.any() or not b.any():
        return 0.0
    p = (a & binary_dilation(b, disc)).sum() / a.sum()
    r = (b & binary_dilation(a, disc)).sum() / b.sum()
    return 2 * p * r / (p + r) if p + r > 0 else 0.0


def masks(seed):
    """Three frames of random discs, predicted and true: J and F by object, matched as unsupervised DAVIS does."""
    rng = np.random.default_rng(seed)
    height, width = 60, 90
    y, x = np.mgrid[:height, :width]

    def draw(count, jitter, base):
        frames = []
        for t in range(3):
            m = np.zeros((height, width), np.uint8)
            for k in range(count):
                cx, cy, radius = base[k] + rng.normal(size=3) * jitter
                if rng.random() < 0.85:
                    m[(x - cx) ** 2 + (y - cy) ** 2 < max(radius, 3) ** 2] = k + 1
            frames.append(m)
        return frames

    base = np.stack([rng.uniform(10, 80, 5), rng.uniform(10, 50, 5), rng.uniform(5, 16, 5)], 1)
    truth = draw(3, 0, base)
    predicted = draw(4, 3, base[rng.permutation(5)])
    truth[1][:8, :30] = 255
    ids = [i for i in range(1, 255) if any((m == i).any() for m in truth)]
    labels = [i for i in range(1, 255) if any((m == i).any() for m in predicted)]
    j, f = np.zeros((len(ids), len(labels))), np.zeros((len(ids), len(labels)))
    for a, i in enumerate(ids):
        for b, l in enumerate(labels):
            for p, t in zip(predicted, truth):
                p = np.where(t == 255, 255, p)
                u = ((p == l) | (t == i)).sum()
                j[a, b] += (((p == l) & (t == i)).sum() / u if u else 1) / 3
                f[a, b] += boundary(p == l, t == i) / 3
    rows, columns = linear_sum_assignment(-(j + f))
    found = {ids[r]: (labels[c], j[r, c], f[r, c]) for r, c in zip(rows, columns)}
    return {"width": width, "height": height, "masks": [m.ravel().tolist() for m in predicted],
            "truth": [m.ravel().tolist() for m in truth], "ids": ids,
            "labels": [int(found[i][0]) if i in found else 0 for i in ids],
            "region": [float(found[i][1]) if i in found else 0.0 for i in ids],
            "boundary": [float(found[i][2]) if i in found else 0.0 for i in ids]}


grouping = []
for count in (6, 40, 300):
    for kinds in ((3, 3), (7, 2), (2, 7), (9, 5)):
        labels, truth = rng.integers(0, kinds[0], count), rng.integers(0, kinds[1], count)
        labels = np.where(rng.random(count) < 0.6, truth, labels)
        truth[0] = 1
        scored = truth != 0
        table = np.array([[np.sum((labels == c) & (truth == o)) for o in np.unique(truth[scored])] for c in np.unique(labels[scored])])
        rows, columns = linear_sum_assignment(-table)
        foreground = scored & (truth != 1)
        p, r, f, objects = regions(labels, truth)
        grouping.append({"labels": labels.tolist(), "truth": truth.tolist(),
                         "hungarian": float(table[rows, columns].sum() / scored.sum()),
                         "foreground": adjusted_rand_score(truth[foreground], labels[foreground]) if foreground.any() else None,
                         "precision": float(p), "recall": float(r), "f": float(f), "objects": objects})
assignments = []
for rows, columns in ((1, 1), (3, 3), (2, 5), (6, 4), (12, 12)):
    w = np.round(rng.random((rows, columns)), 3)
    a, b = linear_sum_assignment(-w)
    assignments.append({"rows": rows, "columns": columns, "weights": w.ravel().tolist(), "best": float(w[a, b].sum())})
# Unknown scores rank last, all together, as any value below every known one does.
rng = np.random.default_rng(14)
unknown_precision = []
for count in (2, 5, 30, 200):
    for share in (0.2, 0.6, 1):
        scores = (np.round(rng.random(count) * 12) / 12).astype(np.float32)
        relevant, unknown = rng.random(count) < 0.4, rng.random(count) < share
        relevant[rng.integers(count)] = True
        unknown_precision.append({
            "scores": [None if u else float(v) for u, v in zip(unknown, scores)], "relevant": relevant.tolist(),
            "value": average_precision_score(relevant, np.where(unknown, -1, scores))})
os.makedirs("Tests/EvaluationTests/Golden", exist_ok=True)
with open("Tests/EvaluationTests/Golden/metrics.json", "w") as file:
    json.dump({"average_precision": precision, "unknown_precision": unknown_precision, "adjusted_rand": rand, "grouping": grouping, "assignments": assignments,
               "masks": [masks(s) for s in range(3)]}, file, separators=(",", ":"))
