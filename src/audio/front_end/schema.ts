/**
 * Parses front ends and clips from JSON: they are checked once, and every unknown key is refused.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { described } from "../../basics/described.ts";
import { type Clip, type FrontEnd, MEL_SCALES, WINDOW_SHAPES } from "./configuration.ts";
import { FRONT_END_PRESETS } from "./presets.ts";

/** Far above any real front end; the limits keep tables small and products exact. */
const MOST_SAMPLES = 65_536;
const MOST_BANDS = 1024;
const MOST_FRAMES = 100_000;

const count = (most: number) => z.int().min(1).max(most);
const scale = described(
  z.number().positive().optional(),
  "What samples are multiplied with first.",
  "1",
);

const waveform = z.strictObject({
  kind: described(z.literal("waveform"), "Samples as they are."),
  scale,
  standardize: described(
    z.boolean().optional(),
    "Whether each clip gets mean 0 and variance 1.",
    "false",
  ),
});

const mel = z.strictObject({
  scale: described(z.enum(MEL_SCALES), "The formula of the mel scale."),
  bands: described(count(MOST_BANDS), "Number of bands (`n_mels`)."),
  lowHz: described(z.number().min(0), "Lowest frequency (`f_min`)."),
  highHz: described(z.number().positive(), "Highest frequency (`f_max`)."),
  triangles: described(
    z.enum(["hertz", "mel"]),
    "The unit in which the sides of a filter are straight lines.",
  ),
  height: described(
    z.enum(["peak", "area"]),
    "Whether filters have a peak of 1, or an area of 1 in hertz (librosa's `slaney`).",
  ),
}).refine(({ lowHz, highHz }) => lowHz < highHz, {
  path: ["highHz"],
  error: "expected more than lowHz",
}).refine(({ triangles, height }) => triangles === "hertz" || height === "peak", {
  path: ["height"],
  error: 'expected "peak" for triangles in mel, since an area is one in hertz',
});

const log = z.strictObject({
  unit: described(
    z.enum(["ln", "log10", "dB"]),
    "The logarithm: natural, of base 10, or decibels.",
  ),
  offset: described(z.number().positive().optional(), "What is added before it.", "none"),
  floor: described(
    z.number().positive().optional(),
    "What smaller values become before it. Either this or `offset`.",
    "none",
  ),
  range: described(
    z.number().positive().optional(),
    "How far below the greatest value of a window the others may lie (`top_db`).",
    "any",
  ),
}).refine(({ offset, floor }) => (offset === undefined) !== (floor === undefined), {
  error: 'expected either "offset" or "floor", so that silence has a logarithm',
}).meta({
  oneOf: [{ required: ["offset"] }, { required: ["floor"] }],
});

const spectrogram = z.strictObject({
  kind: described(z.literal("log-mel"), "A log-mel spectrogram."),
  scale,
  preEmphasis: described(
    z.strictObject({
      coefficient: described(
        z.number().min(0).max(1),
        "How much of the sample before is taken off.",
      ),
      over: described(z.enum(["signal", "frame"]), "Whether over the signal or within each frame."),
    }).optional(),
    "Pre-emphasis.",
    "none",
  ),
  padding: described(
    z.strictObject({
      mode: described(z.enum(["reflect", "zeros"]), "What is put at both ends."),
      samples: described(
        count(MOST_SAMPLES),
        "How many samples: half of `n_fft` with `center=True`.",
      ),
    }).optional(),
    "What is put before the first and after the last sample.",
    "none (`center=False`)",
  ),
  removeMean: described(
    z.boolean().optional(),
    "Whether each frame's mean is taken off.",
    "false",
  ),
  window: described(
    z.strictObject({
      shape: described(z.enum(WINDOW_SHAPES), "Its shape."),
      samples: described(z.int().min(2).max(MOST_SAMPLES), "Its length (`win_length`)."),
      at: described(z.enum(["center", "start"]), "Where it lies in the frame."),
    }),
    "The window of a frame.",
  ),
  fftLength: described(z.int().min(2).max(MOST_SAMPLES), "Samples of a frame (`n_fft`)."),
  hop: described(count(MOST_SAMPLES), "Samples between two frames (`hop_length`)."),
  spectrum: described(
    z.enum(["power", "magnitude"]),
    "Whether the transform's absolute value is squared.",
  ),
  mel: described(mel, "The mel filters."),
  log: described(log, "The logarithm."),
  dropLastFrame: described(z.boolean().optional(), "Whether the last frame is dropped.", "false"),
  frames: described(
    z.strictObject({
      count: described(count(MOST_FRAMES), "Number of frames."),
      value: described(z.number(), "What frames that are missing hold."),
    }).optional(),
    "A number of frames to which each clip is cut or filled.",
    "as many as there are",
  ),
  normalization: described(
    z.strictObject({
      multiply: described(z.number(), "What values are multiplied with."),
      add: described(z.number(), "What is then added."),
    }).optional(),
    "A last linear step, such as with the mean and deviation of the training data.",
    "none",
  ),
  patches: described(
    z.strictObject({
      frames: described(count(MOST_FRAMES), "Frames of a patch."),
      hop: described(count(MOST_FRAMES), "Frames between two patches."),
      rest: described(z.enum(["drop", "pad"]), "What becomes of the frames that are left over."),
    }).optional(),
    "Pieces into which the spectrogram is cut, each an input of its own.",
    "none",
  ),
}).refine(({ window, fftLength }) => window.samples <= fftLength, {
  path: ["window", "samples"],
  error: "expected at most fftLength",
}).refine(({ patches, frames, dropLastFrame }) => !patches || !(frames || dropLastFrame), {
  path: ["patches"],
  error: 'expected none beside "frames" or "dropLastFrame"',
});

/** The kinds of front ends, as they are written without a preset. */
export const FRONT_END_KINDS = { waveform, spectrogram } as const;

/**
 * Parses a front end: all its keys, or the name of a preset and keys that each replace one of the preset's as a whole.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const found = frontEndSchema.parse({ preset: "efficientat", hop: 640 });
 * assert(found.kind === "log-mel" && found.hop === 640 && found.mel.bands === 128);
 * ```
 */
export const frontEndSchema: z.ZodType<FrontEnd> = z.preprocess(
  resolvePreset,
  z.discriminatedUnion("kind", [waveform, spectrogram], {
    error: 'expected a "preset", or the "kind" "waveform" or "log-mel"',
  }),
);

/** Returns the front end of the preset that the JSON value names; any other value unchanged. */
function resolvePreset(value: unknown, context: z.RefinementCtx): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, "preset")) return value;
  const { preset, ...overrides } = value as Record<string, unknown>;
  if (typeof preset === "string" && Object.hasOwn(FRONT_END_PRESETS, preset)) {
    return { ...FRONT_END_PRESETS[preset as keyof typeof FRONT_END_PRESETS], ...overrides };
  }
  const names = Object.keys(FRONT_END_PRESETS).map((name) => `"${name}"`).join(", ");
  context.addIssue({
    code: "custom",
    path: ["preset"],
    message: `expected one of ${names}`,
    input: preset,
  });
  return z.NEVER;
}

/** Parses how clips become windows. */
export const clipSchema: z.ZodType<Clip> = z.strictObject({
  seconds: described(z.number().positive().max(86_400), "Length of a window."),
  short: described(
    z.enum(["keep", "pad", "repeat", "repeat-pad"]),
    "What becomes of shorter clips: as they are, filled with zeros, repeated, or repeated whole and " +
      "then filled.",
  ),
  long: described(
    z.enum(["keep", "crop", "windows"]),
    "What becomes of longer clips: as they are, their start, or windows that are pooled.",
  ),
  hopSeconds: described(
    z.number().positive().optional(),
    "With `windows`: from the start of one to that of the next.",
    "`seconds`",
  ),
}).refine(({ long, hopSeconds }) => hopSeconds === undefined || long === "windows", {
  path: ["hopSeconds"],
  error: 'expected none unless "long" is "windows"',
}).refine(({ seconds, hopSeconds }) => hopSeconds === undefined || hopSeconds <= seconds, {
  path: ["hopSeconds"],
  error: "expected at most seconds, so that no sample is left out",
});
