"""The sound that the made files hold, and the list of files so far."""
import os
import subprocess

import numpy as np
import soundfile

RATE, LENGTH = 22050, 33075


def sound():
    """A minute part of a scene: tones, a click and noise, in two channels."""
    rng = np.random.default_rng(5)
    time = np.arange(LENGTH) / RATE
    left = 0.4 * np.sin(2 * np.pi * 440 * time) + 0.2 * np.sin(2 * np.pi * 1333 * time * (1 + time / 5))
    right = 0.5 * np.sin(2 * np.pi * 523 * time) * np.exp(-time)
    stereo = np.stack([left, right], 1) + rng.normal(0, 0.02, (LENGTH, 2))
    stereo[9000:9040] *= 0.1
    return np.round(np.clip(stereo, -0.95, 0.95) * 32767) / 32768


STEREO = sound()
MONO = np.round(STEREO[:, 0] * 32768) / 32768
PCM16 = (MONO * 32768).astype("<i2").tobytes()
PCM16_STEREO = (STEREO * 32768).round().astype("<i2").tobytes()


class Files:
    """The files so far."""

    def __init__(self, folder):
        self.folder = folder
        self.list = []

    def path(self, name):
        return os.path.join(self.folder, name)

    def add(self, name, what, content, state="whole"):
        with open(self.path(name), "wb") as file:
            file.write(content)
        self.list.append((name, what, state))
        return content

    def written(self, name, what, subtype, kind, data=MONO, endian="FILE", state="whole"):
        soundfile.write(self.path(name), data, RATE, subtype=subtype, format=kind, endian=endian)
        self.list.append((name, what, state))
        return self.read(name)

    def encoded(self, name, what, *options, state="whole", source="base.wav"):
        command = ["ffmpeg", "-v", "error", "-y", "-i", self.path(source), *options, self.path(name)]
        subprocess.run(command, check=True)
        self.list.append((name, what, state))
        return self.read(name)

    def read(self, name):
        with open(self.path(name), "rb") as file:
            return file.read()
