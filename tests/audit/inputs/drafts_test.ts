// An audit takes a model without a card, with the file of its ledger.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { readInputs } from "../../../src/audit/inputs/read_inputs.ts";
import type { AuditInputs } from "../../../src/audit/inputs/shape.ts";
import { drafted } from "../../../src/backbones/draft/drafted.ts";
import { copy } from "../../copied_folder.ts";
import { plantedConfiguration, withPlanted } from "../planted.ts";

const BERT = fileURLToPath(
  new URL("../../backbones/architectures/models/bert", import.meta.url),
);
const LEDGER = JSON.stringify({ trainingData: ["made"], trainingLabels: "none", source: "test" });

function read(folder: string, entry: Record<string, unknown>): Promise<AuditInputs> {
  const text = [{ name: "bert", baseline: { backbone: "character-ngrams" }, ...entry }];
  const configuration = JSON.stringify(plantedConfiguration({ text }));
  return readInputs(parseConfiguration(configuration, "audit.json"), folder);
}

Deno.test("a model's folder with a ledger gives what its written card gives", () =>
  withPlanted(async (folder) => {
    await copy(BERT, join(folder, "model"));
    await Deno.writeTextFile(join(folder, "ledger.json"), LEDGER);
    const place = join(folder, "model/card.json");
    const ledger = { text: LEDGER, name: "ledger.json" };
    const { text } = await drafted(join(folder, "model"), place, { ledger });
    await Deno.writeTextFile(place, text);
    const byCard = await read(folder, { backbone: "model/card.json" });
    const byFolder = await read(folder, { backbone: "model", ledger: "ledger.json" });
    assert.deepEqual(byFolder.backbones.text[0]!.vectors, byCard.backbones.text[0]!.vectors);
    const bert = byFolder.backbones.known.find(({ name }) => name === "bert");
    assert.deepEqual(bert?.ledger?.trainingData, ["made"]);
    const hashes = Object.keys(byFolder.hashes);
    assert(hashes.includes("file ledger.json") && hashes.includes("card model"), `${hashes}`);
    assert(hashes.includes("card model: model.file"), `${hashes}`);
  }));

Deno.test("a ledger belongs to one model without a card", () =>
  withPlanted(async (folder) => {
    await Deno.writeTextFile(join(folder, "ledger.json"), LEDGER);
    await Deno.writeTextFile(join(folder, "card.json"), "{}");
    await assert.rejects(
      read(folder, { backbone: "card.json", ledger: "ledger.json" }),
      /card\.json" is a card, which has a ledger; expected a model's folder/,
    );
    await assert.rejects(
      read(folder, { embeddings: "a.npy", items: "a.csv", ledger: "ledger.json" }),
      /"text\[0\]\.ledger" is "ledger\.json"; expected a "backbone" beside it/,
    );
  }));
