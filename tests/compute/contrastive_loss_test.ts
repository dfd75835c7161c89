import assert from "node:assert/strict";
import type { Compute, Tensor } from "../../src/compute/compute.ts";
import { readNpy } from "../../src/formats/npy.ts";
import { sharedPath } from "../shared.ts";
import { testOnEveryVariant } from "./devices.ts";
import { assertNear, lossOn, valuesOf } from "./losses.ts";
import { assertClose, assertSameBits, kinds, overShapes, sample, upload } from "./matrices.ts";
import { build, contrastiveLoss, gradient, map, type Matrix } from "./oracle.ts";

const LOGITS = ["kept", "recomputed"] as const;

/** Registers a test of the loss on every device, with kept and with recomputed logits. */
function testBoth(
  name: string,
  body: (compute: Compute, logits: "kept" | "recomputed") => Promise<void>,
): void {
  for (const logits of LOGITS) {
    testOnEveryVariant(`${name}, logits ${logits}`, (compute) => body(compute, logits));
  }
}

for (const targets of ["pair", "same-text"]) {
  testBoth(
    `the loss with ${targets} targets and its gradients`,
    (compute, logits) =>
      overShapes(9, async ({ rows, columns, random, stream }) => {
        const audio = random(rows, columns), text = random(rows, columns);
        const logScale = Math.fround(3 * stream.uniform());
        const ids = targets === "pair" ? undefined : audio.map(() => stream.below(4));
        const found = await lossOn(
          compute,
          upload(compute, audio),
          upload(compute, text),
          logScale,
          { ids, logits },
        );
        assertNear(found.loss, contrastiveLoss(audio, text, logScale, ids), 1e-5, 0.1);
        const forAudio = gradient((a) => contrastiveLoss(a, text, logScale, ids), audio);
        const forText = gradient((t) => contrastiveLoss(audio, t, logScale, ids), text);
        const scaled = (s: Matrix) => contrastiveLoss(audio, text, s[0]![0]!, ids);
        const forScale = gradient(scaled, [[logScale]]);
        assertClose(found.audioGradient, forAudio, 1e-4, 0.01);
        assertClose(found.textGradient, forText, 1e-4, 0.01);
        assertNear(found.logScaleGradient, forScale[0]![0]!, 1e-4, 0.01);
      }),
  );
}

testBoth("the loss is safe at scale 100, far from the targets", async (compute, logits) => {
  const audio = build(4, 3, (i, j) => i === j ? 1 : 0.1 * i);
  const text = map(audio, (value) => -value);
  const found = await lossOn(
    compute,
    upload(compute, audio),
    upload(compute, text),
    Math.log(100),
    { logits },
  );
  const logScale = Math.fround(Math.log(100));
  assertNear(found.loss, contrastiveLoss(audio, text, logScale), 1e-5, 1);
  assertClose(
    found.audioGradient,
    gradient((a) => contrastiveLoss(a, text, logScale), audio),
    1e-4,
  );
});

testBoth("identical rows give ln n and gradients near 0", async (compute, logits) => {
  const rows = upload(compute, build(6, 4, (_, j) => j + 1));
  const found = await lossOn(compute, rows, rows, Math.log(100), { logits });
  assertNear(found.loss, Math.log(6), 1e-5, 1);
  assert.ok(found.audioGradient.every((value) => Math.abs(value) < 1e-4));
  assert.ok(found.textGradient.every((value) => Math.abs(value) < 1e-4));
});

testBoth("rows of zeros give a finite loss and finite gradients", async (compute, logits) => {
  const audio = build(3, 2, (i, j) => i === 1 ? 0 : i + j + 1);
  const text = build(3, 2, (i, j) => i === 2 ? 0 : i - j + 2);
  const found = await lossOn(
    compute,
    upload(compute, audio),
    upload(compute, text),
    Math.log(100),
    { logits },
  );
  const expected = contrastiveLoss(audio, text, Math.fround(Math.log(100)));
  assertNear(found.loss, expected, 1e-5, 1);
  const values = valuesOf(found);
  assert.ok(values.every(Number.isFinite), `the loss and its gradients are ${values}`);
});

testBoth("a NaN in the batch shows in the loss", async (compute, logits) => {
  const audio: Matrix = [[1, 2], [NaN, 1]], text: Matrix = [[1, 0], [0, 1]];
  const found = await lossOn(compute, upload(compute, audio), upload(compute, text), 1, { logits });
  assert.deepEqual(kinds(Float32Array.of(found.loss, found.logScaleGradient)), ["nan", "nan"]);
});

testBoth("the same loss has the same bits", (compute, logits) => {
  const { random } = sample(37, 19, 1);
  const audio = upload(compute, random(37, 19)), text = upload(compute, random(37, 19));
  return assertSameBits(async () => valuesOf(await lossOn(compute, audio, text, 2, { logits })));
});

interface GoldenCase {
  readonly log_scale: number;
  readonly text_ids?: readonly number[];
  readonly loss: number;
  readonly grad_log_scale: number;
}

const goldenPath = sharedPath("golden/infonce.json");
const golden: Record<string, GoldenCase> = goldenPath
  ? JSON.parse(Deno.readTextFileSync(goldenPath))
  : {};

for (const [name, expected] of Object.entries(golden)) {
  testBoth(`the loss equals PyTorch's: ${name}`, async (compute, logits) => {
    const load = (part: string): Tensor => {
      const path = sharedPath(`golden/${name}_${part}.npy`)!;
      const { shape, data } = readNpy(Deno.readFileSync(path), path);
      return compute.tensor(shape[0]!, shape[1]!, data);
    };
    const [audio, text] = [load("audio"), load("text")];
    const ids = expected.text_ids;
    const found = await lossOn(compute, audio, text, expected.log_scale, { ids, logits });
    assertNear(found.loss, expected.loss, 1e-5, 0.1);
    assertNear(found.logScaleGradient, expected.grad_log_scale, 1e-4, 0.01);
    const rowOf = async (part: string): Promise<Matrix> => [[...await compute.read(load(part))]];
    assertClose(found.audioGradient, await rowOf("grad_audio"), 1e-4);
    assertClose(found.textGradient, await rowOf("grad_text"), 1e-4);
    compute.release(audio, text);
  });
}
