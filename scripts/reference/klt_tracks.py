"""Lucas–Kanade of Python's OpenCV beside `track-seg benchmark tracker`, and TAP-Vid's measures in NumPy.

usage: klt_tracks.py DATA FRAMES [FOLLOWED]

DATA is a folder of sequences with anno.npz and video.mp4, FRAMES the number of frames that are used, FOLLOWED the output folder of
`track-seg benchmark tracker --data DATA --frames FRAMES`, whose <sequence>.npz are scored beside it. Needs opencv-python-headless.

KLT has the window, levels, iterations and forward-backward check of the tracker. It starts at the exact points where each is first seen, and,
for coverage and speed, at good features which are renewed every third frame where no track is near, up to 1,500 tracks.
"""
import glob
import os
import sys
import time

import cv2
import numpy as np

WINDOW, LEVELS, RETURN, MOST = 15, 3, 0.7, 1500
LK = dict(winSize=(WINDOW, WINDOW), maxLevel=LEVELS, criteria=(3, 20, 0.02))


def pictures(path, frames):
    video = cv2.VideoCapture(path)
    for _ in range(frames):
        ok, frame = video.read()
        if not ok:
            return
        yield cv2.cvtColor(frame, cv2.COLOR_BGR2GRAY)


def follow(before, after, points):
    """Points, and which of them come back to where they were."""
    start = points.reshape(-1, 1, 2).astype(np.float32)
    there, found, _ = cv2.calcOpticalFlowPyrLK(before, after, start, None, **LK)
    back, found_back, _ = cv2.calcOpticalFlowPyrLK(after, before, there, None, **LK)
    distance = np.linalg.norm((start - back)[:, 0], axis=1)
    there = there[:, 0]
    height, width = after.shape
    inside = (there >= 0).all(1) & (there[:, 0] < width) & (there[:, 1] < height)
    return there, (found[:, 0] == 1) & (found_back[:, 0] == 1) & (distance < RETURN) & inside


def queried(path, truth, query, frames):
    count = truth.shape[1]
    positions = np.full((frames, count, 2), np.nan, np.float32)
    seen = np.zeros((frames, count), bool)
    place, live, before = np.zeros((count, 2), np.float32), np.zeros(count, bool), None
    for frame, grey in enumerate(pictures(path, frames)):
        which = np.where(live)[0]
        if before is not None and len(which):
            # OpenCV's origin is the middle of the first pixel.
            moved, kept = follow(before, grey, place[which])
            place[which[kept]] = moved[kept]
            live[which[~kept]] = False
            positions[frame, which[kept]], seen[frame, which[kept]] = moved[kept] + 0.5, True
        new = np.where(query == frame)[0]
        place[new], live[new] = truth[frame, new] - 0.5, True
        positions[frame, new], seen[frame, new] = truth[frame, new], True
        before = grey
    return positions, seen


def chosen(path, frames):
    """Tracks a frame, the share of squares of 1/30 of the longer side that hold a track, frames a second."""
    points, before, covered, counts, begin = np.zeros((0, 2), np.float32), None, [], [], time.time()
    for frame, grey in enumerate(pictures(path, frames)):
        height, width = grey.shape
        if before is not None and len(points):
            moved, kept = follow(before, grey, points)
            points = moved[kept]
        if frame % 3 == 0 and len(points) < MOST:
            spacing = (height * width / MOST) ** 0.5
            mask = np.full(grey.shape, 255, np.uint8)
            for x, y in points:
                cv2.circle(mask, (int(x), int(y)), int(0.7 * spacing), 0, -1)
            new = cv2.goodFeaturesToTrack(grey, MOST - len(points), 0.0004, 0.7 * spacing, mask=mask)
            if new is not None:
                points = np.concatenate([points, new[:, 0]])
        side = max(height, width) / 30
        cells = np.zeros((int(np.ceil(height / side)), int(np.ceil(width / side))), bool)
        cells[(points[:, 1] / side).astype(int), (points[:, 0] / side).astype(int)] = True
        covered.append(cells.mean())
        counts.append(len(points))
        before = grey
    return np.mean(counts), np.mean(covered), len(covered) / (time.time() - begin)


def scores(truth, visible, query, positions, seen, size):
    frames, count = visible.shape
    held = positions.copy()
    for track in range(count):
        last = truth[query[track], track]
        for frame in range(query[track], frames):
            if seen[frame, track]:
                last = held[frame, track]
            held[frame, track] = last
    after = np.arange(frames)[:, None] > query[None]
    distance = np.linalg.norm((held - truth) * (256 / np.array(size)), axis=-1)
    delta, delta_seen, jaccard = [], [], []
    for threshold in [1, 2, 4, 8, 16]:
        within = distance < threshold
        right = (within & visible & seen & after).sum()
        wrong = (seen & ~(visible & within) & after).sum()
        delta.append((within & visible & after).sum() / (visible & after).sum())
        delta_seen.append(right / (visible & seen & after).sum())
        jaccard.append(right / ((visible & after).sum() + wrong))
    return (np.mean(delta), (visible == seen)[after].mean(), np.mean(jaccard), np.mean(delta_seen),
            (visible & seen & after).sum() / (visible & after).sum())


def main():
    data, frames = sys.argv[1], int(sys.argv[2])
    followed = sys.argv[3] if len(sys.argv) > 3 else None
    print("| sequence | tracker | δ_avg | OA | AJ | δ_avg where seen | seen | tracks a frame | covered | frames/s |")
    print("|---|---|---:|---:|---:|---:|---:|---:|---:|---:|")
    for anno in sorted(glob.glob(data + "/**/anno.npz", recursive=True)):
        folder = os.path.dirname(anno)
        video, name = folder + "/video.mp4", os.path.basename(folder)
        arrays = np.load(anno)
        if not os.path.exists(video) or "trajs_2d" not in arrays:
            continue
        truth = arrays["trajs_2d"][:frames].astype(np.float32)
        capture = cv2.VideoCapture(video)
        size = int(capture.get(cv2.CAP_PROP_FRAME_WIDTH)), int(capture.get(cv2.CAP_PROP_FRAME_HEIGHT))
        visible = arrays["visibs"][:frames].astype(bool) & arrays["valids"][:frames].astype(bool)
        with np.errstate(invalid="ignore"):
            visible &= np.isfinite(truth).all(-1) & (truth >= 0).all(-1) & (truth < size).all(-1)
        kept = visible.any(0)
        truth, visible = truth[:, kept], visible[:, kept]
        query = visible.argmax(0)
        rows = [("KLT", *scores(truth, visible, query, *queried(video, truth, query, len(truth)), size),
                 *chosen(video, len(truth)))]
        if followed and os.path.exists(f"{followed}/{name}.npz"):
            ours = np.load(f"{followed}/{name}.npz")
            rows.append(("track-seg", *scores(truth, visible, query, ours["tracks"], ours["visibility"], size)))
        for tracker, *values in rows:
            print(f"| {name} | {tracker} | " + " | ".join(f"{value:.3f}" for value in values) + " |", flush=True)


if __name__ == "__main__":
    main()
