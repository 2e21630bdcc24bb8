"""Golden values of the estimator infonet (Tests/InfoNetTests/Golden/infonet.json), by NumPy and SciPy alone, in double precision.

Ranks, cosines in units of 1/127, moments, normal scores, effective sample size and the perceptron, from the shipped weights
(Sources/CModelWeights/infonet.safetensors). Run after the weights change: python3 scripts/reference/infonet.py
"""

import json
import os
import struct

import numpy as np
from scipy.special import ndtri
from scipy.stats import rankdata

ROOT = os.path.join(os.path.dirname(__file__), "..", "..")


def weights(path):
    """The tensors of a safetensors file, and its metadata."""
    data = open(path, "rb").read()
    size = struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8 : 8 + size])
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, entry in header.items():
        first, last = entry["data_offsets"]
        values = np.frombuffer(data[8 + size + first : 8 + size + last], "<f4")
        tensors[name] = values.reshape(entry["shape"]).astype(float)
    return tensors, metadata


def functions(values):
    """[function][observation]: 1, then cosines of the ranks in whole units of 1/127."""
    u = (rankdata(values) - 0.5) / len(values)
    a = np.arange(1, 16)[:, None]
    return np.concatenate([np.ones((1, len(values))), np.round(127 * np.cos(np.pi * a * u)) / 127])


def autocorrelation(values):
    r = rankdata(values)
    r = r - r.mean()
    return np.array([np.sum(r[:-k] * r[k:]) for k in range(1, len(r) // 3 + 1)]) / np.sum(r * r)


def swish(x):
    return x * np.clip(x / 6 + 0.5, 0, 1)


def density(c, cut, points, damping):
    """1 + sum of c_ab f_a f_b to a degree over points x points."""
    a = np.arange(1, min(cut, len(c)) + 1)
    u = (np.arange(points) + 0.5) / points
    basis = np.sqrt(2) * np.cos(np.pi * a[:, None] * u)
    if damping:
        basis = basis * (1 - (a[:, None] / (cut + 1)) ** 4)
    return 1 + basis.T @ c[: len(a), : len(a)] @ basis


def densities(c, size):
    """Numbers of the damped densities to three degrees, and of the density of moments that stand out of the noise."""
    numbers = []
    for cut, points in [(3, 8), (6, 8), (10, 12)]:
        p = np.maximum(density(c, cut, points, True), 0.02)
        mass = np.log(p.mean())
        numbers += [(p * np.log(p)).mean() / p.mean() - mass, 0.5 * (mass - np.log(p).mean())]
    x = c**2 * size
    kept = c * x**2 / (x**2 + 4)
    q = np.maximum(density(kept, 15, 20, False), 0.02)
    mass = np.log(q.mean())
    return numbers + [(density(c, 15, 20, False) * np.log(q)).mean() - mass, 0.5 * (mass - np.log(q).mean())]


def infonet(x, y, observed, path, tensors, degree, depth):
    """`observed`: two masks; ranks and autocorrelations are those of a variable's own observations."""
    length = len(x)
    common = observed[0] & observed[1]
    n = common.sum()
    placed, scored = [], []
    for values, mask in zip([x, y], observed):
        full = np.zeros((16, length))
        full[:, mask] = functions(values[mask])
        placed.append(full)
        score = np.zeros(length)
        score[mask] = ndtri(rankdata(values[mask]) / (mask.sum() + 1))
        scored.append(score[common])
    m = placed[0] @ placed[1].T / n
    c = 2 * (m[1:, 1:] - np.outer(m[1:, 0], m[0, 1:]))[:degree, :degree]
    if c[0, 0] < 0:
        c = c * np.where(np.arange(1, degree + 1) % 2, -1, 1)
    r = np.corrcoef(*scored)[0, 1]
    information = -0.5 * np.log((1 - r) * (1 + r))
    size = float(n)
    if path:
        denominator = 1 + 2 * np.sum(autocorrelation(x) * autocorrelation(y))
        if denominator > 0:
            size = max(n / denominator, 3)
        if size > n / 2:
            size = float(n)
    index = np.arange(1, degree + 1)
    energies = np.array([np.sum(c[np.maximum(*np.meshgrid(index, index)) == k] ** 2) for k in index])
    beside = [(np.log(size) - 5) / 2, (np.log(n) - 6) / 2, np.sqrt(1 - np.exp(-2 * information)), information / 4]
    beside += list(2 * np.sqrt(energies)) + list(0.5 * np.log(1 + energies * size / (2 * index - 1)))
    beside += densities(c, size)
    parts = {key: [] for key in ["invariant", "reversal", "exchange", "both"]}
    for a in range(degree):
        for b in range(a, degree):
            odd = (a + b) % 2
            parts["reversal" if odd else "invariant"].append(1.5 * (c[a, b] + c[b, a]))
            if a < b:
                parts["both" if odd else "exchange"].append(1.5 * (c[a, b] - c[b, a]))
    parts["invariant"] = beside + parts["invariant"]
    p, q, r, s = [np.array(values) @ tensors[f"first.{key}.weight"] for key, values in parts.items()]
    p = p + tensors["first.invariant.bias"]
    h = (swish(p + q + r + s) + swish(p + q - r - s) + swish(p - q + r - s) + swish(p - q - r + s)) / 4
    for layer in range(depth):
        h = swish(h @ tensors[f"layers.{layer}.weight"] + tensors[f"layers.{layer}.bias"])
    h = np.concatenate([h, beside])
    return float(information + (h @ tensors["value.weight"])[0] + tensors["value.bias"][0])


tensors, metadata = weights(os.path.join(ROOT, "Sources", "CModelWeights", "infonet.safetensors"))
cases = []
for kind in ["draws", "curve", "path", "rigid", "gaps"]:
    for length in [40, 150]:
        rng = np.random.default_rng(len(cases))
        if kind in ["draws", "curve"]:
            x = rng.normal(size=length)
            y = -0.7 * x + 0.7 * rng.normal(size=length) if kind == "draws" else x**2 + 0.2 * rng.normal(size=length)
        else:
            x, other = np.cumsum(rng.normal(size=(2, length)), axis=1)
            y = x + (0.001 if kind == "rigid" else 0.8) * other
        x, y = x.astype(np.float32), y.astype(np.float32)
        observed = [np.ones(length, bool), np.ones(length, bool)]
        if kind == "gaps":
            observed[0][: length // 5] = False
            observed[1][rng.random(length) < 0.3] = False
        is_path = kind in ["path", "rigid"]
        value = infonet(x, y, observed, is_path, tensors, int(metadata["degree"]), int(metadata["depth"]))
        cases.append(
            {
                "kind": kind, "x": [float(v) for v in x], "y": [float(v) for v in y], "isPath": is_path,
                "observed": [[bool(v) for v in mask] for mask in observed], "value": value,
            }
        )

with open(os.path.join(ROOT, "Tests", "InfoNetTests", "Golden", "infonet.json"), "w") as file:
    json.dump(cases, file)
print([(case["kind"], round(case["value"], 4)) for case in cases])
