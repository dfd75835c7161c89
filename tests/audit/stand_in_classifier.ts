import type { Matrix } from "../../src/basics/matrix.ts";
import { RandomStream } from "../../src/basics/random.ts";

/** Widths of the two hidden layers. */
const HIDDEN = [256, 128] as const;
const EPOCHS = 30;
const BATCH = 40;
const LEARNING_RATE = 1e-3;

/** One layer with the state of Adam (Kingma and Ba, 2015), whose usual constants are below. */
interface Layer {
  readonly inputs: number;
  readonly outputs: number;
  /** Weights, inputs x outputs, followed by one bias for each output. */
  readonly values: Float64Array;
  readonly first: Float64Array;
  readonly second: Float64Array;
}

const [BETA_1, BETA_2, EPSILON] = [0.9, 0.999, 1e-8];

/** A classifier of sounds that was trained on labels: the stand-in for a pre-trained backbone. */
export interface Classifier {
  /** Share of the training items that it names. */
  readonly trainingAccuracy: number;
  /** Embeds items: the activations of the last hidden layer. */
  embed(items: Matrix): Matrix;
}

/**
 * Trains a perceptron with two hidden layers by cross entropy on labels, in a fixed order of floating-point sums, so
 * that it is the same everywhere. Features are standardized by the training items.
 */
export function trainClassifier(items: Matrix, labels: readonly string[]): Classifier {
  const classes = [...new Set(labels)].sort();
  const targets = labels.map((label) => classes.indexOf(label));
  const random = new RandomStream(0, "stand-in for a pre-trained backbone");
  const widths = [items.columns, ...HIDDEN, classes.length];
  const layers = widths.slice(1).map((outputs, i) => makeLayer(widths[i]!, outputs, random));
  const standardize = standardizerOf(items);
  const rows = standardize(items);
  let step = 0;
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = random.shuffled([...rows.keys()]);
    for (let start = 0; start < order.length; start += BATCH) {
      const batch = order.slice(start, start + BATCH);
      const kept = batch.map((row) => rows[row]!);
      learn(layers, kept, batch.map((row) => targets[row]!), ++step);
    }
  }
  const named = activations(layers, rows).at(-1)!.map(indexOfLargest);
  return {
    trainingAccuracy: named.filter((one, row) => one === targets[row]).length / rows.length,
    embed: (others) => {
      const hidden = activations(layers, standardize(others)).at(-2)!;
      return {
        rows: others.rows,
        columns: HIDDEN[1],
        values: Float32Array.from(hidden.flatMap((row) => [...row])),
      };
    },
  };
}

function makeLayer(inputs: number, outputs: number, random: RandomStream): Layer {
  const size = (inputs + 1) * outputs;
  const scale = Math.sqrt(2 / inputs);
  return {
    inputs,
    outputs,
    values: Float64Array.from(
      { length: size },
      (_, i) => i < inputs * outputs ? scale * random.normal() : 0,
    ),
    first: new Float64Array(size),
    second: new Float64Array(size),
  };
}

/** Returns a function that standardizes rows by the mean and deviation of these. */
function standardizerOf({ rows, columns, values }: Matrix): (of: Matrix) => Float64Array[] {
  const mean = new Float64Array(columns);
  const variance = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) mean[i % columns]! += values[i]! / rows;
  for (let i = 0; i < values.length; i++) {
    variance[i % columns]! += (values[i]! - mean[i % columns]!) ** 2 / rows;
  }
  return (of) =>
    Array.from({ length: of.rows }, (_, row) =>
      Float64Array.from(
        of.values.subarray(row * columns, (row + 1) * columns),
        (value, i) => (value - mean[i]!) / Math.sqrt(variance[i]!),
      ));
}

/** Returns the rows, what each layer makes of them after its rectifier, and the logits. */
function activations(
  layers: readonly Layer[],
  rows: readonly Float64Array[],
): (readonly Float64Array[])[] {
  const all: (readonly Float64Array[])[] = [rows];
  for (const layer of layers) {
    const isLast = layer === layers.at(-1);
    all.push(all.at(-1)!.map((row) => {
      const out = through(layer, row);
      return isLast ? out : out.map((value) => Math.max(0, value));
    }));
  }
  return all;
}

function through({ inputs, outputs, values }: Layer, row: Float64Array): Float64Array {
  const out = values.slice(inputs * outputs);
  for (let i = 0; i < inputs; i++) {
    const factor = row[i]!;
    if (factor === 0) continue;
    for (let o = 0; o < outputs; o++) out[o]! += factor * values[i * outputs + o]!;
  }
  return out;
}

/** Takes one step of Adam on a batch. */
function learn(
  layers: readonly Layer[],
  rows: readonly Float64Array[],
  targets: readonly number[],
  step: number,
): void {
  const all = activations(layers, rows);
  let gradients = all.at(-1)!.map((logits, row) => {
    const largest = Math.max(...logits);
    const powers = logits.map((logit) => Math.exp(logit - largest));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power, o) => (power / total - (o === targets[row] ? 1 : 0)) / rows.length);
  });
  for (let at = layers.length - 1; at >= 0; at--) {
    const layer = layers[at]!;
    const ofInputs = backward(layer, all[at]!, gradients, step);
    gradients = ofInputs.map((row, r) => row.map((value, i) => all[at]![r]![i]! > 0 ? value : 0));
  }
}

/** Returns the gradients of a layer's inputs, and then takes the step of the layer's own values. */
function backward(
  layer: Layer,
  inputs: readonly Float64Array[],
  gradients: readonly Float64Array[],
  step: number,
): Float64Array[] {
  const { outputs, values } = layer;
  const own = new Float64Array(values.length);
  const ofInputs = inputs.map((row, r) => {
    const gradient = gradients[r]!;
    for (let o = 0; o < outputs; o++) own[layer.inputs * outputs + o]! += gradient[o]!;
    return row.map((input, i) => {
      let sum = 0;
      for (let o = 0; o < outputs; o++) {
        const at = i * outputs + o;
        own[at]! += input * gradient[o]!;
        sum += values[at]! * gradient[o]!;
      }
      return sum;
    });
  });
  adam(layer, own, step);
  return ofInputs;
}

function adam({ values, first, second }: Layer, gradient: Float64Array, step: number): void {
  const [start1, start2] = [1 - BETA_1 ** step, 1 - BETA_2 ** step];
  for (let i = 0; i < values.length; i++) {
    const slope = gradient[i]!;
    first[i] = BETA_1 * first[i]! + (1 - BETA_1) * slope;
    second[i] = BETA_2 * second[i]! + (1 - BETA_2) * slope * slope;
    const size = Math.sqrt(second[i]! / start2) + EPSILON;
    values[i]! -= LEARNING_RATE * first[i]! / start1 / size;
  }
}

function indexOfLargest(values: Float64Array): number {
  return values.indexOf(Math.max(...values));
}
