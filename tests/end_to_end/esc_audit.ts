import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { sharedPath } from "../shared.ts";

const CARD = fileURLToPath(new URL("../backbones/mn04.json", import.meta.url));

/**
 * The configuration of the ESC experiment: projectors learn from fold 4 of ESC-50, whose embeddings are given, and name
 * ESC-10's clips of the other folds, which are embedded from their audio.
 *
 * @returns undefined after a loud skip where the shared data is missing
 */
export function escConfiguration() {
  const [esc10, fold4] = [sharedPath("data/esc10/metadata.csv"), sharedPath("data/esc50-fold4")];
  if (esc10 === undefined || fold4 === undefined) return undefined;
  return {
    evaluation: { items: esc10, where: { fold: ["1", "2", "3", "5"] } },
    training: {
      items: join(fold4, "esc50-fold4.csv"),
      labelColumn: "category",
      text: "{category}",
    },
    audio: [{
      name: "mn04",
      backbone: CARD,
      training: join(fold4, "mn04_384_fold4.npy"),
      baseline: { training: join(fold4, "log_mel_statistics_fold4.npy") },
    }],
    text: [{ name: "glove-100d", backbone: "glove-100d" }],
    projector: { kind: "residual", dim: 128 },
    optimizer: { steps: 300, batch: 128 },
    seeds: [0, 1, 2, 3, 4],
    shuffles: 20,
    bootstrap: 2000,
    leakage: {
      rules: ["TEXT-EXACT", "TEXT-LEMMA", "AUDIO-SOURCE"],
      sourceColumn: { training: "src_file", evaluation: "source_id" },
    },
  };
}
