// Checks which items of a batch are each other's targets, against the loss computed by definition. Rows of one sound are
// equal, and then the kinds of targets have one loss; dropout makes them differ, as in training.
import assert from "node:assert/strict";
import type { Compute, ContrastiveLoss, Tensor } from "../../src/compute/compute.ts";
import { TARGETS, type Targets } from "../../src/projector/configuration.ts";
import { EarlyStopping } from "../../src/projector/early_stopping.ts";
import { Parameters } from "../../src/projector/parameters.ts";
import { type TrainingData, TrainingStep } from "../../src/projector/training_step.ts";
import { testOnEveryVariant } from "../compute/devices.ts";
import { assertNear } from "../compute/losses.ts";
import { contrastiveLoss } from "../compute/oracle.ts";
import { configurationOf } from "./planted.ts";

const PROJECTOR = { kind: "residual", dim: 6, dropout: 0.5 } as const;
/** Three captions of sound 0, two of sound 2, one of sound 1; the third and the last say the same. */
const AUDIO_ROWS = Uint32Array.of(0, 0, 0, 2, 2, 1);
const TEXT_ROWS = Uint32Array.of(0, 1, 2, 3, 4, 2);
/** The logarithm of the scale before the first update. */
const LOG_SCALE = Math.fround(Math.log(1 / 0.07));

function dataOf(compute: Compute): TrainingData {
  const rows = { audioRows: AUDIO_ROWS, textRows: TEXT_ROWS };
  return {
    audio: compute.tensor(3, 4, Float32Array.from({ length: 12 }, (_, i) => Math.sin(i * i + 1))),
    text: compute.tensor(5, 3, Float32Array.from({ length: 15 }, (_, i) => Math.cos(i * i))),
    ...rows,
    validation: rows,
  };
}

/** Returns the ids by which items are targets of each other; undefined for the diagonal alone. */
function idsOf(targets: Targets): number[] | undefined {
  if (targets === "pair") return undefined;
  return [...(targets === "same-text" ? TEXT_ROWS : AUDIO_ROWS)];
}

/** A device that remembers the last loss that was asked of it. */
function listening(compute: Compute): { compute: Compute; asked: () => ContrastiveLoss } {
  let last: ContrastiveLoss | undefined;
  const listener = new Proxy(compute, {
    get(target, name) {
      if (name === "contrastiveLoss") {
        return (operands: ContrastiveLoss) => {
          last = operands;
          target.contrastiveLoss(operands);
        };
      }
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  return { compute: listener, asked: () => last! };
}

async function rowsOf(compute: Compute, tensor: Tensor): Promise<number[][]> {
  const values = await compute.read(tensor);
  return Array.from(
    { length: tensor.rows },
    (_, row) => [...values.subarray(row * tensor.columns, (row + 1) * tensor.columns)],
  );
}

testOnEveryVariant(
  "each kind of targets gives its loss in steps and on held-out pairs",
  async (device) => {
    const losses = new Set<string>();
    for (const targets of TARGETS) {
      const { compute, asked } = listening(device);
      const { optimizer } = configurationOf();
      const configuration = {
        ...configurationOf({ projector: PROJECTOR }),
        optimizer: { ...optimizer, steps: 2, targets },
      };
      const data = dataOf(compute);
      const parameters = new Parameters(compute, {
        projector: PROJECTOR,
        inputs: { audio: 4, text: 3 },
        seed: 5,
      });
      const expected = async () => {
        const [audio, text] = [asked().audio, asked().text];
        const rows = [await rowsOf(device, audio), await rowsOf(device, text)] as const;
        return contrastiveLoss(...rows, LOG_SCALE, idsOf(targets));
      };
      const stopping = { every: 1, patience: 2 };
      const judge = new EarlyStopping(compute, parameters, data, configuration, stopping);
      await judge.judge(1);
      assertNear(judge.state!.losses[0]!, await expected(), 1e-5, 0.1);
      assert.equal(asked().targetIds === undefined, targets === "pair");
      const drawn = { batch: 6, pairs: Uint32Array.of(0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5) };
      const step = new TrainingStep(compute, parameters, data, configuration, drawn);
      step.run(1, 0.001);
      const loss = await expected();
      assertNear((await compute.read(step.losses))[0]!, loss, 1e-5, 0.1);
      losses.add(loss.toFixed(3));
      step.release();
      judge.release();
      compute.release(parameters.values, parameters.gradients, data.audio, data.text);
    }
    assert.equal(losses.size, TARGETS.length);
  },
);
