/**
 * A projector on a device: one modality's embeddings into the shared space, and the gradients back.
 * @module
 */
import type { Compute, DropoutKey, Tensor } from "../compute/compute.ts";
import type { ProjectorConfiguration } from "./configuration.ts";
import type { Parameter, Parameters, Side } from "./parameters.ts";

/** A projector for a fixed number of rows. */
export interface Projector {
  /** Embeddings, rows × inputs: to be filled before {@link forward}. */
  readonly input: Tensor;
  /** Projections, rows × dim, not normalised. */
  readonly output: Tensor;
  /** Records the computation of `output`; with a key, dropout is applied. */
  forward(dropoutKey?: DropoutKey): void;
  /** Records the parameters' gradients from the output's gradient. */
  backward(outputGradient: Tensor): void;
  /** Gives its memory back, `input` included. */
  release(): void;
}

/** A linear layer's view of the device: y = x Wᵀ + b and its gradients. */
class Linear {
  readonly #compute: Compute;
  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(compute: Compute, parameters: Parameters, name: string) {
    this.#compute = compute;
    this.weight = parameters.named(`${name}.weight`);
    this.bias = parameters.named(`${name}.bias`);
  }

  forward(x: Tensor, y: Tensor): void {
    this.#compute.matrixMultiply(x, this.weight.value, y, {
      transpose: "right",
      bias: this.bias.value,
    });
  }

  /** The parameters' gradients, and the input's where it is wanted. */
  backward(x: Tensor, yGradient: Tensor, xGradient?: Tensor): void {
    this.#compute.matrixMultiply(yGradient, x, this.weight.gradient, { transpose: "left" });
    this.#compute.columnSums(yGradient, this.bias.gradient);
    if (xGradient) this.#compute.matrixMultiply(yGradient, this.weight.value, xGradient);
  }
}

/** Makes a side's projector for that many rows. */
export function makeProjector(
  compute: Compute,
  configuration: ProjectorConfiguration,
  parameters: Parameters,
  side: Side,
  rows: number,
): Projector {
  const tensors: Tensor[] = [];
  const scratch = (columns: number) => {
    const tensor = compute.tensor(rows, columns);
    tensors.push(tensor);
    return tensor;
  };
  const linear1 = new Linear(compute, parameters, `${side}.linear1`);
  const common = {
    input: scratch(linear1.weight.value.columns),
    release: () => compute.release(...tensors),
  };
  const hidden = () => scratch(configuration.dim);
  switch (configuration.kind) {
    case "linear":
      return { ...common, ...linearProjector(linear1, common.input, hidden) };
    case "mlp": {
      const linear2 = new Linear(compute, parameters, `${side}.linear2`);
      return { ...common, ...mlpProjector(compute, linear1, linear2, common.input, hidden) };
    }
    case "residual": {
      const linear2 = new Linear(compute, parameters, `${side}.linear2`);
      const norm = {
        gain: parameters.named(`${side}.norm.weight`),
        shift: parameters.named(`${side}.norm.bias`),
        statistics: scratch(2),
      };
      return {
        ...common,
        ...residualProjector(
          compute,
          linear1,
          linear2,
          norm,
          configuration.dropout,
          common.input,
          hidden,
        ),
      };
    }
  }
}

type Passes = Pick<Projector, "output" | "forward" | "backward">;

function linearProjector(linear1: Linear, input: Tensor, hidden: () => Tensor): Passes {
  const output = hidden();
  return {
    output,
    forward: () => linear1.forward(input, output),
    backward: (outputGradient) => linear1.backward(input, outputGradient),
  };
}

function mlpProjector(
  compute: Compute,
  linear1: Linear,
  linear2: Linear,
  input: Tensor,
  hidden: () => Tensor,
): Passes {
  const expanded = hidden();
  const activated = hidden();
  const output = hidden();
  const activatedGradient = hidden();
  const expandedGradient = hidden();
  return {
    output,
    forward() {
      linear1.forward(input, expanded);
      compute.relu(expanded, activated);
      linear2.forward(activated, output);
    },
    backward(outputGradient) {
      linear2.backward(activated, outputGradient, activatedGradient);
      compute.reluBackward(expanded, activatedGradient, expandedGradient);
      linear1.backward(input, expandedGradient);
    },
  };
}

function residualProjector(
  compute: Compute,
  linear1: Linear,
  linear2: Linear,
  norm: { gain: Parameter; shift: Parameter; statistics: Tensor },
  dropoutRate: number,
  input: Tensor,
  hidden: () => Tensor,
): Passes {
  const [expanded, activated, branch, dropped, sum, output] = [
    hidden(),
    hidden(),
    hidden(),
    hidden(),
    hidden(),
    hidden(),
  ];
  const [sumGradient, droppedGradient, activatedGradient, geluGradient, expandedGradient] = [
    hidden(),
    hidden(),
    hidden(),
    hidden(),
    hidden(),
  ];
  let key: DropoutKey | undefined;
  return {
    output,
    forward(dropoutKey) {
      key = dropoutRate > 0 ? dropoutKey : undefined;
      linear1.forward(input, expanded);
      compute.gelu(expanded, activated);
      linear2.forward(activated, branch);
      if (key) compute.dropout(branch, dropped, dropoutRate, key);
      compute.add(expanded, key ? dropped : branch, sum);
      compute.layerNorm(sum, norm.gain.value, norm.shift.value, output, norm.statistics);
    },
    backward(outputGradient) {
      compute.layerNormBackward(
        sum,
        norm.gain.value,
        norm.statistics,
        outputGradient,
        sumGradient,
        norm.gain.gradient,
        norm.shift.gradient,
      );
      if (key) compute.dropout(sumGradient, droppedGradient, dropoutRate, key);
      linear2.backward(activated, key ? droppedGradient : sumGradient, activatedGradient);
      compute.geluBackward(expanded, activatedGradient, geluGradient);
      compute.add(geluGradient, sumGradient, expandedGradient);
      linear1.backward(input, expandedGradient);
    },
  };
}
