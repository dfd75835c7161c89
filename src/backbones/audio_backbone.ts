/**
 * A backbone for sound from its parts.
 * @module
 */
import { prepareInput } from "../audio/front_end/model_input.ts";
import type { AudioBackbone } from "./backbone.ts";

/** What an audio backbone consists of; the rest follows. */
export type AudioBackboneParts = Omit<AudioBackbone, "name" | "dimensions" | "modality" | "embed">;

/** The backbone of these parts: a clip is made ready and embedded in one call as well. */
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
  };
}
