import assert from "node:assert/strict";
import { join } from "node:path";
import { COMPARISON_SCHEMA } from "../../../src/audit/comparison/comparison.ts";
import { readCsv } from "../../../src/formats/csv.ts";
import { comparisonCsv } from "../../../src/report/compare/csv.ts";
import { renderComparison } from "../../../src/report/compare/html.ts";
import { writeComparison } from "../../../src/report/compare/write_comparison.ts";
import { writeMadeAudit } from "../../audit/comparison/made_audits.ts";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import { inFolder } from "../../temporary_folder.ts";
import { assertHarmless } from "../harmless.ts";
import { madeAudit, madeComparison, withNames } from "./comparisons.ts";

const HOSTILE =
  `</style></title></svg><script>alert("x")</script><img src=x onerror='a'>\u202e\u0000`;

Deno.test("the page is one file that loads and runs nothing, whatever the names", async () => {
  const comparison = await madeComparison();
  for (const one of [comparison, withNames(comparison, HOSTILE)]) {
    const html = await renderComparison(one);
    assertHarmless(html);
    assert.ok(
      html.includes(`content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"`),
    );
    assert.equal(html.match(/<svg /g)!.length, 2);
    assert.equal(await renderComparison(one), html);
  }
});

Deno.test("the page shows every row, difference and claim", async () => {
  const html = await renderComparison(await madeComparison());
  const text = html.replaceAll(/<style>.*<\/style>/gs, "").replaceAll(/<[^>]*>/g, " ")
    .replaceAll(/\s+/g, " ");
  for (
    const part of [
      "4 audits side by side",
      "1&nbsp;&nbsp;mn04 with glove-100d audit-0",
      "0.30 [0.25, 0.35]*",
      "p &lt; 0.001",
      "needs no text meaning",
      "Row 3 − row 1: panns-cnn14 with glove-100d − mn04 with glove-100d",
      "those of all 7 differences",
      "Published models, as they are",
      "clean pools lack what TEXT-EXACT flags",
    ]
  ) assert.ok(text.includes(part), part);
});

Deno.test("the CSV has a line for each row with all digits, and names stay names", async () => {
  const comparison = await madeComparison();
  const { rows } = readCsv(new TextEncoder().encode(comparisonCsv(comparison)), "csv");
  assert.equal(rows.length, 6);
  const at = (row: number, column: string) => rows[row]!.values[column]!;
  const [first] = comparison.evaluations;
  assert.equal(Number(at(0, "clean_low")), first!.rows[0]!.clean!.low);
  const difference = first!.differences.find(({ row, of }) => row === 2 && of === "clean")!;
  assert.equal(Number(at(1, "clean_difference_low_together")), difference.low_together);
  assert.equal(at(1, "clean_difference_shown"), "higher");
  assert.deepEqual([at(0, "minus_row"), at(1, "minus_row"), at(4, "minus_row")], ["", "1", "4"]);
  assert.deepEqual([at(2, "leakage"), at(3, "model"), at(3, "audio")], ["", "clap", ""]);
  assert.notEqual(at(2, "flagged_pairs"), "");
  const named = comparisonCsv(withNames(comparison, `=HYPERLINK("x")`));
  assert.match(named, /,"'=HYPERLINK\(""x""\)",/);
  assert.doesNotMatch(named, /(^|,)"?=/m);
});

Deno.test("a folder is written whole, replaced only with force, and never one that is not its own", () =>
  inFolder(async (folder) => {
    const [a, b, out] = ["a", "b", "out"].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeMadeAudit(a, madeAudit(1, 0));
    await writeMadeAudit(b, madeAudit(2, 0));
    const comparison = await compareAudits([a, b]);
    await writeComparison(comparison, out);
    const names = [...Deno.readDirSync(out)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["compare.csv", "compare.html", "compare.json"]);
    const json = JSON.parse(await Deno.readTextFile(join(out, "compare.json")));
    assert.equal(json.schema, COMPARISON_SCHEMA);
    assert.deepEqual(json, JSON.parse(JSON.stringify(comparison)));
    await assert.rejects(writeComparison(comparison, out), /out" exists; choose another --out/);
    await writeComparison(comparison, out, { force: true });
    // Neither an audit nor a folder with a user's file is replaced.
    await assert.rejects(
      writeComparison(comparison, a, { force: true }),
      /a" is not an output of compare .*, so --force does not replace it/,
    );
    await Deno.writeTextFile(join(out, "mine.txt"), "mine");
    await assert.rejects(
      writeComparison(comparison, out, { force: true }),
      /out" holds "mine\.txt", which compare did not write/,
    );
  }));
