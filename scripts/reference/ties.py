"""The table of values on grids and of discrete data in Documentation/estimators.md: track-seg's estimators beside
scikit-learn's mutual_info_regression (noise of 1e-10 in place of ties, then Kraskov's formula 1, k = 5) and, for two
discrete variables, the plug-in value.

Run after `swift build`: python3 scripts/reference/ties.py [.build/debug/track-seg]
"""

import subprocess
import sys
import tempfile

import numpy as np
from sklearn.feature_selection import mutual_info_regression
from sklearn.metrics import mutual_info_score

PROGRAM = sys.argv[1] if len(sys.argv) > 1 else ".build/debug/track-seg"
ESTIMATORS = ["ksg", "histogram", "gaussian", "kde", "mist", "infonet-table"]


def rounded(values, step):
    return np.round(values / step) * step if step else values


def samples(length, rng):
    a = rng.normal(size=length)
    b = 0.8 * a + 0.6 * rng.normal(size=length)
    c = rng.normal(size=length)
    for step in [0, 0.01, 0.05, 0.1, 0.25, 0.5, 1, 2]:
        yield f"ρ = 0.8, grid {step}" if step else "ρ = 0.8", rounded(a, step), rounded(b, step)
    for step in [0.1, 0.5, 1]:
        yield f"independent, grid {step}", rounded(a, step), rounded(c, step)
    yield "integers (Poisson)", rng.poisson(np.exp(a / 2 + 1)), rng.poisson(np.exp(b / 2 + 1))
    yield "ranks", np.argsort(np.argsort(a)), np.argsort(np.argsort(b))
    yield "two values each", a > 0, b > 0
    yield "two values each, independent", a > 0, c > 0
    yield "two values, continuous", a > 0, b
    yield "ten values, continuous", np.round(2 * a), b
    yield "half zeros each", np.maximum(a, 0), np.maximum(b, 0)


def ours(x, y, name):
    with tempfile.TemporaryDirectory() as folder:
        np.save(f"{folder}/x.npy", np.asarray(x, dtype=float))
        np.save(f"{folder}/y.npy", np.asarray(y, dtype=float))
        command = [PROGRAM, "mi", f"{folder}/x.npy", f"{folder}/y.npy", "--estimator", name, "--independent"]
        return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


worst = {name: 0.0 for name in ESTIMATORS}
for length in [200, 1000]:
    print(f"\n| T = {length} | scikit-learn | plug-in | " + " | ".join(f"`{name}`" for name in ESTIMATORS) + " |")
    print("|---|" + "---|" * (len(ESTIMATORS) + 2))
    for title, x, y in samples(length, np.random.default_rng(3)):
        x, y = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        theirs = mutual_info_regression(x[:, None], y, n_neighbors=5, random_state=0)[0]
        few = max(len(np.unique(x)), len(np.unique(y))) <= 20
        plug_in = f"{mutual_info_score(x.astype(str), y.astype(str)):.3f}" if few else ""
        values = [ours(x, y, name) for name in ESTIMATORS]
        for name, value in zip(ESTIMATORS, values):
            worst[name] = max(worst[name], abs(max(value, 0) - theirs))
        print(f"| {title} | {theirs:.3f} | {plug_in} | " + " | ".join(f"{value:.3f}" for value in values) + " |")
print("\nfarthest from scikit-learn:", ", ".join(f"`{name}` {value:.3f}" for name, value in worst.items()))
