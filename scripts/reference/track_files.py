"""Writes Tests/TracksTests/Golden: track files as NumPy and pickle write them, for TrackFileTests.filesWrittenByNumPy.

Run: python3 scripts/reference/track_files.py
"""
import os
import pickle

import numpy as np

folder = "Tests/TracksTests/Golden"
os.makedirs(folder, exist_ok=True)
frames, tracks = 6, 4
t, n = np.meshgrid(np.arange(frames), np.arange(tracks), indexing="ij")
xy = np.stack([10 * n + t + 0.5, 100 + 7 * n + 3 * t], axis=-1)
visible = (t + n) % 3 != 0

np.savez_compressed(
    folder + "/pointodyssey.npz", trajs_2d=xy.astype(np.float16), visibs=visible, valids=np.ones_like(visible),
    trajs_3d=np.array([None], dtype=object))
# Kubric's exporter for CoTracker calls occlusion "visibility".
np.save(folder + "/kubric.npy", {"coords": xy.transpose(1, 0, 2).astype(np.float32), "visibility": ~visible.T})
sequence = {
    "video": np.zeros((frames, 4, 4, 3), np.uint8), "points": xy.transpose(1, 0, 2).astype(np.float32),
    "occluded": ~visible.T}
with open(folder + "/tapvid.pkl", "wb") as file:
    pickle.dump({"first": {**sequence, "points": sequence["points"] * 0}, "second": sequence}, file)
