/**
 * Joins texts of different lengths into one input of a transformer.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { describePorts, type OnnxPort, type OnnxTensor } from "../onnx/ports.ts";
import type { Tokens } from "./tokenizer.ts";

const MASK = "attention_mask";
const KNOWN_INPUTS = ["input_ids", MASK, "token_type_ids"];

/**
 * Checks that a model takes token ids, and no input that a tokenizer does not give.
 *
 * @param path the model's file
 * @throws {InputError} when it lacks `input_ids`, or has an input other than `input_ids`, `attention_mask` and
 * `token_type_ids`
 */
export function expectTextModel(path: string, inputs: readonly OnnxPort[]): void {
  const names = inputs.map(({ name }) => name);
  if (names.includes("input_ids") && names.every((name) => KNOWN_INPUTS.includes(name))) return;
  throw new InputError(
    `"${quotable(path)}" has ${describePorts("inputs", inputs)}; ` +
      "expected input_ids, and attention_mask and token_type_ids at most",
  );
}

/**
 * Whether a model can distinguish a text from its padding; otherwise texts of different lengths cannot share a batch.
 */
export function hasMask(inputs: readonly OnnxPort[]): boolean {
  return inputs.some(({ name }) => name === MASK);
}

/**
 * Builds a model's inputs from a batch: texts × tokens of the longest, shorter texts padded at their end.
 *
 * @param texts at least one
 * @param padId the id of the padding token
 * @param inputs the model's inputs
 */
export function batchInputs(
  texts: readonly Tokens[],
  padId: number,
  inputs: readonly OnnxPort[],
): Record<string, OnnxTensor> {
  const longest = texts.reduce((length, { ids }) => Math.max(length, ids.length), 0);
  const padded = (values: (text: Tokens) => readonly number[], filler: number): OnnxTensor => {
    const data = new BigInt64Array(texts.length * longest).fill(BigInt(filler));
    texts.forEach((text, i) => data.set(values(text).map(BigInt), i * longest));
    return { shape: [texts.length, longest], data };
  };
  const all: Record<string, OnnxTensor> = {
    input_ids: padded(({ ids }) => ids, padId),
    attention_mask: padded(({ ids }) => ids.map(() => 1), 0),
    token_type_ids: padded(({ types }) => types, 0),
  };
  return Object.fromEntries(inputs.map(({ name }) => [name, all[name]!]));
}
