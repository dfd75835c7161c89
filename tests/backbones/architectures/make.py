"""
Makes small models of many architectures of Python's transformers, in folders as the Hugging Face Hub has them, and
the embeddings that Python gives. For development only; nothing is fetched, all weights come from seeds.

    python3 -m venv venv
    venv/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu
    venv/bin/pip install numpy onnx onnxruntime onnxscript scikit-learn sentence-transformers soundfile transformers
    venv/bin/python make.py && deno fmt .

README.md beside this file names the versions, and says what a reader of the files has to know.

Where only the torch of PyPI can be had, and CUDA's libraries cannot, it loads all the same: install it with --no-deps,
and put empty libraries of the names and symbols that `readelf` finds it to want on LD_LIBRARY_PATH; on the CPU none of
them is called. Training of tokenizers takes tokens of equal merit in an order that varies, so the files of one run
belong together.
"""

import importlib.metadata
import json
import os
import shutil
from pathlib import Path

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
import transformers

from audio_models import AUDIO_MODELS
from clap_models import clap
from goldens import size
from sentence_models import SENTENCE_MODELS
from sounds import write_sounds
from text_models import TEXT_MODELS

ROOT = Path(__file__).parent
PACKAGES = [
    "torch", "transformers", "sentence-transformers", "tokenizers", "onnx", "onnxscript", "onnxruntime", "numpy",
    "soundfile",
]
RATES = [16_000, 24_000, 48_000]


def ports(items):
    return ", ".join(f"`{item['name']}` {item['type'][7:-1]} [{', '.join(map(str, item['shape']))}]" for item in items)


def described(golden: Path):
    """A model's lines for README.md, from its golden.json."""
    value = json.loads((golden / "golden.json").read_text())
    name = golden.relative_to(ROOT / "golden")
    folder = ROOT / "models" / name.parts[0]
    onnx, embeddings = value["onnx"], value["embeddings"]
    return "\n".join([
        f"### {name}\n",
        f"{value['architecture']}; `models/{folder.name}/{onnx['file']}`, opset {onnx['opset']}; the folder has "
        f"{size(folder) / 1000:.0f} kB.\n",
        f"- Inputs: {ports(onnx['inputs'])}",
        f"- Outputs: {ports(onnx['outputs'])}",
        *[f"- `golden/{name}/{item['file']}` {item['shape']}: {item['is']}" for item in embeddings],
    ])


def write_readme():
    """Writes anew what README.md says below its heading of versions and models."""
    path, heading = ROOT / "README.md", "## Versions and models"
    above, found, _ = path.read_text().partition(heading)
    assert found, f"README.md lacks the heading: {heading}"
    versions = [f"{package} {importlib.metadata.version(package)}" for package in PACKAGES]
    goldens = sorted(golden.parent for golden in (ROOT / "golden").rglob("golden.json"))
    path.write_text("\n\n".join([above + heading, "By " + ", ".join(versions) + ".", *map(described, goldens)]) + "\n")


def main():
    transformers.logging.set_verbosity_error()
    transformers.utils.logging.disable_progress_bar()
    for folder in ("models", "golden", "sounds"):
        shutil.rmtree(ROOT / folder, ignore_errors=True)
    for rate in RATES:
        write_sounds(ROOT, rate)
    for seed, make in enumerate([*AUDIO_MODELS, *TEXT_MODELS, *SENTENCE_MODELS, clap]):
        torch.manual_seed(seed)
        make(ROOT)
    write_readme()
    print(f"{sum(size(ROOT / folder) for folder in ('models', 'golden', 'sounds')):,} bytes")


if __name__ == "__main__":
    main()
