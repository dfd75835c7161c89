/**
 * `variants.json`, schema `earnest/variants/1`: records which kernels computed the numbers of an output folder. A later
 * run that is given the file uses the same kernels.
 * @module
 */
import { expectedOf } from "../basics/expected.ts";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError } from "../basics/errors.ts";
import { readJson } from "../basics/json.ts";
import { suggestion } from "../basics/nearest.ts";
import { printable } from "../basics/printable.ts";
import type { KnownDevice } from "./open.ts";
import type { VariantMeasurement } from "./webgpu/tuning.ts";
import { SHAPE_CLASSES, variantsFor } from "./webgpu/variants.ts";

/** The schema's name and version. */
export const VARIANTS_SCHEMA = "earnest/variants/1";

/** Name of the file in an output folder. */
export const VARIANTS_FILE = "variants.json";

/** The content of the file, without the schema's name. */
export interface KeptVariants {
  /** The device and its kernels; on the CPU its name says what computes. */
  readonly device: KnownDevice;
  /** Whether the kernels are the defaults for the device's class, or chosen by a tuning run. */
  readonly origin: "shipped" | "tuned";
  /** The measurements of the tuning run. */
  readonly measurements?: readonly VariantMeasurement[] | undefined;
}

const variants = z.strictObject({
  vector: z.enum(variantsFor("vector")),
  small: z.enum(variantsFor("small")),
  large: z.enum(variantsFor("large")),
});
const name = z.string().min(1);
const schema = z.strictObject({
  schema: z.literal(VARIANTS_SCHEMA),
  origin: z.enum(["shipped", "tuned"]),
  device: z.discriminatedUnion("class", [
    z.strictObject({ class: z.enum(["hardware", "software"]), name, variants }),
    z.strictObject({ class: z.enum(["native", "cpu"]), name }),
  ]),
  measurements: z.array(z.strictObject({
    shapes: z.enum(SHAPE_CLASSES),
    variant: z.enum(variantsFor("vector")),
    microseconds: z.number().positive().optional(),
    leastMicroseconds: z.number().positive().optional(),
    problem: z.string().optional(),
  })).optional(),
});

/**
 * Parses the file.
 *
 * @param text JSON
 * @param name the file's name, for errors
 * @throws {InputError} that names the key, the found value and the expected one
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const device = { class: "cpu", name: "plain TypeScript, one thread" } as const;
 * const text = formatVariants({ device, origin: "shipped" });
 * assert.deepEqual(parseVariants(text, VARIANTS_FILE).device, device);
 * assert.throws(() => parseVariants("[]", "results.json"), /is not a variants.json of an earlier run/);
 * ```
 */
export function parseVariants(text: string, name: string): KeptVariants {
  const json = readJson(text, name);
  const found = (json as { schema?: unknown } | null)?.schema;
  if (found !== VARIANTS_SCHEMA) {
    const what = found === undefined ? "missing" : printable(JSON.stringify(found).slice(0, 80));
    throw new InputError(
      `"${name}" is not a ${VARIANTS_FILE} of an earlier run: its schema is ${what}; ` +
        `expected "${VARIANTS_SCHEMA}"`,
    );
  }
  const parsed = schema.safeParse(json, { reportInput: true });
  if (parsed.success) {
    const { schema: _, ...kept } = parsed.data;
    return kept;
  }
  const { path, input, message } = parsed.error.issues[0]!;
  const [, part, shapes] = path;
  const value = input === undefined ? "nothing" : printable(JSON.stringify(input).slice(0, 80));
  const known = SHAPE_CLASSES.find((one) => part === "variants" && one === shapes);
  const expected = known ? suggestion(String(input), variantsFor(known)) : expectedOf(message);
  throw new InputError(`Cannot use "${name}": "${path.join(".")}" is ${value}; ${expected}`);
}

/** Formats the content of the file. */
export function formatVariants({ device, origin, measurements }: KeptVariants): string {
  const { class: deviceClass, name, variants } = device;
  const known = { class: deviceClass, name, variants };
  const content = { schema: VARIANTS_SCHEMA, origin, device: known, measurements };
  return JSON.stringify(content, null, 2) + "\n";
}
