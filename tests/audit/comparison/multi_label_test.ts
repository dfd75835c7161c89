import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import { comparisonTable } from "../../../src/report/compare/table.ts";
import { inFolder } from "../../temporary_folder.ts";
import { drawAccuracies, writeMadeAudit } from "./made_audits.ts";

Deno.test("audits of several labels an item stand side by side, each with its chance, without differences", () =>
  inFolder(async (folder) => {
    const folders = ["a", "b"].map((name) => join(folder, name));
    for (const [i, place] of folders.entries()) {
      const made = { dirty: drawAccuracies(i), clean: drawAccuracies(i + 9) };
      await writeMadeAudit(place, made);
      const file = join(place, "results.json");
      const results = JSON.parse(await Deno.readTextFile(file));
      const conditions = results.conditions.map((one: object) => ({
        ...one,
        chance: 0.1 + i / 10,
      }));
      const written = JSON.stringify({ ...results, conditions, measure: "macro_map" })
        .replaceAll('"balanced_top1":', '"macro_map":');
      await Deno.writeTextFile(file, written);
    }
    const comparison = await compareAudits(folders);
    const { evaluations: [one], notes, definitions } = comparison;
    assert.equal(definitions.measure, "macro_map");
    assert.deepEqual(one!.rows.map(({ chance }) => chance), [0.1, 0.2]);
    assert.deepEqual(one!.differences, []);
    assert.match(notes[0]!, /^Items have several labels: there are no differences, /);
    assert.match(comparisonTable(comparison), /^Macro mean average precision with 95 % intervals/);
  }));
