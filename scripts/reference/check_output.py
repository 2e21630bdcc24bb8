"""Reads a result folder with NumPy, Pillow and csv, as its users will, and checks it against Documentation/cli.md.

Run: python3 scripts/reference/check_output.py <output folder> <tracks in the input> <frames>
Exits 0 and prints one line where all is well. Used by Tests/CommandLineTests where Python has both packages.
"""
import csv
import json
import os
import sys

import numpy as np
from PIL import Image

folder, tracks, frames = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
labels = np.load(folder + "/labels.npz", allow_pickle=False)
expected = {"track_id": np.int64, "label": np.int32, "reason": np.uint8, "score": np.float32, "n_observed": np.int32}
for name, dtype in expected.items():
    assert labels[name].shape == (tracks,), (name, labels[name].shape)
    assert labels[name].dtype == dtype, (name, labels[name].dtype)
dropped = labels["reason"] != 0
assert (labels["label"][dropped] == -1).all() and (labels["label"][~dropped] >= 0).all()

rows = list(csv.DictReader(open(folder + "/tracks.csv", newline="")))
assert list(rows[0]) == "track_id label score n_visible first last x0 y0 reason n_observed by".split(), list(rows[0])
assert [int(row["label"]) for row in rows] == labels["label"].tolist()
assert [int(row["track_id"]) for row in rows] == labels["track_id"].tolist()

mi = np.load(folder + "/mi.npy", mmap_mode="r")
index = np.load(folder + "/mi_index.npy")
assert mi.dtype == np.float32 and mi.shape == (len(index), len(index)), mi.shape
assert np.array_equal(mi, mi.T) and np.isfinite(mi).all()
assert set(index) <= set(labels["track_id"])

with open(folder + "/run.json") as file:
    run = json.load(file)
assert run["version"] and run["options"]["seed"] >= 0 and run["inputs"]
assert sum(run["dropped"].values()) == int(dropped.sum()), (run["dropped"], int(dropped.sum()))

if frames:
    names = sorted(os.listdir(folder + "/masks"))
    assert names == [f"{frame:05d}.png" for frame in range(frames)], (len(names), names[:3])
    palette = []
    for index in range(256):
        colour, bits = [0, 0, 0], index
        for shift in range(8):
            for channel in range(3):
                colour[channel] |= ((bits >> channel) & 1) << (7 - shift)
            bits >>= 3
        palette += colour
    present = set()
    for name in names[:: max(1, frames // 20)]:
        mask = Image.open(f"{folder}/masks/{name}")
        assert mask.mode == "P" and mask.getpalette() == palette, mask.mode
        values = np.array(mask)
        assert values.ndim == 2
        present |= set(np.unique(values).tolist())
        overlay = Image.open(f"{folder}/overlays/{name}")
        assert overlay.size == mask.size, (overlay.size, mask.size)
    assert present <= set(labels["label"].tolist()) | {0}, present
    assert os.path.getsize(folder + "/overlay.mp4") > 0
print(f"{folder}: {tracks} tracks, {len(mi)} in the matrix, {labels['label'].max()} objects, {frames} frames: as Documentation/cli.md says")
