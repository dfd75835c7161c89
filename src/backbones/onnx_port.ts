/**
 * Finds the input or output of a model that a card names.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { describePort, type OnnxPort } from "./onnx/ports.ts";

/**
 * Returns the port that a card names, or the only one.
 *
 * @param kind `input` or `output`, the card's word for it
 * @param place the paths of the model and the card, for errors
 * @throws {InputError} when there is no such port, or several and the card names none
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const ports = [{ name: "log_mel", type: "float32", shape: ["batch", 1, 128, "frames"] }] as const;
 * const place = { model: "mn04.onnx", card: "mn04.json" };
 * assert.equal(choosePort(ports, undefined, "input", place).name, "log_mel");
 * assert.throws(() => choosePort(ports, "mel", "input", place), {
 *   message: '"mn04.onnx" has the input log_mel [batch, 1, 128, frames] float32; "mn04.json" says "mel"',
 * });
 * ```
 */
export function choosePort(
  ports: readonly OnnxPort[],
  name: string | undefined,
  kind: "input" | "output",
  { model, card }: { readonly model: string; readonly card: string },
): OnnxPort {
  const found = name === undefined ? ports : ports.filter((port) => port.name === name);
  if (found.length === 1) return found[0]!;
  const plural = ports.length === 1 ? "" : "s";
  throw new InputError(
    `"${model}" has the ${kind}${plural} ${ports.map(describePort).join(", ")}; "${card}" says ` +
      (name === undefined ? `no ${kind}, and one must be named` : `"${quotable(name)}"`),
  );
}
