"""Makes tiny files of codings that Earnest decodes itself, with what libsndfile (or SoX) makes of them.

    python3 golden.py ../../fixtures/audio

writes the files and their entries of `golden.json`. Needs ffmpeg, SoX, and soundfile (PyPI).
"""
import json
import os
import struct
import subprocess
import sys

import numpy as np
import soundfile

from bytes import chunk, layer1_frame, riff

RATE = 8000
SHOWN = 32


def signal(length):
    """Two tones with a pause and a loud part, which a coder must follow."""
    time = np.arange(length) / RATE
    tones = 0.5 * np.sin(2 * np.pi * 440 * time) + 0.25 * np.sin(2 * np.pi * 1000 * time)
    tones[length // 3 : length // 2] *= 0.01
    return tones * np.where(np.arange(length) > length * 3 // 4, 1.2, 0.8)


def gsm(path):
    """Four blocks of the signal and four of noise, the last of which is not full."""
    soundfile.write(path, signal(4 * 320), RATE, subtype="GSM610", format="WAV")
    with open(path, "rb") as file:
        coded = file.read()
    start = coded.index(b"data") + 8
    noise = np.random.default_rng(1).integers(0, 256, 4 * 65, dtype="u1").tobytes()
    length = 8 * 320 - 100
    form = coded[coded.index(b"fmt ") : coded.index(b"fact")]
    with open(path, "wb") as file:
        file.write(riff(form, chunk(b"fact", struct.pack("<I", length)), chunk(b"data", coded[start:] + noise)))
    return soundfile.read(path, dtype="float32")[0][:length]


def adpcm(path, subtype):
    soundfile.write(path, signal(1200), RATE, subtype=subtype, format="AU")
    return soundfile.read(path, dtype="float32")[0]


def adpcm_by_the_standard(path, source):
    """The same codes behind a text, as all writers but libsndfile have it; SoX decodes them as the standard says."""
    with open(source, "rb") as file:
        header, data = file.read(24), file.read()
    with open(path, "wb") as file:
        file.write(header[:4] + struct.pack(">I", 28) + header[8:] + b"tone" + data)
    raw = subprocess.run(["sox", path, "-t", "raw", "-e", "signed", "-b", "16", "-"], capture_output=True, check=True)
    return np.frombuffer(raw.stdout, "<i2") / 32768


def alac(path, length, subtype, channels):
    """Silence, which is a run of zeros, then tones and noise that does not shrink."""
    noise = np.random.default_rng(3).uniform(-1, 1, length // 4)
    tones = signal(length - len(noise)) * (np.arange(length - len(noise)) > length // 3)
    mono = np.concatenate([tones, noise])
    samples = np.stack([mono, mono[::-1]], 1)[:, :channels]
    soundfile.write(path, samples, RATE, subtype=subtype, format="CAF")
    return soundfile.read(path, dtype="float32", always_2d=True)[0].mean(1)


def layer1(path):
    noise = np.random.default_rng(2).integers(0, 63, (12, 48))
    with open(path, "wb") as file:
        file.write(b"".join(layer1_frame(values) for values in noise))
    return soundfile.read(path, dtype="float32")[0]


def main(folder):
    def path(name):
        return os.path.join(folder, name)

    made = {"gsm.wav": gsm(path("gsm.wav"))}
    for name, subtype in [("g721", "G721_32"), ("g723_24", "G723_24"), ("g723_40", "G723_40")]:
        made[f"{name}.au"] = adpcm(path(f"{name}.au"), subtype)
    made["g721_text.au"] = adpcm_by_the_standard(path("g721_text.au"), path("g721.au"))
    made["alac.caf"] = alac(path("alac.caf"), 4600, "ALAC_16", 1)
    made["alac_24.caf"] = alac(path("alac_24.caf"), 800, "ALAC_24", 2)
    made["layer1.mp1"] = layer1(path("layer1.mp1"))
    with open(path("golden.json")) as file:
        golden = json.load(file)
    for name, samples in made.items():
        # Late samples: whatever a decoder does wrong before, it carries on.
        at = len(samples) - 2 * SHOWN
        golden[name] = {
            "sampleRateHz": 44100 if name == "layer1.mp1" else RATE,
            "length": len(samples),
            "at": at,
            "samples": " ".join(f"{x:.6f}" for x in samples[at : at + SHOWN]),
        }
    with open(path("golden.json"), "w") as file:
        json.dump(golden, file, indent=2)
        file.write("\n")


main(sys.argv[1])
