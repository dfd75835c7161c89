import assert from "node:assert/strict";
import type { Compute, Tensor } from "../../src/compute/compute.ts";
import { readNpy } from "../../src/formats/npy.ts";
import { sharedPath } from "../shared.ts";
import { testOnEveryVariant } from "./devices.ts";
import { assertClose, assertSameBits, kinds, overShapes, sample, upload } from "./matrices.ts";
import { build, contrastiveLoss, gradient, map, type Matrix } from "./oracle.ts";

interface Outcome {
  readonly loss: number;
  readonly audioGradient: Float32Array;
  readonly textGradient: Float32Array;
  readonly logScaleGradient: number;
}

/** The loss and its gradients on a device; the text ids, if any, stand behind two others. */
async function lossOn(
  compute: Compute,
  audio: Tensor,
  text: Tensor,
  logScale: number,
  ids?: readonly number[],
): Promise<Outcome> {
  const { rows, columns } = audio;
  const loss = compute.tensor(1, 3, Float32Array.of(7, 8, 9));
  const audioGradient = compute.tensor(rows, columns), textGradient = compute.tensor(rows, columns);
  const logScaleGradient = compute.tensor(1, 1);
  compute.contrastiveLoss({
    audio,
    text,
    logScale: compute.tensor(1, 1, Float32Array.of(logScale)),
    ...ids && {
      textIds: { ids: compute.indices(1, rows + 2, Uint32Array.of(0, 1, ...ids)), first: 2 },
    },
    loss,
    lossIndex: 1,
    audioGradient,
    textGradient,
    logScaleGradient,
  });
  const outputs = [loss, audioGradient, textGradient, logScaleGradient];
  const [losses, forAudio, forText, forScale] = await Promise.all(
    outputs.map((output) => compute.read(output)),
  );
  assert.deepEqual([losses![0], losses![2]], [7, 9]);
  return {
    loss: losses![1]!,
    audioGradient: forAudio!,
    textGradient: forText!,
    logScaleGradient: forScale![0]!,
  };
}

function assertNear(found: number, expected: number, tolerance: number, least: number): void {
  assertClose(Float32Array.of(found), [[expected]], tolerance, least);
}

for (const targets of ["pair", "same-text"]) {
  testOnEveryVariant(
    `the loss with ${targets} targets and its gradients`,
    (compute) =>
      overShapes(9, async ({ rows, columns, random, stream }) => {
        const audio = random(rows, columns), text = random(rows, columns);
        const logScale = Math.fround(3 * stream.uniform());
        const ids = targets === "pair" ? undefined : audio.map(() => stream.below(4));
        const found = await lossOn(
          compute,
          upload(compute, audio),
          upload(compute, text),
          logScale,
          ids,
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

testOnEveryVariant("the loss is safe at scale 100, far from the targets", async (compute) => {
  const audio = build(4, 3, (i, j) => i === j ? 1 : 0.1 * i);
  const text = map(audio, (value) => -value);
  const found = await lossOn(compute, upload(compute, audio), upload(compute, text), Math.log(100));
  const logScale = Math.fround(Math.log(100));
  assertNear(found.loss, contrastiveLoss(audio, text, logScale), 1e-5, 1);
  assertClose(
    found.audioGradient,
    gradient((a) => contrastiveLoss(a, text, logScale), audio),
    1e-4,
  );
});

testOnEveryVariant("identical rows give ln n and gradients near 0", async (compute) => {
  const rows = upload(compute, build(6, 4, (_, j) => j + 1));
  const found = await lossOn(compute, rows, rows, Math.log(100));
  assertNear(found.loss, Math.log(6), 1e-5, 1);
  assert.ok(found.audioGradient.every((value) => Math.abs(value) < 1e-4));
  assert.ok(found.textGradient.every((value) => Math.abs(value) < 1e-4));
});

testOnEveryVariant("rows of zeros give a finite loss and finite gradients", async (compute) => {
  const audio = build(3, 2, (i, j) => i === 1 ? 0 : i + j + 1);
  const text = build(3, 2, (i, j) => i === 2 ? 0 : i - j + 2);
  const found = await lossOn(compute, upload(compute, audio), upload(compute, text), Math.log(100));
  const expected = contrastiveLoss(audio, text, Math.fround(Math.log(100)));
  assertNear(found.loss, expected, 1e-5, 1);
  const gradients = [...found.audioGradient, ...found.textGradient, found.logScaleGradient];
  assert.ok(gradients.every(Number.isFinite), `gradients are ${gradients}`);
});

testOnEveryVariant("a NaN in the batch shows in the loss", async (compute) => {
  const audio: Matrix = [[1, 2], [NaN, 1]], text: Matrix = [[1, 0], [0, 1]];
  const found = await lossOn(compute, upload(compute, audio), upload(compute, text), 1);
  assert.deepEqual(kinds(Float32Array.of(found.loss, found.logScaleGradient)), ["nan", "nan"]);
});

testOnEveryVariant("the same loss has the same bits", (compute) => {
  const { random } = sample(37, 19, 1);
  const audio = upload(compute, random(37, 19)), text = upload(compute, random(37, 19));
  return assertSameBits(async () => {
    const { loss, logScaleGradient, ...gradients } = await lossOn(compute, audio, text, 2);
    const { audioGradient, textGradient } = gradients;
    return Float32Array.of(loss, logScaleGradient, ...audioGradient, ...textGradient);
  });
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
  testOnEveryVariant(`the loss equals PyTorch's: ${name}`, async (compute) => {
    const load = (part: string): Tensor => {
      const path = sharedPath(`golden/${name}_${part}.npy`)!;
      const { shape, data } = readNpy(Deno.readFileSync(path), path);
      return compute.tensor(shape[0]!, shape[1]!, data);
    };
    const [audio, text] = [load("audio"), load("text")];
    const found = await lossOn(compute, audio, text, expected.log_scale, expected.text_ids);
    assertNear(found.loss, expected.loss, 1e-5, 0.1);
    assertNear(found.logScaleGradient, expected.grad_log_scale, 1e-4, 0.01);
    const rowOf = async (part: string): Promise<Matrix> => [[...await compute.read(load(part))]];
    assertClose(found.audioGradient, await rowOf("grad_audio"), 1e-4);
    assertClose(found.textGradient, await rowOf("grad_text"), 1e-4);
    compute.release(audio, text);
  });
}
