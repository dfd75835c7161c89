import assert from "node:assert/strict";
import { FRONT_END_PRESETS } from "../../../src/audio/front_end/presets.ts";
import { clipSchema, frontEndSchema } from "../../../src/audio/front_end/schema.ts";

const FULL = FRONT_END_PRESETS.efficientat;

/** Returns path, unknown keys and message of the first fault. */
function issueOf(schema: typeof frontEndSchema | typeof clipSchema, value: unknown): string {
  const { error } = schema.safeParse(value);
  assert(error, "nothing is wrong");
  const issue = error.issues[0]!;
  const keys = issue.code === "unrecognized_keys" ? issue.keys : [];
  return [...issue.path, ...keys].join(".") + ": " + issue.message;
}

Deno.test("the schema accepts every preset, by name or written out", () => {
  for (const [name, frontEnd] of Object.entries(FRONT_END_PRESETS)) {
    assert.deepEqual(frontEndSchema.parse({ preset: name }), frontEnd);
    assert.deepEqual(frontEndSchema.parse(JSON.parse(JSON.stringify(frontEnd))), frontEnd);
  }
});

Deno.test("keys beside a preset replace the preset's as a whole", () => {
  const mel = { ...FRONT_END_PRESETS.whisper.mel, bands: 128 };
  const found = frontEndSchema.parse({ preset: "whisper", mel });
  assert.deepEqual(found, { ...FRONT_END_PRESETS.whisper, mel });
  assert.match(issueOf(frontEndSchema, { preset: "whisper", mel: { bands: 128 } }), /^mel\.scale/);
});

Deno.test("a fault in a front end is reported with its key", () => {
  const cases: [unknown, RegExp][] = [
    [{ preset: "mn04" }, /^preset: expected one of "efficientat", "openwakeword"/],
    [{ preset: "toString" }, /^preset: expected one of/],
    [{ preset: 3 }, /^preset: expected one of/],
    [{ preset: "clap", hopp: 3 }, /^hopp: /],
    [{ kind: "mfcc" }, /^kind: expected a "preset", or the "kind" "waveform" or "log-mel"/],
    [{}, /^kind: expected a "preset"/],
    [null, /^: expected a "preset"/],
    [[], /^: expected a "preset"/],
    [{ kind: "waveform", scale: 0 }, /^scale: /],
    [{ kind: "waveform", hop: 3 }, /^hop: /],
    [{ ...FULL, hop: 0 }, /^hop: /],
    [{ ...FULL, hop: 1.5 }, /^hop: /],
    [{ ...FULL, fftLength: 1e9 }, /^fftLength: /],
    [{ ...FULL, fftLength: 799 }, /^window\.samples: expected at most fftLength/],
    [{ ...FULL, window: { ...FULL.window, shape: "hanning" } }, /^window\.shape: /],
    [{ ...FULL, window: { ...FULL.window, center: true } }, /^window\.center: /],
    [{ ...FULL, padding: { mode: "reflect" } }, /^padding\.samples: /],
    [{ ...FULL, mel: { ...FULL.mel, lowHz: 15_000 } }, /^mel\.highHz: expected more than lowHz/],
    [{ ...FULL, mel: { ...FULL.mel, height: "area" } }, /^mel\.height: expected "peak"/],
    [{ ...FULL, log: { unit: "ln" } }, /^log: expected either "offset" or "floor"/],
    [{ ...FULL, log: { unit: "ln", offset: 1, floor: 1 } }, /^log: expected either/],
    [{ ...FULL, patches: { frames: 3, hop: 3, rest: "drop" }, dropLastFrame: true }, /^patches: /],
  ];
  for (const [value, message] of cases) assert.match(issueOf(frontEndSchema, value), message);
});

Deno.test("a fault in a clip configuration is reported with its key", () => {
  const clip = { seconds: 5, short: "pad", long: "windows" };
  assert.deepEqual(clipSchema.parse(clip), clip);
  const cases: [unknown, RegExp][] = [
    [{ ...clip, seconds: 0 }, /^seconds: /],
    [{ ...clip, seconds: Infinity }, /^seconds: /],
    [{ ...clip, short: "loop" }, /^short: /],
    [{ ...clip, long: "fusion" }, /^long: /],
    [{ ...clip, hopSeconds: 6 }, /^hopSeconds: expected at most seconds/],
    [{ ...clip, long: "crop", hopSeconds: 1 }, /^hopSeconds: expected none unless/],
    [{ ...clip, hop: 1 }, /^hop: /],
  ];
  for (const [value, message] of cases) assert.match(issueOf(clipSchema, value), message);
});
