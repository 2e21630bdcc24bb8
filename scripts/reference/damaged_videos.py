"""Makes Tests/VideoTests/Golden/damaged.avi and damaged.mp4: 20 grey frames of 32x24, frame t of level 10 t + 20, the data of
one frame (8 in the first, 9 in the second, counted from 0) overwritten. Wants the ffmpeg program."""
import os
import subprocess
import sys

OUT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../Tests/VideoTests/Golden")
FRAMES = b"".join(bytes([10 * t + 20] * 32 * 24) for t in range(20))


def encode(path, *options):
    subprocess.run(
        ["ffmpeg", "-v", "error", "-y", "-f", "rawvideo", "-pix_fmt", "gray", "-s", "32x24", "-r", "25", "-i", "-",
         *options, "-fflags", "+bitexact", "-flags:v", "+bitexact", path], input=FRAMES, check=True)
    return bytearray(open(path, "rb").read())


def wipe(path, data, place, length):
    data[place : place + length] = bytes([0xFF] * length)
    open(path, "wb").write(data)


# Motion JPEG: every frame begins with FF D8.
path = os.path.join(OUT, "damaged.avi")
data = encode(path, "-c:v", "mjpeg", "-pix_fmt", "yuvj420p")
starts = [i for i in range(len(data)) if data[i : i + 3] == b"\xff\xd8\xff"]
assert len(starts) == 20, len(starts)
wipe(path, data, starts[8], starts[9] - starts[8] - 16)

# H.264 with a key frame every fourth frame: the length of a frame's only slice overwritten.
path = os.path.join(OUT, "damaged.mp4")
data = encode(path, "-c:v", "libx264", "-pix_fmt", "yuv420p", "-g", "4", "-bf", "0", "-x264-params", "scenecut=0", "-crf", "10")
start = data.index(b"mdat") + 4
# Access units: each NAL unit has a length of four bytes in front; the first unit also holds x264's own message.
units, place = [], start
while place + 5 <= len(data) and len(units) < 21:
    length = int.from_bytes(data[place : place + 4], "big")
    units.append((data[place + 4] & 31, place, length))
    place += 4 + length
slices = [(p, n) for kind, p, n in units if kind in (1, 5)]
assert len(slices) == 20, units
wipe(path, data, slices[9][0], 4 + slices[9][1])
