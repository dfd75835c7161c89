/**
 * Builds a backbone for sound from its parts.
 * @module
 */
import { prepareInput } from "../audio/front_end/model_input.ts";
import type { AudioBackbone } from "./backbone.ts";

/** The parts of an audio backbone; the rest is derived from them. */
export type AudioBackboneParts = Pick<
  AudioBackbone,
  "ledger" | "preparation" | "identity" | "batch" | "embedInputs" | "close"
>;

/** Builds the backbone from its parts; `embed` prepares a clip and embeds it in one call. */
export function audioBackbone(parts: AudioBackboneParts): AudioBackbone {
  const { ledger: { name, dimensions }, preparation } = parts;
  return {
    ...parts,
    name,
    dimensions,
    modality: "audio",
    async embed(samples) {
      const [embedding] = await parts.embedInputs([prepareInput(samples, preparation)]);
      return embedding!;
    },
    [Symbol.asyncDispose]: () => parts.close(),
  };
}
