"""Reads with NumPy, csv and json the files that Tests/ResultTests/Samples.swift describes, and checks every value.

Run: python3 scripts/reference/result_files.py <folder>
"""
import csv
import json
import sys

import numpy as np

folder = sys.argv[1] + "/"


def table(name):
    with open(folder + name, newline="") as file:
        return list(csv.DictReader(file))


labels = np.load(folder + "labels.npz", allow_pickle=False)
assert labels["track_id"].tolist() == [3, 1, 4, 15, 9] and labels["track_id"].dtype == np.int64
assert labels["label"].tolist() == [1, 2, 0, -1, -1] and labels["label"].dtype == np.int32
assert labels["reason"].tolist() == [0, 0, 0, 2, 8] and labels["reason"].dtype == np.uint8
assert np.array_equal(labels["score"], np.float32([0.3, -1, 1, 0, 0]))
tracks = table("tracks.csv")
assert [int(row["n_visible"]) for row in tracks] == [2, 2, 3, 2, 2], tracks
assert [int(row["first"]) for row in tracks] == [0, 0, 0, 1, 0], tracks
assert np.array_equal(np.float32([row["x0"] for row in tracks]), np.float32([0.1, 123456.78, 1.7e7, np.nan, 3]), equal_nan=True)
assert [row["n_observed"] for row in tracks] == ["3", "3", "3", "0", "0"]
assert [row["by"] for row in tracks] == ["matrix", "mi", "static", "", ""]
assert labels["n_observed"].tolist() == [3, 3, 3, 0, 0] and labels["n_observed"].dtype == np.int32
assert [row["reason"] for row in tracks] == ["", "", "", "non-finite", "no position in some frame"]

matrix, index = np.load(folder + "mi.npy"), np.load(folder + "mi_index.npy")
expected = np.float32([[max(i, j) / 3 - min(i, j) for j in range(3)] for i in range(3)])
assert matrix.dtype == np.float32 and np.allclose(matrix, expected, atol=1e-6), matrix
assert index.tolist() == [3, 1, 4] and index.dtype == np.int64
assert np.load(folder + "review/rest.npy").tolist() == [[1, 2, 3]]

assert [(row["track_id"], float(row["mi"])) for row in table("query.csv")] == [("3", 0.1), ("4", 2.0)]
for name in ["pr.csv", "pr_exact.csv"]:
    for row in table(name):
        tp, fp, fn = (int(row[key]) for key in ["tp", "fp", "fn"])
        assert tp + fn == 2, row
        assert abs(float(row["precision"]) - (tp / (tp + fp) if tp + fp else 1)) < 1e-12
        assert abs(float(row["recall"]) - tp / (tp + fn)) < 1e-12
mean = table("pr_mean.csv")
assert np.allclose([float(row["recall"]) for row in mean], np.linspace(0, 1, 101))
assert {row["queries"] for row in mean} == {"2"}

with open(folder + "metrics.json") as file:
    metrics = json.load(file)
assert metrics["average_precision"] == 1 / 3 and "foreground_ari" not in metrics
assert metrics["per_object"] == [{"id": 7, "tracks": 2, "label": 1, "precision": 0.1, "recall": 0.2}]
with open(folder + "run.json") as file:
    run = json.load(file)
assert run["schema"] == 1 and run["peakMemory"] == 1 << 33 and run["command"] == ["track-seg", "a b/ü.npz"]
print(folder + ": as Tests/ResultTests expects")
