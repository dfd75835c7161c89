// What may not stand side by side is refused in one line that says what to do.
import assert from "node:assert/strict";
import { join } from "node:path";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { inFolder } from "../../temporary_folder.ts";
import { drawAccuracies, type MadeAudit, writeMadeAudit } from "./made_audits.ts";

const MADE: MadeAudit = { dirty: drawAccuracies(1), clean: drawAccuracies(2) };

/** Makes the audits a and b, changes them, and expects the comparison to be refused. */
async function refused(
  message: RegExp,
  changes: Partial<MadeAudit>,
  damage: (folder: string) => Promise<unknown> = () => Promise.resolve(),
  names = ["a", "b"],
): Promise<void> {
  await inFolder(async (folder) => {
    await writeMadeAudit(join(folder, "a"), MADE);
    await writeMadeAudit(join(folder, "b"), { ...MADE, ...changes });
    await damage(join(folder, "b"));
    await assert.rejects(compareAudits(names.map((name) => `${folder}/${name}`)), (thrown) => {
      assert.ok(thrown instanceof InputError, String(thrown));
      assert.match(thrown.message.replaceAll(folder, ""), message);
      assert.ok(!thrown.message.includes("\n"));
      return true;
    });
  });
}

const edit =
  (name: string, change: (json: Record<string, unknown>) => unknown) => async (folder: string) => {
    const path = join(folder, name);
    await Deno.writeTextFile(
      path,
      JSON.stringify(change(JSON.parse(await Deno.readTextFile(path)))),
    );
  };

Deno.test("other definitions are refused by file, key and both values", async () => {
  await refused(
    /^"\/a\/results\.json" has "fingerprint\.version" 0\.1\.0, "\/b\/results\.json" has 0\.2\.0; their numbers do not mean the same: run one of the audits again with the other's version of Earnest$/,
    { fingerprint: { version: "0.2.0" } },
  );
  await refused(
    /^"\/a\/results\.json" has "leakage\.rules" TEXT-EXACT, ".*" has TEXT-EXACT, AUDIO-SOURCE; .*same "leakage\.rules"/,
    { rules: ["AUDIO-SOURCE", "TEXT-EXACT"] },
  );
  await refused(
    /^"\/a\/run\.json" has "configuration\.leakage\.unit" sound, "\/b\/run\.json" has pair; /,
    { configuration: { leakage: { unit: "pair" } } },
  );
  await refused(
    /"measure" balanced_top1, "\/b\/results\.json" has macro_map; .*: compare audits of items with one label/,
    {},
    edit("results.json", (results) =>
      JSON.parse(
        JSON.stringify({ ...results, measure: "macro_map" }).replaceAll(
          '"balanced_top1":',
          '"macro_map":',
        ),
      )),
  );
});

Deno.test("other meanings of the same labels are refused where a rule asks for them", async () => {
  const rules = ["TEXT-EXACT", "TEXT-SYNONYM"];
  const senses = (hash: string) => ({ rules, fingerprint: { "senses of labels": hash } });
  await inFolder(async (folder) => {
    const compare = async (first: Partial<MadeAudit>, second: Partial<MadeAudit>) => {
      const places = [join(folder, crypto.randomUUID()), join(folder, crypto.randomUUID())];
      await writeMadeAudit(places[0]!, { ...MADE, ...first });
      await writeMadeAudit(places[1]!, { ...MADE, ...second });
      return await compareAudits(places);
    };
    await assert.rejects(
      compare(senses("aaaa"), senses("bbbb")),
      /has "fingerprint\.senses of labels" aaaa, ".*" has bbbb; .*the other's "leakage\.labels"$/,
    );
    await compare(senses("aaaa"), senses("aaaa"));
    // Labels of other items may mean what they do.
    await compare(senses("aaaa"), { ...senses("bbbb"), items: "others" });
    // Only what flags shapes the pools.
    await compare({}, { rules: ["TEXT-EXACT", "TEXT-HYPERNYM", "BACKBONE-LABEL"] });
  });
});

Deno.test("results without a training seed are refused in one line", async () => {
  await refused(
    /^Cannot use "\/b\/results\.json": "seeds" is \[\]; expected array to have >=1 items$/,
    {},
    edit("results.json", (results) => ({ ...results, seeds: [] })),
  );
});

Deno.test("what is no finished audit of this schema is refused", async () => {
  await refused(/^"\/c" does not exist; expected the folder of an audit$/, {}, undefined, [
    "a",
    "c",
  ]);
  await refused(
    /^The audit in "\/b" is not finished: "results\.json" is missing; continue it with --resume$/,
    {},
    (folder) => Deno.remove(join(folder, "results.json")),
  );
  await refused(
    /^"\/b" is not an audit's folder; expected "run\.json" in it$/,
    {},
    (folder) => Deno.remove(join(folder, "run.json")),
  );
  await refused(
    /b\/results\.json": it is not JSON/,
    {},
    (folder) => Deno.writeTextFile(join(folder, "results.json"), "{"),
  );
  await refused(
    /^"\/b\/results\.json": "schema" is "earnest\/audit\/1", which has no control .*: run the audit again$/,
    {},
    edit("results.json", (results) => ({ ...results, schema: "earnest/audit/1" })),
  );
  await refused(
    /"\/b\/results\.json": "schema" is "earnest\/other\/1"/,
    {},
    edit("results.json", (results) => ({ ...results, schema: "earnest/other/1" })),
  );
});

Deno.test("an audit is compared with others, not with itself", async () => {
  await refused(/^"\/a" is named twice; name each audit once$/, {}, undefined, ["a", "a"]);
  await refused(
    /^"\/a" and "\/b\/\.\.\/a" are the same folder; name each audit once$/,
    {},
    undefined,
    ["a", "b/../a"],
  );
  await refused(
    /^"\/a" has one pair of backbones or published model; name .* at least two/,
    {},
    undefined,
    ["a"],
  );
});

Deno.test("files of two audits in one folder are found out", async () => {
  const cells = (change: (line: string, at: number) => string[]) => async (folder: string) => {
    const path = join(folder, "cells.jsonl");
    const lines = (await Deno.readTextFile(path)).trimEnd().split("\n");
    await Deno.writeTextFile(path, lines.flatMap(change).join("\n") + "\n");
  };
  await refused(
    /^"\/b\/cells\.jsonl" has 0 rows for dirty of "mn04" with "glove-100d", class fold 0, seed 0; expected 1: run the audit again with --resume$/,
    {},
    cells((line, at) => at === 0 ? [] : [line]),
  );
  await refused(
    /^"\/b\/cells\.jsonl" has 2 rows for clean of .*, class fold 0, seed 4; expected 1: /,
    {},
    cells((line, at) => at === 9 ? [line, line] : [line]),
  );
  await refused(
    /^"\/b\/cells\.jsonl" has a mean of .* for dirty of .*, "\/b\/results\.json" has .*: run it again/,
    {},
    cells((line) => [line.replace(/"class 03":[\d.]+/, '"class 03":0.123')]),
  );
  await refused(
    /cells\.jsonl, line 2": "seed" is nothing/,
    {},
    cells((line, at) => at === 1 ? [line.replace('"seed"', '"sead"')] : [line]),
  );
});
