"""Golden values of kde, kde-integral, cca, bspline and distance, fed to ClassicalGoldenTests (Tests/MutualInformationTests/Golden/classical.json).

Independent of the project: SciPy's gaussian_kde with Silverman's factor, scikit-learn's CCA, SciPy's B-splines over clamped
knots, and distance correlation from doubly centred matrices. Run: python3 scripts/reference/classical.py
"""

import json
import pathlib

import numpy as np
from scipy.interpolate import BSpline
from scipy.stats import gaussian_kde, rankdata
from sklearn.cross_decomposition import CCA


def kde(x, y):
    joint = gaussian_kde(np.hstack([x, y]).T, bw_method="silverman")
    px, py = gaussian_kde(x.T, bw_method="silverman"), gaussian_kde(y.T, bw_method="silverman")
    return np.mean(joint.logpdf(np.hstack([x, y]).T) - px.logpdf(x.T) - py.logpdf(y.T))


def kde_integral(x, y, nodes=500):
    joint = gaussian_kde(np.hstack([x, y]).T, bw_method="silverman")
    px, py = gaussian_kde(x.T, bw_method="silverman"), gaussian_kde(y.T, bw_method="silverman")
    a, b = (np.linspace(v.min() - 3 * v.std(), v.max() + 3 * v.std(), nodes) for v in (x, y))
    p = joint(np.stack(np.meshgrid(a, b, indexing="ij")).reshape(2, -1)).reshape(nodes, nodes)
    inside = p > 1e-200
    ratio = np.where(inside, np.log(np.where(inside, p, 1)) - px.logpdf(a)[:, None] - py.logpdf(b)[None], 0)
    return (p * ratio).sum() * (a[1] - a[0]) * (b[1] - b[0])


def cca(x, y):
    d = min(x.shape[1], y.shape[1])
    model = CCA(n_components=d, scale=False, max_iter=20000, tol=1e-14).fit(x, y)
    a, b = model.transform(x, y)
    rho = np.array([np.corrcoef(a[:, i], b[:, i])[0, 1] for i in range(d)])
    return -0.5 * np.log(1 - rho**2).sum()


def splines(x, bins):
    n = len(x)
    u = (rankdata(x) - 0.5) / n * (bins - 2)
    knots = np.concatenate([[0, 0], np.arange(bins - 1), [bins - 2, bins - 2]]).astype(float)
    return np.stack([BSpline(knots, np.eye(bins)[i], 2)(u) for i in range(bins)])


def bspline(x, y, bins=10):
    a, b = splines(x[:, 0], bins), splines(y[:, 0], bins)
    n = a.shape[1]
    p, pa, pb = a @ b.T / n, a.mean(1), b.mean(1)
    inside = p > 0
    value = (p[inside] * np.log(p[inside] / np.outer(pa, pb)[inside])).sum()
    return value - (a.var(1) / pa).sum() * (b.var(1) / pb).sum() / (2 * n)


def distance(x, y):
    def centred(v):
        d = np.sqrt(((v[:, None] - v[None]) ** 2).sum(-1))
        return d - d.mean(0) - d.mean(1)[:, None] + d.mean()

    a, b = centred(x), centred(y)
    return np.sqrt((a * b).mean() / np.sqrt((a * a).mean() * (b * b).mean()))


cases = []
for seed, (length, dx, dy, ties) in enumerate(
    [(40, 1, 1, False), (150, 1, 1, False), (150, 1, 1, True), (90, 2, 2, False), (120, 3, 2, False), (200, 1, 3, False)]
):
    rng = np.random.default_rng(seed)
    shared = rng.normal(size=(length, 1))
    x = (shared + 0.8 * rng.normal(size=(length, dx)) * rng.uniform(0.5, 3, dx)).astype(np.float32)
    y = (np.sin(shared) + 0.5 * shared + 0.6 * rng.normal(size=(length, dy))).astype(np.float32)
    if ties:
        x, y = np.round(x * 4) / 4, np.round(y * 4) / 4
    values = {"kde": kde, "cca": cca, "distance": distance}
    if dx == dy == 1:
        values["bspline"] = bspline
        values["kde-integral"] = kde_integral
    X, Y = x.astype(float), y.astype(float)
    for name, function in values.items():
        cases.append(
            dict(estimator=name, dx=dx, dy=dy, length=length, value=float(function(X, Y)),
                 x=x.T.ravel().tolist(), y=y.T.ravel().tolist()))
path = pathlib.Path(__file__).parents[2] / "Tests/MutualInformationTests/Golden/classical.json"
path.write_text(json.dumps(cases))
for c in cases:
    print(c["estimator"], c["dx"], c["dy"], c["length"], round(c["value"], 6))
