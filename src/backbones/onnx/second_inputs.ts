/**
 * Fills the inputs of a model beside its main one: masks, lengths and positions, which follow from the main one's shape.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { describePorts, fitsShape, type OnnxPort, type OnnxTensor } from "./ports.ts";

/** What a second input holds. */
type Role = "ones" | "zeros" | "positions" | "length";

/**
 * Names of second inputs. A mask of attention has ones where there is something, one of padding where there is nothing;
 * `is_longer` marks CLAP's clips that were cut for fusion, which unfused models ignore.
 */
const ROLES: readonly (readonly [RegExp, Role])[] = [
  [/^((key_)?padding_mask|is_longer|(token_type|segment)_ids)$/i, "zeros"],
  [/^((attention|input|feature|audio)_)?mask$/i, "ones"],
  [/^position_ids$/i, "positions"],
  [/^(\w+_)?len(gth)?s?$/i, "length"],
];

/** The axes of the main input that second inputs follow. */
export interface MainAxes {
  /** Rows: texts or windows. */
  readonly batch: number;
  /** Tokens, samples or frames of each. */
  readonly length: number;
}

/** A name without the number that TensorFlow's exporters append: `input_ids:0` is `input_ids`. */
export function plainName({ name }: OnnxPort): string {
  return name.replace(/:\d+$/, "");
}

/** Whether an input can be filled from the main input's shape. */
export function isSecondInput(port: OnnxPort): boolean {
  return roleOf(port) !== undefined;
}

function roleOf(port: OnnxPort): Role | undefined {
  return ROLES.find(([pattern]) => pattern.test(plainName(port)))?.[1];
}

/**
 * Fills a second input.
 *
 * @param path the model's file, for messages
 * @throws {InputError} when its shape is none that such an input has
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const mask = { name: "attention_mask", type: "int64", shape: ["batch", "samples"] };
 * assert.deepEqual(fillSecondInput("model.onnx", mask, { batch: 1, length: 3 }), {
 *   shape: [1, 3],
 *   data: BigInt64Array.of(1n, 1n, 1n),
 * });
 * ```
 */
export function fillSecondInput(path: string, port: OnnxPort, axes: MainAxes): OnnxTensor {
  const shape = shapeOf(port, axes);
  if (shape === undefined) {
    throw new InputError(
      `"${quotable(path)}" has the second ${describePorts("input", [port])}; ` +
        "expected rows, or rows × the main input's length",
    );
  }
  const data = new Float32Array(shape.reduce((product, length) => product * length, 1));
  const role = roleOf(port)!;
  if (role === "ones") data.fill(1);
  if (role === "length") data.fill(axes.length);
  if (role === "positions") data.forEach((_, i) => data[i] = i % shape.at(-1)!);
  return { shape, data: wholeNumbers(port, data) };
}

/** Whole numbers as an input takes them: some models want masks as real numbers. */
export function wholeNumbers(port: OnnxPort, data: Float32Array): OnnxTensor["data"] {
  return port.type.startsWith("float") ? data : BigInt64Array.from(data, BigInt);
}

/** The lengths of a second input's axes; its last one is the main input's length unless it is a value a row. */
function shapeOf(port: OnnxPort, { batch, length }: MainAxes): number[] | undefined {
  const { shape } = port;
  const isValue = roleOf(port) === "length" || plainName(port) === "is_longer";
  const wanted = isValue
    ? [batch, 1].slice(0, shape.length)
    : shape.length === 1
    ? [length]
    : [batch, ...shape.slice(1, -1).map(() => 1), length];
  const isEmpty = shape.length === 0 || shape.length > (isValue ? 2 : 4);
  return !isEmpty && fitsShape(port, wanted) ? wanted : undefined;
}
