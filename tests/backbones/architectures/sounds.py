"""Three sounds made by formula, at each sampling rate of the models exactly, so that no resampler comes between."""

from pathlib import Path

import numpy as np
import soundfile

SECONDS = {"chirp": 1.0, "bursts": 1.6037, "bell": 2.3}


def chirp(time):
    """A rising tone with two overtones, louder toward its end; not symmetric about zero."""
    phase = 2 * np.pi * (180 * time + 900 * time**2)
    wave = np.sin(phase) + 0.5 * np.sin(2 * phase + 0.3) + 0.25 * np.sin(3 * phase + 1.1)
    return 0.35 * wave * (0.2 + 0.8 * time) + 0.03


def bursts(time):
    """Bursts of noise, with digital silence between them."""
    noise = np.random.default_rng(20240229).standard_normal(len(time))
    smooth = np.convolve(noise, [0.25, 0.5, 0.25], mode="same")
    return 0.3 * smooth * np.where(np.mod(time, 0.4) < 0.23, np.exp(-6 * np.mod(time, 0.4)), 0)


def bell(time):
    """Partials without a common divisor, dying away into a hum that is nearly silent."""
    partials = [(523.3, 0.5, 3.0), (1244.5, 0.3, 4.2), (2793.8, 0.2, 6.5), (5111.2, 0.1, 9.0)]
    wave = sum(gain * np.exp(-decay * time) * np.sin(2 * np.pi * hertz * time) for hertz, gain, decay in partials)
    return 0.8 * wave + 0.002 * np.sin(2 * np.pi * 97 * time)


def write_sounds(folder: Path, rate: int):
    """Writes the sounds as 16-bit WAV files."""
    target = folder / "sounds" / str(rate)
    target.mkdir(parents=True, exist_ok=True)
    for make in (chirp, bursts, bell):
        samples = round(SECONDS[make.__name__] * rate)
        wave = np.clip(make(np.arange(samples) / rate), -1, 1 - 2**-15)
        integers = np.round(wave * 32768).astype(np.int16)
        soundfile.write(target / f"{make.__name__}.wav", integers, rate, subtype="PCM_16")


def read_sounds(folder: Path, rate: int):
    """The sounds as Python's users read them: 32-bit floats, a sample divided by 32,768."""
    paths = [folder / "sounds" / str(rate) / f"{name}.wav" for name in SECONDS]
    return {str(path.relative_to(folder)): soundfile.read(path, dtype="float32")[0] for path in paths}
