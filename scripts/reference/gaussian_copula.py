"""Golden values for GaussianCopulaTests, HistogramTests, RanksTests and EffectiveSampleSizeTests (Golden/copula.json), by
SciPy and NumPy alone. Run: python3 scripts/reference/gaussian_copula.py
"""

import json
import os

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata


def scores(values):
    """[coordinate][observation] -> normal scores of the average ranks."""
    return np.stack([ndtri(rankdata(row) / (len(row) + 1)) for row in values])


def gaussian(x, y):
    """-1/2 log of det(joint) / (det(x) det(y)) of the scores' correlation matrices."""
    joint = np.corrcoef(np.concatenate([scores(x), scores(y)]))
    d = len(x)

    def log_determinant(matrix):
        return np.linalg.slogdet(np.atleast_2d(matrix))[1]

    return -0.5 * (log_determinant(joint) - log_determinant(joint[:d, :d]) - log_determinant(joint[d:, d:]))


def histogram(x, y, bins):
    """Plug-in entropies of the binned ranks, each with Miller and Madow's (K - 1) / 2T."""
    length = len(x)
    bx, by = [np.floor((rankdata(v) - 0.5) * bins / length).astype(int) for v in (x, y)]

    def entropy(labels):
        counts = np.unique(labels, return_counts=True)[1]
        p = counts / length
        return -(p * np.log(p)).sum() + (len(counts) - 1) / (2 * length)

    return entropy(bx) + entropy(by) - entropy(bx * bins + by)


def effective_sample_size(x, y):
    length = len(x)

    def autocorrelation(values):
        r = rankdata(values)
        r = r - r.mean()
        return np.array([np.sum(r[:-k] * r[k:]) for k in range(1, length // 3 + 1)]) / np.sum(r * r)

    denominator = 1 + 2 * np.sum(autocorrelation(x) * autocorrelation(y))
    return float(np.clip(length / denominator, 3, length)) if denominator > 0 else float(length)


cases = []
for kind in ["smooth", "grid", "walk"]:
    for length in [30, 200]:
        for dx, dy in [(1, 1), (2, 2), (1, 3), (3, 2)]:
            rng = np.random.default_rng(len(cases))
            shared = rng.normal(size=(1, length))
            x = shared + rng.normal(size=(dx, length))
            y = np.exp(shared + rng.normal(size=(dy, length)))
            if kind == "grid":
                x, y = np.round(2 * x) / 2, np.round(y)
            if kind == "walk":
                x, y = np.cumsum(x, axis=1), np.cumsum(rng.normal(size=(dy, length)) + shared, axis=1)
            x, y = x.astype(np.float32).astype(float), y.astype(np.float32).astype(float)
            case = dict(kind=kind, length=length, dx=dx, dy=dy, x=list(x.ravel()), y=list(y.ravel()),
                        gaussian=float(gaussian(x, y)))
            if dx == dy == 1:
                case |= dict(ranks=list(rankdata(x[0])), histogram6=float(histogram(x[0], y[0], 6)),
                             histogram16=float(histogram(x[0], y[0], 16)),
                             effective=effective_sample_size(x[0], y[0]))
            cases.append(case)

folder = os.path.join(os.path.dirname(__file__), "../../Tests/MutualInformationTests/Golden")
with open(os.path.join(folder, "copula.json"), "w") as file:
    json.dump(cases, file, separators=(",", ":"))
print(len(cases), "cases")
