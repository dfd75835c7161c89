/**
 * Converts values between this program (real numbers as float32, integers as int64) and a model's own types.
 * @module
 */
import type { Tensor } from "npm:onnxruntime-web@1.30.0";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { describePorts, type OnnxPort, type OnnxTensor } from "./ports.ts";
import type { OnnxRuntime } from "./runtime.ts";

/**
 * Converts values to the tensor that a model's input takes.
 *
 * @param path the model's file, for messages
 * @returns undefined when values of this kind cannot be converted to the input's type
 * @throws {InputError} when a value exceeds the range of float16 or int32, if the model takes these
 */
export function toModel(
  { Tensor }: OnnxRuntime,
  path: string,
  port: OnnxPort,
  { shape, data }: OnnxTensor,
): Tensor | undefined {
  if (data instanceof Float32Array) {
    if (port.type === "float32") return new Tensor("float32", data, shape);
    if (port.type === "float16") {
      // onnxruntime accepts a Float16Array, but its types know only Uint16Array.
      const halves = float16Values(path, port, data) as unknown as Uint16Array;
      return new Tensor("float16", halves, shape);
    }
    return undefined;
  }
  if (port.type === "int64") return new Tensor("int64", data, shape);
  if (port.type === "int32") return new Tensor("int32", int32Values(path, port, data), shape);
  if (port.type === "bool") return new Tensor("bool", Uint8Array.from(data, Number), shape);
  return undefined;
}

/**
 * Copies the values that a model returned into memory of their own.
 *
 * @returns undefined when they are neither real numbers nor integers
 */
export function fromModel(tensor: Tensor): OnnxTensor | undefined {
  const { dims: shape, data } = tensor;
  if (data instanceof Float32Array) return { shape, data };
  if (data instanceof Float16Array || data instanceof Float64Array) {
    return { shape, data: Float32Array.from(data) };
  }
  if (data instanceof BigInt64Array) return { shape, data };
  if (data instanceof Int32Array || data instanceof Uint8Array) {
    return { shape, data: BigInt64Array.from(data, BigInt) };
  }
  return undefined;
}

function float16Values(path: string, port: OnnxPort, data: Float32Array): Float16Array {
  const halves = new Float16Array(data);
  const over = halves.findIndex((half, i) => !Number.isFinite(half) && Number.isFinite(data[i]));
  if (over >= 0) throw beyond(path, port, data[over]!);
  return halves;
}

function int32Values(path: string, port: OnnxPort, data: BigInt64Array): Int32Array {
  const over = data.find((value) => BigInt.asIntN(32, value) !== value);
  if (over !== undefined) throw beyond(path, port, over);
  return Int32Array.from(data, Number);
}

function beyond(path: string, port: OnnxPort, value: number | bigint): InputError {
  return new InputError(
    `"${quotable(path)}" has ${describePorts("input", [port])}; ` +
      `it was given ${value}, which that type cannot hold`,
  );
}
