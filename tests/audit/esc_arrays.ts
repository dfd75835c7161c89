import { join } from "node:path";
import {
  type AuditConfiguration,
  parseConfiguration,
} from "../../src/audit/configuration/configuration.ts";
import { sharedPath } from "../shared.ts";

/**
 * Returns the configuration of the ESC experiment with all embeddings ready-made, so that no model runs: fold 4 of
 * ESC-50 against ESC-10's clips of the other folds. Its paths are absolute.
 *
 * @param changes keys of the configuration to replace
 * @returns undefined after a loud skip where the shared data is missing
 */
export function escArrays(changes: Record<string, unknown> = {}): AuditConfiguration | undefined {
  const [esc10, fold4, mn04, logMel] = [
    "data/esc10/metadata.csv",
    "data/esc50-fold4",
    "models/mn04/golden/mn04_384_esc10.npy",
    "golden/log_mel_statistics/esc10.npy",
  ].map(sharedPath);
  if (!esc10 || !fold4 || !mn04 || !logMel) return undefined;
  const baseline = { training: join(fold4, "log_mel_statistics_fold4.npy"), evaluation: logMel };
  return parseConfiguration(
    JSON.stringify({
      evaluation: { items: esc10, where: { fold: ["1", "2", "3", "5"] } },
      training: {
        items: join(fold4, "esc50-fold4.csv"),
        labelColumn: "category",
        text: "{category}",
      },
      audio: [{
        name: "mn04",
        training: join(fold4, "mn04_384_fold4.npy"),
        evaluation: mn04,
        baseline,
      }],
      text: [{ name: "glove-100d", backbone: "glove-100d" }],
      leakage: {
        rules: ["TEXT-EXACT", "TEXT-LEMMA", "AUDIO-SOURCE"],
        sourceColumn: { training: "src_file", evaluation: "source_id" },
      },
      ...changes,
    }),
    "esc.json",
  );
}
