/**
 * Joins texts of different lengths into one input of a transformer.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { describePorts, type OnnxPort, type OnnxTensor } from "../onnx/ports.ts";
import { fillSecondInput, isSecondInput, plainName, wholeNumbers } from "../onnx/second_inputs.ts";
import type { Tokens } from "./tokenizer.ts";

/** The token ids. */
const IDS = "input_ids";
/** Ones for tokens, zeros for padding. */
const MASKS: readonly string[] = ["attention_mask", "input_mask"];
/** The segment of each token. */
const TYPES: readonly string[] = ["token_type_ids", "segment_ids"];

/** The shape of a batch. */
export interface BatchShape {
  /** The most texts in one run; undefined where the model takes any number. */
  readonly texts: number | undefined;
  /** The number of tokens that the model fixes, to which texts are padded; undefined where it takes any. */
  readonly tokens: number | undefined;
}

/**
 * Checks that a model takes token ids, and no input that does not follow from them.
 *
 * @param path the model's file
 * @returns the shape that the model fixes
 * @throws {InputError} when it lacks `input_ids`, or has an input that is neither a mask, a length, segments nor
 * positions
 */
export function expectTextModel(path: string, inputs: readonly OnnxPort[]): BatchShape {
  const ids = inputs.find((port) => plainName(port) === IDS);
  if (ids === undefined || !inputs.every((port) => port === ids || isSecondInput(port))) {
    throw new InputError(
      `"${quotable(path)}" has ${
        describePorts("inputs", inputs)
      }; expected input_ids, and at most ` +
        "attention_mask, token_type_ids, position_ids and lengths",
    );
  }
  const fixed = (length: number | string | undefined) =>
    typeof length === "number" ? length : undefined;
  const { shape } = ids;
  return shape.length === 1
    ? { texts: 1, tokens: fixed(shape[0]) }
    : { texts: fixed(shape[0]), tokens: fixed(shape[1]) };
}

/**
 * Whether a model can distinguish a text from its padding; otherwise texts of different lengths cannot share a batch.
 */
export function hasMask(inputs: readonly OnnxPort[]): boolean {
  return inputs.some((port) => MASKS.includes(plainName(port)));
}

/** Returns the number of tokens to which a batch is padded. */
export function paddedLength(texts: readonly Tokens[], { tokens }: BatchShape): number {
  return tokens ?? texts.reduce((length, { ids }) => Math.max(length, ids.length), 0);
}

/**
 * Builds a model's inputs from a batch: texts × tokens, shorter texts padded at their end.
 *
 * @param path the model's file, for messages
 * @param texts at least one
 * @param padId the id of the padding token
 * @param inputs the model's inputs
 * @param length the number of tokens to which texts are padded
 * @throws {InputError} when an input has a shape that such an input cannot have
 */
export function batchInputs(
  path: string,
  texts: readonly Tokens[],
  padId: number,
  inputs: readonly OnnxPort[],
  length: number,
): Record<string, OnnxTensor> {
  const padded = (
    port: OnnxPort,
    values: (text: Tokens) => readonly number[],
    filler: number,
  ): OnnxTensor => {
    const data = new Float32Array(texts.length * length).fill(filler);
    texts.forEach((text, i) => data.set(values(text), i * length));
    return {
      shape: port.shape.length === 1 ? [length] : [texts.length, length],
      data: wholeNumbers(port, data),
    };
  };
  return Object.fromEntries(inputs.map((port) => {
    const name = plainName(port);
    if (name === IDS) return [port.name, padded(port, ({ ids }) => ids, padId)];
    if (MASKS.includes(name)) return [port.name, padded(port, ({ ids }) => ids.map(() => 1), 0)];
    if (TYPES.includes(name)) return [port.name, padded(port, ({ types }) => types, 0)];
    return [port.name, fillSecondInput(path, port, { batch: texts.length, length })];
  }));
}
