// Compares twenty AdamW steps of each projector kind with PyTorch's.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Compute } from "../../src/compute/compute.ts";
import { PROJECTOR_KINDS, type ProjectorKind } from "../../src/projector/configuration.ts";
import { LOG_SCALE, Parameters } from "../../src/projector/parameters.ts";
import { TrainingStep } from "../../src/projector/training_step.ts";
import { testOnEveryDevice } from "../compute/devices.ts";
import { goldenArray } from "../golden.ts";
import { sharedPath } from "../shared.ts";

const STEPS = 20;
const BATCH = 32;

for (const kind of PROJECTOR_KINDS) {
  const folder = sharedPath(`golden/train_${kind}`);
  if (folder === undefined) continue;
  testOnEveryDevice(`${kind} projectors train as PyTorch's do`, async (compute) => {
    const trace = JSON.parse(await Deno.readTextFile(join(folder, "trace.json")));
    const { step, parameters, release } = await goldenStep(compute, kind, folder, trace);
    for (let number = 1; number <= STEPS; number++) {
      step.run(number, trace.lr);
      if (number > 1 && number < STEPS) continue;
      const [norm] = await compute.read(step.gradientNorm);
      assertNear(norm!, trace.grad_norm_before_clip[number - 1], 1e-3, `norm at step ${number}`);
    }
    const losses = await compute.read(step.losses);
    losses.forEach((loss, i) => assertNear(loss, trace.loss[i], 1e-3, `loss at step ${i + 1}`));
    await assertFinalParameters(compute, parameters, folder, trace);
    release();
  });
}

async function goldenStep(
  compute: Compute,
  kind: ProjectorKind,
  folder: string,
  trace: { lr: number; weight_decay: number; betas: [number, number]; init_log_scale: number },
) {
  const audio = goldenArray(folder, "audio");
  const text = goldenArray(folder, "text");
  const projector = {
    kind,
    dim: goldenArray(folder, "init.audio.linear1.bias").data.length,
    dropout: 0,
  };
  const inputs = { audio: audio.shape[1]!, text: text.shape[1]! };
  const parameters = new Parameters(compute, { projector, inputs, seed: 0 });
  const values = await compute.read(parameters.values);
  for (const { name, offset } of parameters.shapes) {
    if (name === LOG_SCALE) values[offset] = trace.init_log_scale;
    else values.set(goldenArray(folder, `init.${name}`).data, offset);
  }
  compute.write(parameters.values, values);
  const rows = Uint32Array.from({ length: audio.shape[0]! }, (_, row) => row);
  const data = {
    audio: compute.tensor(rows.length, inputs.audio, audio.data),
    text: compute.tensor(rows.length, inputs.text, text.data),
    audioRows: rows,
    textRows: rows,
  };
  const batches = Uint32Array.from(
    { length: STEPS * BATCH },
    (_, i) => BATCH * (Math.floor(i / BATCH) % 3) + i % BATCH,
  );
  const optimizer = {
    steps: STEPS,
    batch: BATCH,
    learningRate: trace.lr,
    weightDecay: trace.weight_decay,
    targets: "pair" as const,
    warmupSteps: 0,
    clipNorm: 1,
    betas: trace.betas,
  };
  const configuration = { projector, optimizer, seed: 0 };
  const step = new TrainingStep(compute, parameters, data, configuration, {
    batch: BATCH,
    pairs: batches,
  });
  const release = () => {
    step.release();
    compute.release(parameters.values, parameters.gradients, data.audio, data.text);
  };
  return { step, parameters, release };
}

async function assertFinalParameters(
  compute: Compute,
  parameters: Parameters,
  folder: string,
  trace: { log_scale_after_step: number[] },
): Promise<void> {
  const values = await compute.read(parameters.values);
  for (const { name, offset } of parameters.shapes) {
    const expected = name === LOG_SCALE
      ? [trace.log_scale_after_step.at(-1)!]
      : goldenArray(folder, `final.${name}`).data;
    expected.forEach((value, i) => {
      const found = values[offset + i]!;
      assert.ok(Math.abs(found - value) <= 1e-4, `${name}[${i}]: ${found}; expected ${value}`);
    });
  }
}

function assertNear(found: number, expected: number, relative: number, what: string): void {
  const error = Math.abs(found - expected) / Math.abs(expected);
  assert.ok(error <= relative, `${what}: ${found}; expected ${expected}`);
}
