"""Makes the files and reads each with libsndfile and with ffmpeg.

    python3 read.py FOLDER

writes the files into FOLDER, beside each `NAME.sndfile.f32` and `NAME.ffmpeg.f32` (the mean of the channels) where it
can be read, and `files.json`. Needs ffmpeg, libsndfile and soundfile (PyPI).
"""
import json
import os
import subprocess
import sys

import numpy as np
import soundfile

from make import files


def by_sndfile(path):
    try:
        with soundfile.SoundFile(path) as file:
            # A file may state no length, or a wrong one.
            parts = []
            while len(part := file.read(65536, dtype="float32", always_2d=True)) > 0:
                parts.append(part)
            rate = file.samplerate
    except (soundfile.SoundFileError, RuntimeError) as error:
        return None, str(error).split(": ", 1)[-1]
    return (np.concatenate(parts).mean(1), rate) if parts else (None, "no samples")


def by_ffmpeg(path):
    probe = ["ffprobe", "-v", "error", "-select_streams", "a:0", "-show_entries", "stream=sample_rate,channels", "-of",
             "csv=p=0", path]
    found = subprocess.run(probe, capture_output=True, text=True).stdout.strip().split(",")
    command = ["ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-f", "f32le", "-c:a", "pcm_f32le", "-"]
    run = subprocess.run(command, capture_output=True)
    said = run.stderr.decode(errors="replace").strip().splitlines()
    values = np.frombuffer(run.stdout, "<f4")
    if len(found) != 2 or values.size == 0:
        return None, said[-1] if said else "no samples", []
    rate, channels = int(found[0]), int(found[1])
    return values[: values.size // channels * channels].reshape(-1, channels).mean(1), rate, said


def main(folder):
    results = []
    for name, what, state in files(folder):
        path = os.path.join(folder, name)
        entry = {"name": name, "what": what, "state": state}
        for reader, (data, rate, *said) in [("sndfile", by_sndfile(path)), ("ffmpeg", by_ffmpeg(path))]:
            if data is None:
                entry[reader] = {"error": rate}
                continue
            data.astype("<f4").tofile(f"{path}.{reader}.f32")
            entry[reader] = {"samples": int(data.size), "rate": int(rate), "said": len(said[0]) if said else 0}
        results.append(entry)
    with open(os.path.join(folder, "files.json"), "w") as file:
        json.dump(results, file, indent=1)
    print(f"{len(results)} files in {folder}; libsndfile {soundfile.__libsndfile_version__}")


main(sys.argv[1])
