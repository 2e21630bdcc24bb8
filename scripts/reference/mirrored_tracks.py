"""Precision and recall of the rule for points behind the camera (TrackFilter's `isMirrored`), against the true depth.

    python3 scripts/reference/mirrored_tracks.py ../shared/data/odyssey/train

Feeds no test; its figures are why the rule is as it is: a projection that flips from far out on one side of the picture's
centre to far out on the other between two frames, or that overflows.
"""

import os
import sys

import numpy as np

root = sys.argv[1]
total = {}
for name in sorted(os.listdir(root)):
    z = np.load(f"{root}/{name}/anno.npz")
    t = z["trajs_2d"].astype(np.float32)
    p, e = z["trajs_3d"].astype(np.float32), z["extrinsics"].astype(np.float32)
    behind = (np.einsum("tj,tnj->tn", e[:, 2, :3], p) + e[:, 2, 3][:, None] < 0).any(0)
    width = 480
    overflow = np.isinf(t).any((0, 2))
    c = np.where(np.isfinite(t), t, 0) - np.array([240, 135])
    dot, norm = (c[1:] * c[:-1]).sum(-1), np.hypot(c[..., 0], c[..., 1])
    rules = {"product": (dot < -width * width).any(0) | overflow}
    for far in (0.5, 1, 2):
        flips = (dot < 0) & (np.minimum(norm[1:], norm[:-1]) > far * width)
        rules[f"both beyond {far} widths"] = flips.any(0) | overflow
    for rule, found in rules.items():
        counts = np.array([(found & behind).sum(), found.sum(), behind.sum()])
        total[rule] = total.get(rule, 0) + counts
        print(f"{name:12} {rule:24} hits {counts[0]} found {counts[1]} behind {counts[2]}")
for rule, (hits, found, behind) in total.items():
    print(f"{'all':12} {rule:24} precision {hits / found:.4f} recall {hits / behind:.4f}")
