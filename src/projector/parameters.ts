/**
 * The trained numbers of both projectors and the logit scale, all in one row of memory, so that the gradient norm is
 * one reduction and an optimizer step is one operation.
 * @module
 */
import { RandomStream } from "../basics/random.ts";
import type { Compute, Tensor } from "../compute/compute.ts";
import type { ProjectorConfiguration, ProjectorKind } from "./configuration.ts";

/** The two modalities. */
export type Side = "audio" | "text";

/** The logarithm of the initial logit scale, 1 / 0.07: Radford et al., arXiv 2103.00020, section 2.5. */
export const INITIAL_LOG_SCALE: number = Math.log(1 / 0.07);
/** The logit scale is clipped at 100: the same section. */
export const MAXIMAL_LOG_SCALE: number = Math.log(100);

/** Name of the logarithm of the logit scale. */
export const LOG_SCALE = "log_scale";

/** One named matrix of parameters. Weights are outputs × inputs: y = x Wᵀ + b. */
export interface ParameterShape {
  /** The name, such as `audio.linear1.weight`. */
  readonly name: string;
  /** Outputs of a weight; 1 for a row of biases, gains or shifts. */
  readonly rows: number;
  /** Inputs of a weight; the length of a row. */
  readonly columns: number;
  /** Its offset in the flat row. */
  readonly offset: number;
}

const LAYERS: Record<ProjectorKind, readonly string[]> = {
  linear: ["linear1"],
  mlp: ["linear1", "linear2"],
  residual: ["linear1", "linear2", "norm"],
};

function sideShapes(side: Side, inputs: number, projector: ProjectorConfiguration) {
  const { kind, dim } = projector;
  return LAYERS[kind].flatMap((layer) => [
    {
      name: `${side}.${layer}.weight`,
      rows: layer === "norm" ? 1 : dim,
      columns: layer === "linear1" ? inputs : dim,
    },
    { name: `${side}.${layer}.bias`, rows: 1, columns: dim },
  ]);
}

/**
 * Lists where each parameter lies in the flat row. The names are PyTorch's, `norm.weight` being the gain.
 *
 * @param inputs dimensions of the audio and the text embeddings
 * @param alignment offsets are multiples of it; see {@link Compute.viewAlignment}
 */
export function parameterLayout(
  projector: ProjectorConfiguration,
  inputs: Readonly<Record<Side, number>>,
  alignment: number,
): { shapes: ParameterShape[]; length: number } {
  let length = 0;
  const shapes = [
    ...sideShapes("audio", inputs.audio, projector),
    ...sideShapes("text", inputs.text, projector),
    { name: LOG_SCALE, rows: 1, columns: 1 },
  ].map((shape) => {
    const offset = length;
    length += Math.ceil(shape.rows * shape.columns / alignment) * alignment;
    return { ...shape, offset };
  });
  return { shapes, length };
}

/**
 * Initializes the flat row: weights and biases of linear layers uniform in ±1/√inputs (the default of PyTorch's
 * nn.Linear), gains 1, shifts 0, each parameter from a random stream of its own.
 */
export function initialParameters(
  shapes: readonly ParameterShape[],
  length: number,
  seed: number,
): Float32Array {
  const values = new Float32Array(length);
  let inputs = 1;
  for (const { name, rows, columns, offset } of shapes) {
    const part = values.subarray(offset, offset + rows * columns);
    if (name === LOG_SCALE) part[0] = INITIAL_LOG_SCALE;
    else if (name.endsWith("norm.weight")) part.fill(1);
    else if (!name.endsWith("norm.bias")) {
      // A layer's weight comes directly before its bias, which has the same bound.
      if (name.endsWith("weight")) inputs = columns;
      const random = new RandomStream(seed, `initial ${name}`);
      const bound = 1 / Math.sqrt(inputs);
      for (let i = 0; i < part.length; i++) part[i] = (2 * random.uniform() - 1) * bound;
    }
  }
  return values;
}

/** A parameter and its gradient, on the device. */
export interface Parameter {
  /** The parameter. */
  readonly value: Tensor;
  /** Its gradient. */
  readonly gradient: Tensor;
}

/** What determines initial parameters. */
export interface ParameterSetting {
  /** The projectors. */
  readonly projector: ProjectorConfiguration;
  /** Dimensions of the audio and the text embeddings. */
  readonly inputs: Readonly<Record<Side, number>>;
  /** Seed of the initial weights. */
  readonly seed: number;
}

/** All parameters on a device: flat rows, and named views of them. */
export class Parameters {
  /** Where each parameter lies. */
  readonly shapes: readonly ParameterShape[];
  /** All parameters, 1 × p. */
  readonly values: Tensor;
  /** All gradients, 1 × p. */
  readonly gradients: Tensor;
  /** Index of the log scale in the flat row. */
  readonly logScaleIndex: number;
  readonly #named = new Map<string, Parameter>();

  /** Puts newly initialized parameters on the device. */
  constructor(compute: Compute, { projector, inputs, seed }: ParameterSetting) {
    const { shapes, length } = parameterLayout(projector, inputs, compute.viewAlignment);
    this.shapes = shapes;
    this.values = compute.tensor(1, length, initialParameters(shapes, length, seed));
    this.gradients = compute.tensor(1, length);
    for (const { name, offset, rows, columns } of shapes) {
      this.#named.set(name, {
        value: compute.view(this.values, offset, rows, columns),
        gradient: compute.view(this.gradients, offset, rows, columns),
      });
    }
    this.logScaleIndex = shapes.at(-1)!.offset;
  }

  /** Finds the parameter of a name; an unknown name is a defect. */
  named(name: string): Parameter {
    const parameter = this.#named.get(name);
    if (!parameter) throw new Error(`There is no parameter "${name}"`);
    return parameter;
  }
}
