"""Golden values of Kraskov's estimator 1, fed to KSGTests (Tests/MutualInformationTests/Golden/ksg.json).

Two references that share no code with the project: formula 1 written out from the paper (Kraskov, Stögbauer & Grassberger
2004, equation 8) over whole distance matrices, with the project's rule for ties, and scikit-learn's own routine without
its noise and scaling. They must agree here to 1e-12 where nothing is tied before anything is written. Run: python3 scripts/reference/ksg.py
"""

import json
import os

import numpy as np
from scipy.special import digamma
from sklearn.feature_selection._mutual_info import _compute_mi_cc


def formula_1(x, y, k, x_weights=None, y_weights=None):
    """x (T, dx), y (T, dy) in float64; differences are multiplied by the weights, as the project does.

    Without equal distances this is equation 8. With them it is its mean when the observations at the k-th neighbour's
    distance r change places at random: that neighbour is the `place`-th of the `equal` ones, and each edge counts in
    part. At r = 0 the observations that are equal take the place of k (Gao et al. 2017, arXiv 1709.06212).
    """
    x_weights = np.ones(x.shape[1]) if x_weights is None else x_weights
    y_weights = np.ones(y.shape[1]) if y_weights is None else y_weights
    dx = (np.abs(x[:, None, :] - x[None, :, :]) * x_weights).max(axis=2)
    dy = (np.abs(y[:, None, :] - y[None, :, :]) * y_weights).max(axis=2)
    for distances in (dx, dy):
        np.fill_diagonal(distances, np.inf)  # not the point itself
    joint = np.maximum(dx, dy)
    r = np.sort(joint, axis=1)[:, k - 1][:, None]
    at_r = joint == r
    equal = at_r.sum(axis=1)
    place = k - (joint < r).sum(axis=1)
    terms = []
    for d in (dx, dy):
        both = (at_r & (d == r)).sum(axis=1)
        edge = (d == r).sum(axis=1)
        inside = (d < r).sum(axis=1) + (place - 1) * both / equal + place * (edge - both) / (equal + 1)
        terms.append(digamma(np.where(r[:, 0] > 0, inside, edge) + 1))
    neighbours = np.where(r[:, 0] > 0, k, equal + 1)
    return digamma(len(x)) + np.mean(digamma(neighbours) - terms[0] - terms[1])


def weights(values, scaling):
    return 1 / values.std(axis=0) if scaling == "standardised" else np.ones(values.shape[1])


def sample(kind, length, dx, dy, seed):
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(length, 1))
    x = 0.8 * shared + 0.6 * rng.normal(size=(length, dx))
    y = 3 * (0.8 * shared + 0.6 * rng.normal(size=(length, dy)))
    if kind == "grid":  # steps as float16 tracks have them: many ties
        x, y = np.round(x * 8) / 8, np.round(y * 4) / 4
    elif kind == "coarse":  # so few values that more than k observations coincide
        x, y = np.round(x), np.round(y / 3)
    elif kind == "still":  # a track that stands still for half of the time
        x[: length // 2], y[: length // 2] = 0, 0
    elif kind == "heavy":
        x, y = np.sinh(2 * x), y**3
    return x.astype(np.float32), y.astype(np.float32)


cases = []
for kind in ["smooth", "grid", "coarse", "still", "heavy"]:
    for dx, dy in [(1, 1), (2, 2), (1, 2), (3, 3)]:
        for length, k in [(80, 5), (80, 1), (30, 12)]:
            for scaling in ["none", "standardised"]:
                x32, y32 = sample(kind, length, dx, dy, seed=len(cases))
                x, y = x32.astype(np.float64), y32.astype(np.float64)
                value = formula_1(x, y, k, weights(x, scaling), weights(y, scaling))
                if dx == dy == 1:
                    exact = kind in ("smooth", "heavy")
                    theirs = _compute_mi_cc(x[:, 0] * weights(x, scaling), y[:, 0] * weights(y, scaling), k)
                    if exact:
                        assert abs(max(0, value) - theirs) < 1e-12, (kind, length, k, scaling, value, theirs)
                cases.append(
                    dict(kind=kind, dx=dx, dy=dy, length=length, k=k, scaling=scaling, value=float(value),
                         # [coordinate][observation], as Observations holds them
                         x=[float(v) for v in x32.T.ravel()], y=[float(v) for v in y32.T.ravel()]))

folder = os.path.join(os.path.dirname(__file__), "../../Tests/MutualInformationTests/Golden")
with open(os.path.join(folder, "ksg.json"), "w") as file:
    json.dump(cases, file, separators=(",", ":"))
print(len(cases), "cases; scikit-learn agrees to 1e-12 wherever it applies")
