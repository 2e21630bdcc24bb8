"""Writes Tests/VideoTests/Golden/rotated90.mp4 for VideoTests.aTurnedVideoIsTurnedUpright, and prints how ffmpeg shows it.

Run: python3 scripts/reference/rotated_video.py   (needs the ffmpeg program, numpy, Pillow)
"""
import os
import subprocess

import numpy as np
from PIL import Image

folder = "Tests/VideoTests/Golden"
os.makedirs(folder, exist_ok=True)
frame = np.zeros((32, 48, 3), np.uint8)
frame[:, :24, 0], frame[:, 24:, 2] = 255, 255
Image.fromarray(frame).save("/tmp/flat.png")
run = lambda *words: subprocess.run(["ffmpeg", "-y", "-v", "error", *words], check=True)
run("-loop", "1", "-i", "/tmp/flat.png", "-frames:v", "2", "-pix_fmt", "yuv420p", "-c:v", "libx264", "/tmp/flat.mp4")
run("-i", "/tmp/flat.mp4", "-c", "copy", "-metadata:s:v:0", "rotate=90", folder + "/rotated90.mp4")
run("-i", folder + "/rotated90.mp4", "-frames:v", "1", "/tmp/turned.png")
turned = np.array(Image.open("/tmp/turned.png"))
red = lambda x, y: bool(turned[y, x, 0] > 150 and turned[y, x, 2] < 100)
print(turned.shape, [red(4, 4), red(27, 4), red(4, 43), red(27, 43)])
