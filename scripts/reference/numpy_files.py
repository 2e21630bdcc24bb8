#!/usr/bin/env python3
"""Writes the files that Tests/NumPyTests reads, with NumPy and Python's own zipfile and pickle.

    python3 scripts/reference/numpy_files.py Tests/NumPyTests/Golden

Feeds GoldenTests, ArchiveTests, PickleTests, and seeds the fuzzing of the readers. Every numeric array is the same
(3, 4) pattern or a cut of it, so that the tests can state the expected values in closed form:
element (i, j) is 10 i + j, signed types and floats have element (0, 0) = -5, floats have (2, 3) = 0.5.
"""

import io
import os
import pickle
import struct
import sys
import zipfile

import numpy as np
from numpy.lib import format as npy

out = sys.argv[1]
os.makedirs(out, exist_ok=True)
FIXED = (1980, 1, 1, 0, 0, 0)


def path(name):
    return os.path.join(out, name)


def pattern(dtype):
    a = np.add.outer(10 * np.arange(3), np.arange(4)).astype(np.float64)
    kind = np.dtype(dtype).kind
    if kind == "b":
        return a % 2 == 1
    if kind in "if":
        a[0, 0] = -5
    if kind == "f":
        a[2, 3] = 0.5
    return a.astype(dtype)


def dump(name, array, version=None):
    with open(path(name), "wb") as f:
        npy.write_array(f, array, version=version)


TYPES = ["?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "f2", "f4", "f8"]
for t in TYPES:
    size = np.dtype(t).itemsize
    name = np.dtype(t).name
    for order in "<>" if size > 1 else "|":
        end = {"<": "le", ">": "be", "|": "le"}[order]
        dt = np.dtype(t).newbyteorder(order) if size > 1 else np.dtype(t)
        dump(f"{name}_{end}_c.npy", pattern(dt))
        dump(f"{name}_{end}_f.npy", np.asfortranarray(pattern(dt)))

dump("version2.npy", pattern("<f4"), version=(2, 0))
dump("version3.npy", pattern("<f4"), version=(3, 0))
dump("scalar.npy", np.array(2.5))
dump("empty.npy", np.zeros((0, 3), "f4"))
dump("cube_f.npy", np.asfortranarray(np.arange(24, dtype="i4").reshape(2, 3, 4)))
dump("half_special.npy", np.array([0, -0.0, 6e-8, -6.1e-5, 65504, np.inf, -np.inf, np.nan, 1 / 3], "f2"))
dump("text.npy", np.array(["a", "größe", "", "日本"]))
dump("text_be.npy", np.array(["a", "größe"]).astype(">U5"))
dump("bytes.npy", np.array([b"a", b"bc", b""]))
dump("complex.npy", np.zeros(2, "c8"))
dump("structured.npy", np.zeros(2, [("x", "f4"), ("y", "f4")]))
dump("datetime.npy", np.zeros(2, "M8[s]"))

kubric = {
    "coords": pattern("f4").reshape(2, 3, 2),
    "visibility": pattern("?").reshape(3, 4),
    "name": "movi_f",
}
np.save(path("kubric.npy"), kubric, allow_pickle=True)

# Archives.
np.savez(path("stored.npz"), a=pattern("f4"), b=pattern("i4"))
np.savez_compressed(path("deflated.npz"), a=pattern("f2"), b=pattern("?"), fortran=np.asfortranarray(pattern("f8")))
np.savez(path("objects.npz"), a=pattern("f4"), trajs_3d=np.array([None], dtype=object))
rows = (np.arange(1000)[:, None, None] + np.arange(5)[None, :, None] * 0.5 + np.zeros(2)).astype("f2")
np.savez_compressed(path("rows.npz"), rows=rows)
np.savez(path("none.npz"))


def member(array):
    f = io.BytesIO()
    npy.write_array(f, array)
    return f.getvalue()


def archive(name, members, **options):
    with zipfile.ZipFile(path(name), "w") as z:
        for key, data, method in members:
            info = zipfile.ZipInfo(key, FIXED)
            info.compress_type = method
            with z.open(info, "w", **options) as f:
                f.write(data)


STORED, DEFLATED = zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED
archive("zip64.npz", [("a.npy", member(pattern("f4")), STORED), ("b.npy", member(pattern("i8")), DEFLATED)], force_zip64=True)
archive("bzip2.npz", [("a.npy", member(pattern("f4")), zipfile.ZIP_BZIP2)])
archive("folder.npz", [("sub/a.npy", member(pattern("f4")), STORED)])
archive("parent.npz", [("../a.npy", member(pattern("f4")), STORED)])
archive("torch.npz", [("archive/data.pkl", b"\x80\x02N.", STORED)])
archive("mixed.npz", [("a.npy", member(pattern("f4")), DEFLATED), ("notes.txt", b"hello", STORED)])


class Unseekable(io.RawIOBase):
    """So that zipfile writes data descriptors behind the members."""

    def __init__(self, f):
        self.f = f

    def writable(self):
        return True

    def write(self, b):
        return self.f.write(b)


with open(path("descriptor.npz"), "wb") as f:
    with zipfile.ZipFile(Unseekable(f), "w") as z:
        info = zipfile.ZipInfo("a.npy", FIXED)
        info.compress_type = DEFLATED
        with z.open(info, "w") as m:
            m.write(member(pattern("f4")))

# An archive whose directory itself is ZIP64: the record and its locator, and all-ones fields in the entry.
data = member(pattern("f4"))
import zlib

crc = zlib.crc32(data)
extra = struct.pack("<HHQQ", 1, 16, len(data), len(data))
local = struct.pack("<IHHHHHIIIHH", 0x04034B50, 45, 0, 0, 0, 33, crc, 0xFFFFFFFF, 0xFFFFFFFF, 5, len(extra))
body = local + b"a.npy" + extra + data
extra = struct.pack("<HHQQQ", 1, 24, len(data), len(data), 0)
central = struct.pack(
    "<IHHHHHHIIIHHHHHII", 0x02014B50, 45, 45, 0, 0, 0, 33, crc, 0xFFFFFFFF, 0xFFFFFFFF, 5, len(extra), 0, 0, 0, 0, 0xFFFFFFFF
)
central += b"a.npy" + extra
record = struct.pack("<IQHHIIQQQQ", 0x06064B50, 44, 45, 45, 0, 0, 1, 1, len(central), len(body))
locator = struct.pack("<IIQI", 0x07064B50, 0, len(body) + len(central), 1)
end = struct.pack("<IHHHHIIH", 0x06054B50, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
with open(path("zip64_directory.npz"), "wb") as f:
    f.write(body + central + record + locator + end)
assert np.array_equal(np.load(path("zip64_directory.npz"))["a"], pattern("f4"))

# Pickles: the same plain data in every protocol.
shared = pattern("f8")
plain = {
    "video": np.arange(2 * 3 * 3 * 3, dtype="u1").reshape(2, 3, 3, 3),
    "points": pattern("f4").reshape(3, 2, 2),
    "occluded": pattern("?"),
    "big_endian": pattern(">i2"),
    "fortran": np.asfortranarray(pattern("f8")),
    "transposed": np.arange(24, dtype="i4").reshape(2, 3, 4).transpose(1, 0, 2),
    "empty": np.zeros((0, 2), "f4"),
    "scalar": np.float32(1.5),
    "flag": np.bool_(True),
    "list": [1, -2, 2**40, -(2**40), 255, 65536, 3.25, None, True, False],
    "tuple": ((), (1,), (1, 2), (1, 2, 3), (1, 2, 3, 4)),
    "text": "größe \\ \n 日本",
    "bytes": b"\x00\xff\x80",
    "words": np.array(["ab", "c"]),
    "twice": [shared, shared],
}
for protocol in range(6):
    with open(path(f"plain_{protocol}.pkl"), "wb") as f:
        pickle.dump(plain, f, protocol=protocol)

# As NumPy 1 named its modules.
with open(path("plain_4.pkl"), "rb") as f:
    old = pickle.dumps({"a": pattern("f4")}, protocol=2).replace(b"numpy._core.multiarray", b"numpy.core.multiarray")
with open(path("numpy1.pkl"), "wb") as f:
    f.write(old)
from collections import OrderedDict

with open(path("ordered.pkl"), "wb") as f:
    pickle.dump(OrderedDict([("b", 1), ("a", [2])]), f, protocol=4)
with open(path("objects.pkl"), "wb") as f:
    jpegs = np.empty(2, object)
    jpegs[:] = [b"\xff\xd8one", b"\xff\xd8two!"]
    pickle.dump([{"video": jpegs, "points": pattern("f8")}], f, protocol=4)

total = sum(os.path.getsize(path(n)) for n in os.listdir(out))
print(f"{len(os.listdir(out))} files, {total} bytes, NumPy {np.__version__}")
