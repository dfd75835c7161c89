/**
 * A projector on a device: maps one modality's embeddings into the shared space, and propagates gradients back.
 * @module
 */
import type { Compute, DropoutKey, MatrixMultiplyOptions, Tensor } from "../compute/compute.ts";
import type { ProjectorConfiguration, ProjectorKind } from "./configuration.ts";
import type { Parameter, Parameters, Side } from "./parameters.ts";

/** A projector of one input tensor into one output tensor. */
export interface Projector {
  /** Records the computation of the output; with a key, dropout is applied. */
  forward(dropoutKey?: DropoutKey): void;
  /** Records the parameters' gradients from the output's gradient. */
  backward(outputGradient: Tensor): void;
  /** Frees its own memory; input, output and parameters belong to the caller. */
  release(): void;
}

/** A linear layer on the device: y = x Wᵀ + b and its gradients. */
class Linear {
  readonly #compute: Compute;
  readonly weight: Parameter;
  readonly bias: Parameter;

  constructor(compute: Compute, parameters: Parameters, name: string) {
    this.#compute = compute;
    this.weight = parameters.named(`${name}.weight`);
    this.bias = parameters.named(`${name}.bias`);
  }

  forward(x: Tensor, y: Tensor, activation?: MatrixMultiplyOptions["activation"]): void {
    this.#compute.matrixMultiply(x, this.weight.value, y, {
      transpose: "right",
      bias: this.bias.value,
      ...(activation && { activation }),
    });
  }

  /** Records the parameters' gradients, and the input's if requested. */
  backward(x: Tensor, yGradient: Tensor, xGradient?: Tensor): void {
    this.#compute.matrixMultiply(yGradient, x, this.weight.gradient, { transpose: "left" });
    this.#compute.columnSums(yGradient, this.bias.gradient);
    if (xGradient) this.#compute.matrixMultiply(yGradient, this.weight.value, xGradient);
  }
}

/** The parts that every kind of projector is built from. */
interface Parts {
  readonly compute: Compute;
  readonly input: Tensor;
  readonly output: Tensor;
  readonly dropout: number;
  linear(name: string): Linear;
  parameter(name: string): Parameter;
  /** Allocates a tensor with as many rows as the input. */
  scratch(columns?: number): Tensor;
  /** Like {@link scratch}, but allocated on first use: a projector that only runs forward needs no gradients. */
  gradient(): () => Tensor;
}

type Passes = Omit<Projector, "release">;

/**
 * Creates a side's projector.
 *
 * @param input embeddings, rows × inputs; read by every pass
 * @param output projections, rows × dim, not normalized; written by the forward pass
 */
export function makeProjector(
  compute: Compute,
  configuration: ProjectorConfiguration,
  parameters: Parameters,
  side: Side,
  input: Tensor,
  output: Tensor,
): Projector {
  const tensors: Tensor[] = [];
  const scratch = (columns = configuration.dim) => {
    const tensor = compute.tensor(input.rows, columns);
    tensors.push(tensor);
    return tensor;
  };
  const passes = PASSES[configuration.kind]({
    compute,
    input,
    output,
    dropout: configuration.dropout,
    linear: (name) => new Linear(compute, parameters, `${side}.${name}`),
    parameter: (name) => parameters.named(`${side}.${name}`),
    scratch,
    gradient: () => {
      let made: Tensor | undefined;
      return () => made ??= scratch();
    },
  });
  return { ...passes, release: () => compute.release(...tensors) };
}

const PASSES: Record<ProjectorKind, (parts: Parts) => Passes> = {
  linear: linearPasses,
  mlp: mlpPasses,
  residual: residualPasses,
};

function linearPasses({ input, output, linear }: Parts): Passes {
  const linear1 = linear("linear1");
  return {
    forward: () => linear1.forward(input, output),
    backward: (outputGradient) => linear1.backward(input, outputGradient),
  };
}

function mlpPasses({ compute, input, output, linear, scratch, gradient }: Parts): Passes {
  const linear1 = linear("linear1");
  const linear2 = linear("linear2");
  const expanded = scratch();
  const activated = scratch();
  const activatedGradient = gradient();
  const expandedGradient = gradient();
  return {
    forward() {
      linear1.forward(input, expanded, { kind: "relu", output: activated });
      linear2.forward(activated, output);
    },
    backward(outputGradient) {
      linear2.backward(activated, outputGradient, activatedGradient());
      compute.reluBackward(expanded, activatedGradient(), expandedGradient());
      linear1.backward(input, expandedGradient());
    },
  };
}

function residualPasses(parts: Parts): Passes {
  const { compute, input, output, dropout, linear, parameter, scratch, gradient } = parts;
  const linear1 = linear("linear1");
  const linear2 = linear("linear2");
  const gain = parameter("norm.weight");
  const shift = parameter("norm.bias");
  const expanded = scratch();
  const activated = scratch();
  const branch = scratch();
  const sum = scratch();
  const statistics = scratch(2);
  const sumGradient = gradient();
  const droppedGradient = gradient();
  const activatedGradient = gradient();
  const expandedGradient = gradient();
  let key: DropoutKey | undefined;
  return {
    forward(dropoutKey) {
      key = dropout > 0 ? dropoutKey : undefined;
      linear1.forward(input, expanded, { kind: "gelu", output: activated });
      linear2.forward(activated, branch);
      if (key) compute.dropoutAdd(branch, expanded, sum, dropout, key);
      else compute.add(branch, expanded, sum);
      compute.layerNorm(sum, gain.value, shift.value, output, statistics);
    },
    backward(outputGradient) {
      compute.layerNormBackward(
        sum,
        gain.value,
        statistics,
        outputGradient,
        sumGradient(),
        gain.gradient,
        shift.gradient,
      );
      if (key) compute.dropout(sumGradient(), droppedGradient(), dropout, key);
      linear2.backward(activated, key ? droppedGradient() : sumGradient(), activatedGradient());
      compute.geluBackward(expanded, activatedGradient(), expandedGradient(), sumGradient());
      linear1.backward(input, expandedGradient());
    },
  };
}
