"""Writes Tests/EvaluationTests/Golden/metrics.json: scores and labelings with scikit-learn's metrics.

Feeds Tests/EvaluationTests/MetricsTests.swift. Run: python3 scripts/reference/metrics.py
"""
import json
import os

import numpy as np
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
os.makedirs("Tests/EvaluationTests/Golden", exist_ok=True)
with open("Tests/EvaluationTests/Golden/metrics.json", "w") as file:
    json.dump({"average_precision": precision, "adjusted_rand": rand}, file, separators=(",", ":"))
