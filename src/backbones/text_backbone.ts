/**
 * Builds a backbone for texts from its parts.
 * @module
 */
import type { TextBackbone } from "./backbone.ts";

/** The parts of a text backbone; the rest is derived from them. */
export type TextBackboneParts = Pick<
  TextBackbone,
  "ledger" | "identity" | "batch" | "embed" | "close"
>;

/** Builds the backbone from its parts. */
export function textBackbone(parts: TextBackboneParts): TextBackbone {
  const { ledger: { name, dimensions } } = parts;
  return {
    ...parts,
    name,
    dimensions,
    modality: "text",
    [Symbol.asyncDispose]: () => parts.close(),
  };
}
