/**
 * Describes an ONNX model's inputs and outputs in words, and checks whether a tensor fits.
 * @module
 */
import type { InferenceSession } from "npm:onnxruntime-web@1.30.0";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";

/** An input or output of a model. */
export interface OnnxPort {
  /** Its name in the model. */
  readonly name: string;
  /** Type of its elements in onnxruntime's words ("float32", "float16", "int64"), or "no tensor". */
  readonly type: string;
  /**
   * Length of each axis: a number if the model fixes it, else its name ("batch"; "?" if it has none). Empty for a
   * single value and for a port whose rank the model leaves open.
   */
  readonly shape: readonly (number | string)[];
}

/** A tensor that a model takes or gives. */
export interface OnnxTensor {
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** The values, row-major: real numbers as float32, integers and truth values (0, 1) as int64. */
  readonly data: Float32Array | BigInt64Array;
}

/** Largest number of ports in a message; some models give a state for each of many layers. */
const MOST_SHOWN = 6;

/** onnxruntime reports an open length, -1, as an unsigned number. */
const NAMELESS_LENGTH = 0xffffffff;

/** Returns the ports that a session reports. */
export function portsOf(metadata: readonly InferenceSession.ValueMetadata[]): OnnxPort[] {
  return metadata.map((value) => {
    if (!value.isTensor) return { name: value.name, type: "no tensor", shape: [] };
    const shape = value.shape.map((length) =>
      length === NAMELESS_LENGTH || length === "" ? "?" : length
    );
    return { name: value.name, type: value.type, shape };
  });
}

/** Describes a port: `log_mel [batch, 1, 128, frames] float32`. */
export function describePort({ name, type, shape }: OnnxPort): string {
  return quotable(`${name} [${shape.join(", ")}] ${type}`);
}

/**
 * Describes several ports.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const port: OnnxPort = { name: "log_mel", type: "float32", shape: ["batch", 1, 128, "frames"] };
 * assert.equal(describePorts("inputs", [port]), "inputs log_mel [batch, 1, 128, frames] float32");
 * ```
 */
export function describePorts(
  kind: "input" | "inputs" | "output" | "outputs",
  ports: readonly OnnxPort[],
): string {
  if (ports.length === 0) return `no ${kind}`;
  const each = ports.slice(0, MOST_SHOWN).map(describePort);
  return `${kind} ${each.join("; ")}${ports.length > MOST_SHOWN ? "; …" : ""}`;
}

/**
 * Checks that the inputs are exactly the model's, each with the rank and the fixed lengths that the model gives it.
 *
 * @param path the model's file
 * @throws {InputError} when an input is missing, unknown, or has another shape
 */
export function expectInputs(
  path: string,
  ports: readonly OnnxPort[],
  inputs: Readonly<Record<string, OnnxTensor>>,
): void {
  const fits = Object.keys(inputs).length === ports.length &&
    ports.every((port) => inputs[port.name] && fitsShape(port, inputs[port.name]!.shape));
  if (!fits) throw misfit(path, ports, inputs);
}

/**
 * Finds the output of a name.
 *
 * @param path the model's file
 * @throws {InputError} when the model has none
 */
export function outputNamed(path: string, outputs: readonly OnnxPort[], name: string): OnnxPort {
  const found = outputs.find((port) => port.name === name);
  if (found) return found;
  throw new InputError(
    `"${quotable(path)}" has ${describePorts("outputs", outputs)}; ` +
      `"${quotable(name)}" was asked for`,
  );
}

/** Creates the error of inputs that do not match the model's. */
export function misfit(
  path: string,
  ports: readonly OnnxPort[],
  inputs: Readonly<Record<string, OnnxTensor>>,
): InputError {
  return new InputError(
    `"${quotable(path)}" has ${describePorts("inputs", ports)}; ` +
      `it was given ${describePorts("inputs", typedShapes(inputs))}`,
  );
}

/** Describes tensors as the ports that would accept exactly them. */
export function typedShapes(tensors: Readonly<Record<string, OnnxTensor>>): OnnxPort[] {
  return Object.entries(tensors).map(([name, { shape, data }]) => ({
    name,
    shape,
    type: data instanceof Float32Array ? "float32" : "int64",
  }));
}

/** Whether a port accepts lengths; one that leaves its rank open accepts any. */
export function fitsShape({ shape }: Pick<OnnxPort, "shape">, given: readonly number[]): boolean {
  if (shape.length === 0) return true;
  return shape.length === given.length &&
    shape.every((length, axis) => typeof length === "string" || length === given[axis]);
}
