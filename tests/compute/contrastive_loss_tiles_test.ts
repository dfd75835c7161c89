import assert from "node:assert/strict";
import type { Compute } from "../../src/compute/compute.ts";
import { keepsLogits, KEPT_BATCH } from "../../src/compute/logits.ts";
import { testOnEveryVariant } from "./devices.ts";
import { assertNear, lossOn, type LossOptions, type Outcome, valuesOf } from "./losses.ts";
import { assertClose, overShapes, sample, upload } from "./matrices.ts";
import {
  contrastiveLoss,
  contrastiveLossGradients,
  gradient,
  map,
  type Matrix,
  norms,
} from "./oracle.ts";

const LOGITS = ["kept", "recomputed"] as const;

/** A batch with its loss and gradients. */
interface Batch {
  readonly audio: Matrix;
  readonly text: Matrix;
  readonly logScale: number;
  readonly ids?: readonly number[] | undefined;
}

type Expected = ReturnType<typeof contrastiveLossGradients>;

function expectedOf({ audio, text, logScale, ids }: Batch): Expected {
  return contrastiveLossGradients(audio, text, logScale, ids);
}

function assertOutcome(found: Outcome, expected: Expected): void {
  assertNear(found.loss, expected.loss, 1e-5, 0.1);
  assertClose(found.audioGradient, expected.audio, 1e-4);
  assertClose(found.textGradient, expected.text, 1e-4);
  assertNear(found.logScaleGradient, expected.logScale, 1e-4, 0.01);
}

function outcomeOn(
  compute: Compute,
  { audio, text, logScale, ids }: Batch,
  logits: LossOptions["logits"],
): Promise<Outcome> {
  return lossOn(compute, upload(compute, audio), upload(compute, text), logScale, { ids, logits });
}

Deno.test("the oracle's closed-form gradients match finite differences", () =>
  overShapes(6, ({ rows, columns, random, stream }) => {
    const audio = random(rows, columns), text = random(rows, columns);
    const ids = audio.map(() => stream.below(3));
    const closed = contrastiveLossGradients(audio, text, 1.5, ids);
    const forAudio = gradient((a) => contrastiveLoss(a, text, 1.5, ids), audio);
    const forText = gradient((t) => contrastiveLoss(audio, t, 1.5, ids), text);
    const forScale = gradient((s) => contrastiveLoss(audio, text, s[0]![0]!, ids), [[1.5]]);
    assertNear(closed.loss, contrastiveLoss(audio, text, 1.5, ids), 1e-6, 0.01);
    assertClose(Float32Array.from(closed.audio.flat()), forAudio, 1e-6, 0.01);
    assertClose(Float32Array.from(closed.text.flat()), forText, 1e-6, 0.01);
    assertNear(closed.logScale, forScale[0]![0]!, 1e-6, 0.01);
    return Promise.resolve();
  }));

// Two tiles a side on the CPU device; the larger tiles of the other devices are made smaller in tests/compute/webgpu/.
const large = sample(601, 5, 1);
const audio = large.random(601, 5);
const LARGE: Record<string, Batch> = {
  pair: { audio, text: map(audio, (value) => value + large.stream.normal()), logScale: 3 },
  "same-text": {
    audio,
    text: large.random(601, 5),
    logScale: Math.fround(Math.log(100)),
    ids: audio.map(() => large.stream.below(100)),
  },
};

for (const [targets, batch] of Object.entries(LARGE)) {
  testOnEveryVariant(`the loss of hundreds of pairs, ${targets} targets`, async (compute) => {
    const kept = await outcomeOn(compute, batch, "kept");
    const recomputed = await outcomeOn(compute, batch, "recomputed");
    assertOutcome(recomputed, expectedOf(batch));
    assert.deepEqual(valuesOf(recomputed), valuesOf(kept));
  });
}

testOnEveryVariant("rows of any norm whose square fits in float32", async (compute) => {
  const { random, stream } = sample(70, 6, 1);
  const rescaled = (matrix: Matrix) => {
    const scales = matrix.map(() => 10 ** (29 * stream.uniform() - 11));
    return map(matrix, (value, i) => Math.fround(value * scales[i]!));
  };
  const batch = { audio: rescaled(random(70, 6)), text: rescaled(random(70, 6)), logScale: 2 };
  const expected = expectedOf(batch);
  for (const logits of LOGITS) {
    const found = await outcomeOn(compute, batch, logits);
    assertNear(found.loss, expected.loss, 1e-5, 0.1);
    assertNear(found.logScaleGradient, expected.logScale, 1e-4, 0.01);
    assertClose(...timesNorms(found.audioGradient, expected.audio, batch.audio), 1e-4);
    assertClose(...timesNorms(found.textGradient, expected.text, batch.text), 1e-4);
  }
});

/** Multiplies each row of both gradients by the norm of the raw row, which makes the rows comparable. */
function timesNorms(
  found: Float32Array,
  expected: Matrix,
  raw: Matrix,
): [found: Float32Array, expected: Matrix] {
  const lengths = norms(raw), columns = raw[0]!.length;
  return [
    found.map((value, at) => value * lengths[Math.floor(at / columns)]![0]!),
    map(expected, (value, i) => value * lengths[i]![0]!),
  ];
}

Deno.test("logits are kept up to a batch size, or as requested", () => {
  const audio = (rows: number) => ({ rows, columns: 2, type: "float32" } as const);
  assert.ok(keepsLogits({ audio: audio(KEPT_BATCH) }));
  assert.ok(!keepsLogits({ audio: audio(KEPT_BATCH + 1) }));
  assert.ok(keepsLogits({ audio: audio(KEPT_BATCH + 1), logits: "kept" }));
  assert.ok(!keepsLogits({ audio: audio(2), logits: "recomputed" }));
});
