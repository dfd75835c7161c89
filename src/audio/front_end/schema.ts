/**
 * Parses front ends and clips from JSON: they are checked once, and every unknown key is refused.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { type Clip, type FrontEnd, MEL_SCALES, WINDOW_SHAPES } from "./configuration.ts";
import { FRONT_END_PRESETS } from "./presets.ts";

/** Far above any real front end; the limits keep tables small and products exact. */
const MOST_SAMPLES = 65_536;
const MOST_BANDS = 1024;
const MOST_FRAMES = 100_000;

const count = (most: number) => z.int().min(1).max(most);
const scale = z.number().positive().optional();

const waveform = z.strictObject({
  kind: z.literal("waveform"),
  scale,
  standardize: z.boolean().optional(),
});

const mel = z.strictObject({
  scale: z.enum(MEL_SCALES),
  bands: count(MOST_BANDS),
  lowHz: z.number().min(0),
  highHz: z.number().positive(),
  triangles: z.enum(["hertz", "mel"]),
  height: z.enum(["peak", "area"]),
}).refine(({ lowHz, highHz }) => lowHz < highHz, {
  path: ["highHz"],
  error: "expected more than lowHz",
}).refine(({ triangles, height }) => triangles === "hertz" || height === "peak", {
  path: ["height"],
  error: 'expected "peak" for triangles in mel, since an area is one in hertz',
});

const log = z.strictObject({
  unit: z.enum(["ln", "log10", "dB"]),
  offset: z.number().positive().optional(),
  floor: z.number().positive().optional(),
  range: z.number().positive().optional(),
}).refine(({ offset, floor }) => (offset === undefined) !== (floor === undefined), {
  error: 'expected either "offset" or "floor", so that silence has a logarithm',
});

const spectrogram = z.strictObject({
  kind: z.literal("log-mel"),
  scale,
  preEmphasis: z.strictObject({
    coefficient: z.number().min(0).max(1),
    over: z.enum(["signal", "frame"]),
  }).optional(),
  padding: z.strictObject({ mode: z.enum(["reflect", "zeros"]), samples: count(MOST_SAMPLES) })
    .optional(),
  removeMean: z.boolean().optional(),
  window: z.strictObject({
    shape: z.enum(WINDOW_SHAPES),
    samples: z.int().min(2).max(MOST_SAMPLES),
    at: z.enum(["center", "start"]),
  }),
  fftLength: z.int().min(2).max(MOST_SAMPLES),
  hop: count(MOST_SAMPLES),
  spectrum: z.enum(["power", "magnitude"]),
  mel,
  log,
  dropLastFrame: z.boolean().optional(),
  frames: z.strictObject({ count: count(MOST_FRAMES), value: z.number() }).optional(),
  normalization: z.strictObject({ multiply: z.number(), add: z.number() }).optional(),
  patches: z.strictObject({
    frames: count(MOST_FRAMES),
    hop: count(MOST_FRAMES),
    rest: z.enum(["drop", "pad"]),
  }).optional(),
}).refine(({ window, fftLength }) => window.samples <= fftLength, {
  path: ["window", "samples"],
  error: "expected at most fftLength",
}).refine(({ patches, frames, dropLastFrame }) => !patches || !(frames || dropLastFrame), {
  path: ["patches"],
  error: 'expected none beside "frames" or "dropLastFrame"',
});

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
  seconds: z.number().positive().max(86_400),
  short: z.enum(["keep", "pad", "repeat", "repeat-pad"]),
  long: z.enum(["keep", "crop", "windows"]),
  hopSeconds: z.number().positive().optional(),
}).refine(({ long, hopSeconds }) => hopSeconds === undefined || long === "windows", {
  path: ["hopSeconds"],
  error: 'expected none unless "long" is "windows"',
}).refine(({ seconds, hopSeconds }) => hopSeconds === undefined || hopSeconds <= seconds, {
  path: ["hopSeconds"],
  error: "expected at most seconds, so that no sample is left out",
});
