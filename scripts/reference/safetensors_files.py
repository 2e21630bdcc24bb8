"""Writes Tests/NeuralNetworkTests/Golden/*.safetensors with the safetensors package: what SafetensorsTests reads.

    pip install safetensors numpy && python3 scripts/reference/safetensors_files.py
"""

import pathlib

import numpy as np
from safetensors.numpy import load_file, save_file

folder = pathlib.Path(__file__).parents[2] / "Tests/NeuralNetworkTests/Golden"
folder.mkdir(exist_ok=True)
rng = np.random.default_rng(7)
save_file(
    {
        "layer.weight": np.arange(6, dtype=np.float32).reshape(2, 3) / 4,
        "layer.bias": np.array([-1.5, 2.25, 1e-20], dtype=np.float32),
        "scalar": np.array(7, dtype=np.float32),
        "empty": np.zeros((0, 4), dtype=np.float32),
    },
    folder / "plain.safetensors",
    metadata={"model": "test", "note": "über\n\"quoted\""},
)
save_file({"half": rng.normal(size=4).astype(np.float16)}, folder / "half.safetensors")
print({p.name: p.stat().st_size for p in folder.glob("*.safetensors")})

# And the shipped weights are read back by the package itself.
for name in ("infonet", "infonet-table", "infonet-perceiver"):
    path = folder.parents[2] / f"Sources/CModelWeights/{name}.safetensors"
    tensors = load_file(path)
    print(name, len(tensors), "tensors,", sum(t.size for t in tensors.values()), "numbers, finite:",
          all(np.isfinite(t).all() for t in tensors.values()))
