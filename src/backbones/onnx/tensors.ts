/**
 * Values between this program, where real numbers are float32 and whole numbers int64, and a model's own types.
 * @module
 */
import type { Tensor } from "npm:onnxruntime-web@1.30.0";
import { InputError } from "../../basics/errors.ts";
import type { OnnxPort, OnnxTensor } from "./ports.ts";
import type { OnnxRuntime } from "./runtime.ts";

/**
 * The tensor that a model's input takes.
 *
 * @returns undefined when values of this kind cannot become what the input takes
 * @throws {InputError} when a value is beyond float16 or int32, where the model takes these
 */
export function toModel(
  { Tensor }: OnnxRuntime,
  port: OnnxPort,
  { shape, data }: OnnxTensor,
): Tensor | undefined {
  if (data instanceof Float32Array) {
    if (port.type === "float32") return new Tensor("float32", data, shape);
    if (port.type === "float16") {
      // onnxruntime takes a Float16Array, its types know Uint16Array only.
      const halves = float16Values(port.name, data) as unknown as Uint16Array;
      return new Tensor("float16", halves, shape);
    }
    return undefined;
  }
  if (port.type === "int64") return new Tensor("int64", data, shape);
  if (port.type === "int32") return new Tensor("int32", int32Values(port.name, data), shape);
  if (port.type === "bool") return new Tensor("bool", Uint8Array.from(data, Number), shape);
  return undefined;
}

/**
 * The values that a model gave, in memory of their own.
 *
 * @returns undefined when they are neither real nor whole numbers
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

function float16Values(name: string, data: Float32Array): Float16Array {
  const halves = new Float16Array(data);
  const over = halves.findIndex((half, i) => !Number.isFinite(half) && Number.isFinite(data[i]));
  if (over >= 0) throw beyond(name, data[over]!, "float16");
  return halves;
}

function int32Values(name: string, data: BigInt64Array): Int32Array {
  const over = data.find((value) => BigInt.asIntN(32, value) !== value);
  if (over !== undefined) throw beyond(name, over, "int32");
  return Int32Array.from(data, Number);
}

function beyond(name: string, value: number | bigint, type: string): InputError {
  return new InputError(`Input "${name}" holds ${value}, beyond the model's ${type}`);
}
