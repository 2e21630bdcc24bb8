"""Writes one tiny track file of every format, for Tests/TracksTests (GoldenTrackTests).

Every file holds the same four tracks over five frames: x = 10 + 20 n + t, y = 5 + 3 n + 2 t, hidden where (n + t) % 4 == 3.

    python3 scripts/reference/track_files.py
"""

import os
import pickle

import numpy as np

HERE = os.path.join(os.path.dirname(__file__), "..", "..", "Tests", "TracksTests", "Golden")
T, N, W, H = 5, 4, 100, 50

n, t = np.meshgrid(np.arange(N), np.arange(T), indexing="ij")
xy = np.stack([10 + 20 * n + t, 5 + 3 * n + 2 * t], -1).astype(np.float32)  # (N, T, 2)
hidden = (n + t) % 4 == 3
tn, visible = xy.transpose(1, 0, 2), ~hidden.T


def path(name):
    return os.path.join(HERE, name)


os.makedirs(HERE, exist_ok=True)

valids = np.ones((T, N), bool)
valids[2, 3] = False
np.savez_compressed(
    path("odyssey12.npz"), trajs_2d=tn.astype(np.float16), visibs=visible, valids=valids,
    trajs_3d=np.array([None], dtype=object))  # as five scenes of version 1.0 have it: must never be read
three = np.where(valids, visible, 2).astype(np.float16)
np.savez(path("odyssey10.npz"), trajs_2d=tn.astype(np.float16), visibilities=three)

np.savez(path("generic.npz"), tracks=tn, occluded=hidden.T)
np.savez(path("objects.npz"), tracks=np.array([None, xy], dtype=object), visible=visible)
np.savez(path("cotracker.npz"), pred_tracks=tn[None], pred_visibility=visible[None, :, :, None])
np.savez(path("tapvid.npz"), points=xy / np.array([W, H], np.float32), occluded=hidden)
z = np.full((T, N, 1), 2.0)
z[0, 0] = -2.0
camera = np.array([50.0, 40.0, 48.0, 24.0])
xyz = np.concatenate([(tn - camera[2:]) / camera[:2] * z, z], -1)
np.savez(path("tapvid3d.npz"), tracks_xyz=xyz, visibility=visible, intrinsics=camera, queries_xyt=np.zeros((N, 3)))

os.makedirs(path("companion"), exist_ok=True)
np.save(path("companion/pred_tracks.npy"), tn)
np.save(path("companion/pred_visibility.npy"), visible[..., None])
np.save(path("tn.npy"), np.asfortranarray(tn.astype(">f8")))
np.save(path("nt.npy"), xy)
np.save(path("2nt.npy"), xy.transpose(2, 0, 1))
np.save(path("tn_depth.npy"), np.concatenate([tn, z], -1))

with open(path("moseg.dat"), "w") as f:
    f.write(f"{T}\n{N}\n")
    for i in range(N):
        seen = [j for j in range(T) if not hidden[i, j]]
        f.write(f"{i} {len(seen)}\n")
        for j in seen:
            f.write(f"{xy[i, j, 0]:g} {xy[i, j, 1]:g} {j}\n")

np.save(path("kubric.npy"), {"coords": xy, "visibility": hidden}, allow_pickle=True)
clip = {"video": np.zeros((T, 2, 2, 3), np.uint8), "points": xy / np.array([W, H], np.float32), "occluded": hidden}
other = dict(clip, occluded=~hidden)
with open(path("tapvid_dict.pkl"), "wb") as f:
    pickle.dump({"camel": clip, "swan": other}, f, protocol=4)
with open(path("tapvid_list.pkl"), "wb") as f:
    pickle.dump([other, clip], f, protocol=2)

with open(path("odyssey12.pkl"), "wb") as file:  # the names of an npz in a pickled dictionary
    pickle.dump({"trajs_2d": tn, "visibs": visible, "valids": valids}, file)
with open(path("delta.pkl"), "wb") as file:
    pickle.dump({"coords": tn, "vis": visible, "conf": visible.astype(np.float32)}, file)
