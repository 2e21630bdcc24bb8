"""Golden values of mine, fed to CriticTests (Tests/MutualInformationTests/Golden/mine.json).

Belghazi et al.'s estimator written out in NumPy, independently of the project: its own network, backward pass and Adam, the
same sizes (two hidden layers of 64, GELU, batches of 100, learning rate 1e-3). Training is random, so a case holds the mean
and the deviation over seeds. Run: python3 scripts/reference/mine.py
"""

import json
import pathlib

import numpy as np
from scipy.special import erf


def gelu(v):
    return 0.5 * v * (1 + erf(v / np.sqrt(2)))


def gelu_slope(v):
    return 0.5 * (1 + erf(v / np.sqrt(2))) + v * np.exp(-v * v / 2) / np.sqrt(2 * np.pi)


def mine(x, y, iterations, seed, hidden=64, batch=100, rate=1e-3):
    rng = np.random.default_rng(seed)
    x, y = (x - x.mean()) / x.std(), (y - y.mean()) / y.std()
    sizes = [2, hidden, hidden, 1]
    theta = []
    for a, b in zip(sizes, sizes[1:]):
        theta += [rng.normal(size=(a, b)) / np.sqrt(a), np.zeros(b)]
    first, second = [np.zeros_like(p) for p in theta], [np.zeros_like(p) for p in theta]
    average = None

    def forward(points):
        a = points @ theta[0] + theta[1]
        b = gelu(a) @ theta[2] + theta[3]
        return (gelu(b) @ theta[4] + theta[5])[:, 0], (points, a, b)

    def backward(slope, kept):
        points, a, b = kept
        d = slope[:, None]
        grads = [None] * 6
        grads[4], grads[5] = gelu(b).T @ d, d.sum(0)
        d = d @ theta[4].T * gelu_slope(b)
        grads[2], grads[3] = gelu(a).T @ d, d.sum(0)
        d = d @ theta[2].T * gelu_slope(a)
        grads[0], grads[1] = points.T @ d, d.sum(0)
        return grads

    for step in range(1, iterations + 1):
        i, j = rng.integers(len(x), size=batch), rng.integers(len(x), size=batch)
        joint, kept = forward(np.stack([x[i], y[i]], 1))
        shuffled, other = forward(np.stack([x[i], y[j]], 1))
        now = np.exp(shuffled).mean()
        average = now if average is None else 0.99 * average + 0.01 * now
        grads = [p + q for p, q in zip(
            backward(np.full(batch, -1 / batch), kept), backward(np.exp(shuffled) / average / batch, other))]
        for k, g in enumerate(grads):
            first[k] = 0.9 * first[k] + 0.1 * g
            second[k] = 0.999 * second[k] + 0.001 * g * g
            theta[k] -= rate * first[k] / (1 - 0.9**step) / (np.sqrt(second[k] / (1 - 0.999**step)) + 1e-8)
    joint = forward(np.stack([x, y], 1))[0]
    shuffled = np.concatenate([forward(np.stack([x, rng.permutation(y)], 1))[0] for _ in range(5)])
    return joint.mean() - np.log(np.exp(shuffled).mean())


cases = []
for name, iterations in [("normal 0.8", 200), ("normal 0.8", 1000), ("square", 500), ("independent", 500)]:
    rng = np.random.default_rng(len(cases))
    x = rng.normal(size=1000).astype(np.float32)
    noise = rng.normal(size=1000)
    y = {"normal 0.8": 0.8 * x + 0.6 * noise, "square": x * x + 0.5 * noise, "independent": noise}[name].astype(np.float32)
    values = [mine(x.astype(float), y.astype(float), iterations, seed) for seed in range(12)]
    cases.append(dict(name=name, iterations=iterations, mean=float(np.mean(values)), deviation=float(np.std(values)),
                      x=x.tolist(), y=y.tolist()))
    print(name, iterations, np.mean(values), np.std(values))
path = pathlib.Path(__file__).parents[2] / "Tests/MutualInformationTests/Golden/mine.json"
path.write_text(json.dumps(cases))
