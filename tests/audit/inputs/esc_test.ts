import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import { backboneRecords } from "../../../src/audit/scores/leakage.ts";
import { sharedPath } from "../../shared.ts";
import { inFolder } from "../../temporary_folder.ts";

const card = fileURLToPath(new URL("../../backbones/mn04.json", import.meta.url));
const shared = (path: string) => sharedPath(`data/${path}`);
const metadata = shared("esc10/metadata.csv");
const pairs = shared("esc50-fold4/esc50-fold4.csv");

Deno.test({
  name: "ESC-10 is embedded by mn04 and by the baseline, where the training side has arrays",
  ignore: metadata === undefined || pairs === undefined,
  fn: () =>
    inFolder(async (work) => {
      const configuration = {
        evaluation: { items: metadata, where: { fold: ["5"], take: ["A"] } },
        training: { items: pairs, labelColumn: "category", text: "{category}" },
        audio: [{
          name: "mn04",
          backbone: card,
          training: shared("esc50-fold4/mn04_384_fold4.npy"),
          baseline: { training: shared("esc50-fold4/log_mel_statistics_fold4.npy") },
        }],
        text: [{ name: "glove-100d", backbone: "glove-100d" }],
        leakage: { sourceColumn: { training: "src_file", evaluation: "source_id" } },
      };
      const parsed = parseConfiguration(JSON.stringify(configuration), "audit.json");
      const inputs = await readInputs(parsed, "/", { work, allowOutside: true });
      assert.deepEqual(
        inputs.backbones.audio.map(({ name, training, evaluation }) => [
          name,
          training.rows,
          training.columns,
          evaluation.columns,
        ]),
        [["mn04", 400, 384, 384], ["log-mel-statistics", 400, 128, 128]],
      );
      assert.equal(inputs.pairs[0]!.text, "hand saw");
      // Both sources that were cut into clips of two classes are in this fold.
      const bySource = inputs.leaks.findings.filter(({ rule }) => rule === "AUDIO-SOURCE");
      assert.deepEqual(bySource.map(({ item }) => item), ["4-209698-A-37.wav", "4-234879-A-6.wav"]);
      const [mn04] = backboneRecords(inputs.backbones.known, inputs.leaks.covered);
      assert.equal(mn04!.covered_labels!.length, inputs.evaluation.labels.length);
      assert.equal(mn04!.ledger!.training_labels, 527);
      assert.equal(inputs.leaks.verdict, "leaky");
    }),
});
