/**
 * Checks a device with known-answer tests of every operation. Drivers have been seen to return zeros without an error
 * and to treat NaN as a number.
 * @module
 */
import { messageOf } from "../basics/errors.ts";
import { breathe, type WorkOptions } from "../basics/progress.ts";
import type { Compute, Tensor } from "./compute.ts";
import { openCpu } from "./cpu/cpu_compute.ts";
import { QUESTIONS } from "./known_answers.ts";
import { type Question, Sheet } from "./question.ts";

/** Result of the known-answer tests of one operation. */
export interface KernelCheck {
  /** The operation's name in {@link Compute}; `memory` for all operations that move tensors. */
  readonly operation: string;
  /** Whether every answer was right. */
  readonly passed: boolean;
  /** The largest error beside the tolerance, or the first wrong value and the expected one. */
  readonly detail: string;
}

/**
 * Asks a device known-answer questions about every operation.
 *
 * @param options `signal` ends the checks after the operation at hand, with its reason
 * @returns a check for each operation, including failed ones; a wrong device does not throw
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { openCpu } from "./cpu/cpu_compute.ts";
 * const checks = await checkDevice(openCpu());
 * assert.ok(checks.every((check) => check.passed));
 * assert.ok(checks.some((check) => check.operation === "matrixMultiply"));
 * ```
 */
export async function checkDevice(
  compute: Compute,
  { signal }: Pick<WorkOptions, "signal"> = {},
): Promise<KernelCheck[]> {
  const reference = openCpu();
  const checks: KernelCheck[] = [];
  for (const [operation, questions] of Object.entries(QUESTIONS)) {
    await breathe();
    signal?.throwIfAborted();
    checks.push({ operation, ...await examine(compute, reference, questions) });
  }
  return checks;
}

async function examine(
  compute: Compute,
  reference: Compute,
  questions: readonly Question[],
): Promise<Omit<KernelCheck, "operation">> {
  let worst = { share: -1, text: "" };
  try {
    for (const question of questions) {
      const found = await answerOf(compute, question);
      const expected = question.answer ?? await answerOf(reference, question);
      const error = errorShare(found, expected, question.tolerance);
      if (error.share > worst.share) worst = error;
    }
    return { passed: worst.share <= 1, detail: worst.text };
  } catch (thrown) {
    return { passed: false, detail: messageOf(thrown) };
  }
}

async function answerOf(compute: Compute, { ask }: Question): Promise<number[]> {
  const sheet = new Sheet(compute);
  ask(sheet);
  const values = await Promise.all(sheet.outputs.map((output) => readValues(compute, output)));
  sheet.release();
  return values.flatMap((part) => [...part]);
}

function readValues(compute: Compute, tensor: Tensor): Promise<Float32Array | Uint32Array> {
  return tensor.type === "float32" ? compute.read(tensor) : compute.readIndices(tensor);
}

/** The largest error as a share of the tolerance; above 1 if a value is wrong. */
function errorShare(
  found: readonly number[],
  expected: readonly number[],
  tolerance: number,
): { share: number; text: string } {
  const finite = expected.filter(Number.isFinite).map(Math.abs);
  const allowed = tolerance * finite.reduce((largest, value) => Math.max(largest, value), 0);
  let largest = 0;
  for (const [i, value] of expected.entries()) {
    const wrong = { share: Infinity, text: `value ${i} is ${found[i]}; expected ${value}` };
    if (numberKind(found[i]!) !== numberKind(value)) return wrong;
    const error = Number.isFinite(value) ? Math.abs(found[i]! - value) : 0;
    if (error > allowed) return { ...wrong, text: `${wrong.text} ± ${allowed.toPrecision(2)}` };
    largest = Math.max(largest, error);
  }
  const share = allowed === 0 ? 0 : largest / allowed;
  const text = `largest error ${largest.toPrecision(2)}, allowed ${allowed.toPrecision(2)}`;
  return { share, text };
}

/** Detects NaN and the infinities by their bits, which no optimizer can treat as numbers. */
function numberKind(value: number): string {
  const [bits] = new Uint32Array(Float32Array.of(value).buffer);
  const magnitude = bits! & 0x7fffffff;
  if (magnitude < 0x7f800000) return "finite";
  if (magnitude > 0x7f800000) return "NaN";
  return bits! >>> 31 === 1 ? "-Infinity" : "Infinity";
}
