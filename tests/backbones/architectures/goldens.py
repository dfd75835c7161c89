"""How goldens are written."""

import json
import shutil
from pathlib import Path

import numpy as np


def write_golden(root: Path, folder: Path, side: str, golden):
    """Writes the embeddings, one file a pooling, and what they are. side: of a model that has two, else empty."""
    target = root / "golden" / folder.name / side
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    embeddings = []
    for name, (output, _, words) in golden["poolings"].items():
        rows = golden["rows"][name].astype(np.float32)
        np.save(target / f"{name}.npy", rows)
        embeddings.append({"file": f"{name}.npy", "shape": list(rows.shape), "output": output, "is": words})
    written = {
        "architecture": golden["architecture"],
        "embeddings": embeddings,
        "onnx": golden["onnx"],
        **golden["about"],
    }
    (target / "golden.json").write_text(json.dumps(written, indent=2, ensure_ascii=False) + "\n")
    spread = golden["rows"][next(iter(golden["rows"]))]
    unit = spread / np.linalg.norm(spread, axis=1, keepdims=True)
    cosines = (unit @ unit.T)[np.triu_indices(len(unit), 1)]
    print(f"{target.relative_to(root / 'golden')}: {golden['onnx']['file']} differs by {golden['worst']:.1e}; "
          f"cosines {cosines.min():.2f} to {cosines.max():.2f}; {size(folder)} bytes")


def size(folder: Path):
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
