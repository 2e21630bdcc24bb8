"""Makes Fixtures/yard_pan from the full sequence: 400 of its tracks without the 3-D trajectories, every tenth mask.

Run: python3 scripts/reference/yard_pan_fixture.py <folder of the full yard_pan sequence>
"""
import os
import shutil
import sys

import numpy as np

source, target = sys.argv[1], "Fixtures/yard_pan"
os.makedirs(target + "/masks", exist_ok=True)
full = np.load(source + "/anno.npz")
chosen = np.sort(np.random.default_rng(0).choice(full["trajs_2d"].shape[1], 400, replace=False))
np.savez_compressed(
    target + "/anno.npz",
    trajs_2d=full["trajs_2d"][:, chosen], visibs=full["visibs"][:, chosen], valids=full["valids"][:, chosen],
    intrinsics=full["intrinsics"], extrinsics=full["extrinsics"])
np.save(target + "/track_motion_ids.npy", np.load(source + "/track_motion_ids.npy")[chosen])
shutil.copyfile(source + "/video.mp4", target + "/video.mp4")
for frame in range(0, full["trajs_2d"].shape[0], 10):
    name = f"/masks/mask_{frame:05d}.png"
    shutil.copyfile(source + name, target + name)
