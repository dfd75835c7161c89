// Random codes of captions, in whole audits: what a code for each lemma serves, and a code for each caption does not.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { type AuditInputs, readInputs } from "../../src/audit/inputs/read_inputs.ts";
import { runAudit } from "../../src/audit/run.ts";
import { planAudit } from "../../src/audit/trainings/plan_audit.ts";
import { openCpu } from "../../src/compute/cpu/cpu_compute.ts";
import { plantedConfiguration, withPlanted } from "./planted.ts";

const WORDS = "near far loud faint old young small big wet dry red blue".split(" ");

/** Gives each training item a caption of its own that names its animal. */
async function writeCaptions(folder: string): Promise<void> {
  const path = join(folder, "training.csv");
  const [, ...rows] = (await Deno.readTextFile(path)).trimEnd().split("\n");
  const captions = rows.map((row, i) => {
    const [one, other] = [WORDS[i % 12], WORDS[(i * 5 + 1) % 12]];
    return row.replace(/,(\w+)$/, `,a ${one} $1 in a ${other} place ${i}`);
  });
  await Deno.writeTextFile(path, ["id,caption", ...captions, ""].join("\n"));
}

/** Returns the cell of dirty and of clean pairs with random codes, true pairing and the chosen audio backbone. */
async function cellsOf(plan: Awaited<ReturnType<typeof planAudit>>) {
  const { results } = await runAudit(plan, openCpu());
  const cells = results.attribution[0]!.cells.filter(({ audio, text, pairing }) =>
    audio && !text && pairing
  );
  const cellOf = (wanted: boolean) => cells.find(({ leakage }) => leakage === wanted)!;
  return { dirty: cellOf(true), clean: cellOf(false) };
}

Deno.test("codes of lemmas find what dirty captions name, codes of captions find chance", () =>
  withPlanted(async (folder) => {
    await writeCaptions(folder);
    const plain = plantedConfiguration({
      training: { items: "training.csv", textColumn: "caption" },
      conditions: ["dirty", "clean"],
      seeds: [0],
      bootstrap: 100,
      shuffles: 2,
    });
    const configuration = parseConfiguration(JSON.stringify(plain), "audit.json");
    const inputs = await readInputs(configuration, folder);
    const lemmas = await cellsOf(await planAudit(configuration, inputs));
    // Measured: 1.00, and 0.27 where chance is 0.2.
    assert(lemmas.dirty.balanced_top1.mean > 0.8, `${lemmas.dirty.balanced_top1.mean}`);
    const captions = await cellsOf(await planAudit(configuration, withoutLemmas(inputs)));
    assert(captions.dirty.balanced_top1.mean < 0.5, `${captions.dirty.balanced_top1.mean}`);
    // Clean captions may share lemmas with labels, so chance is not their exact expectation.
    assert.equal(lemmas.clean.expected, undefined);
    assert.equal(captions.clean.expected, undefined);
    // Where no codes are trained, nothing is said of what switching the text off costs.
    const without = { ...configuration, attribution: false };
    const { results } = await runAudit(
      await planAudit(without, await readInputs(without, folder)),
      openCpu(),
    );
    assert.equal(results.attribution[0]!.drops.text, undefined);
  }));

function withoutLemmas(inputs: AuditInputs): AuditInputs {
  const text = inputs.backbones.text.map((one) => ({ ...one, lemmas: undefined }));
  return { ...inputs, backbones: { ...inputs.backbones, text } };
}
