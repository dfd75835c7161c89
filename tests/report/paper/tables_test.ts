import assert from "node:assert/strict";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { readCsv } from "../../../src/formats/csv.ts";
import { renderReport } from "../../../src/report/html.ts";
import { asCsv } from "../../../src/report/paper/csv.ts";
import { asLatex } from "../../../src/report/paper/latex.ts";
import { asMarkdown } from "../../../src/report/paper/markdown.ts";
import { paperTables } from "../../../src/report/paper/paper_tables.ts";
import type { TableName } from "../../../src/report/paper/table.ts";
import { LEAK_RULES } from "../../../src/leakage/findings.ts";
import { decimal, range } from "../../../src/statistics/format.ts";
import { madeInput } from "../made_input.ts";
import { attribution, madeResults } from "../made_results.ts";
import { HOSTILE_NAMES, hostileResults } from "./hostile_results.ts";

function tableOf(name: TableName, results: AuditResults = madeResults()) {
  const found = paperTables(results).find((table) => table.name === name);
  assert.ok(found, name);
  return found;
}

function rowsOf(name: TableName, results?: AuditResults) {
  const csv = asCsv(tableOf(name, results));
  return readCsv(new TextEncoder().encode(csv), `${name}.csv`).rows.map(({ values }) => values);
}

Deno.test("numbers of tables are those of the report, rounded alike", async () => {
  const { html } = await renderReport(madeInput());
  const text = html.replaceAll("&lt;", "<");
  for (const table of paperTables(madeResults())) {
    if (table.name === "classes" || table.name === "checklist") continue;
    const cells = table.shown.flatMap(({ heads, groups }) =>
      groups.flatMap(({ rows }) =>
        rows.flat().filter((_, at) => {
          const { head, isText } = heads[at % heads.length]!;
          // The report does not show the intervals that hold for all differences at once.
          return !isText && head !== "together";
        })
      )
    );
    assert.ok(cells.length >= 3, table.name);
    for (const cell of cells) assert.ok(text.includes(cell), `${table.name}: ${cell}`);
    assert.ok(asLatex(table).includes(cells.at(-1)!));
  }
});

Deno.test("a CSV has every digit, and a column for each end of an interval", () => {
  const [first] = madeResults().conditions;
  const [row] = rowsOf("conditions");
  const { mean, low, high, low_fixed, high_fixed } = first!.balanced_top1;
  const numbers = { mean, low, high, low_fixed, high_fixed, permutation_p: 0.0001, pairs: 860 };
  for (const [column, value] of Object.entries(numbers)) assert.equal(Number(row![column]), value);
  assert.equal(row!.condition, "dirty");
  const path = rowsOf("path");
  assert.deepEqual(path.map(({ part }) => part), [
    "chance",
    "baseline features",
    "text backbone",
    "audio backbone",
    "leakage",
    "volume",
    "dirty",
  ]);
  const value = (at: number) => Number(path.at(at)!.value);
  const parts = path.slice(0, -1).reduce((total, { value }) => total + Number(value), 0);
  assert.ok(Math.abs(parts - value(-1)) < 1e-12);
});

Deno.test("captions have no classes: the cell is empty", () => {
  const made = madeResults();
  const conditions = made.conditions.map((one) => ({ ...one, classes: 0 }));
  const rows = rowsOf("conditions", { ...made, conditions });
  for (const { classes, pairs } of rows) assert.equal(classes, pairs === "0" ? "0" : "");
  assert.ok(rowsOf("conditions").every(({ classes }) => classes !== ""));
});

Deno.test("conditions that were not tested are named where p is explained", () => {
  const [shown] = tableOf("conditions").shown;
  assert.match(shown!.caption, /p: permutation test .*; clean, control, .* are not tested\./);
});

Deno.test("each reference of audio alone is a row with both intervals", () => {
  const made = madeResults();
  const [first] = made.references;
  const rows = rowsOf("references");
  assert.deepEqual(rows.slice(0, 2).map((one) => [one.audio, one.reference]), [
    [first!.audio, "same pairs"],
    [first!.audio, "separability"],
  ]);
  assert.equal(Number(rows[0]!.low_fixed), first!.same_pairs!.nearest_centroid.low_fixed);
  assert.equal(rows[1]!.pairs, "");
  const { same_pairs: _, ...alone } = first!;
  assert.equal(rowsOf("references", { ...made, references: [alone] }).length, 1);
  assert.ok(paperTables({ ...made, references: [] }).every(({ name }) => name !== "references"));
});

Deno.test("each class stands with its accuracy in each condition", () => {
  const rows = rowsOf("classes");
  const { conditions, classes } = madeResults();
  assert.equal(rows.length, 2 * classes.length);
  const dirty = conditions[0]!.per_class;
  for (const row of rows.slice(0, classes.length)) {
    assert.equal(Number(row.dirty), dirty[row.class!]);
  }
  assert.equal(rows.at(-1)!.control, "");
  const [shown] = tableOf("classes").shown;
  assert.equal(shown!.groups[0]!.rows[3]![1], decimal(dirty[classes[3]!]!));
});

Deno.test("a path that has other parts, and more than four pairs of backbones, are shown whole", () => {
  const made = madeResults();
  const part = (value: number) => ({
    value,
    low: value - 0.1,
    high: value + 0.1,
    low_fixed: value,
    high_fixed: value,
  });
  const other = {
    ...attribution({
      textBackbone: [0.1, 0, 0.2],
      audioBackbone: [0.1, 0, 0.2],
      leakage: [0.1, 0, 0.2],
      pairing: [0.1, 0, 0.2],
    }),
    path: { chance: 0.1, transfer: part(0.31), flaggedPairs: part(0.47) },
  };
  const names = ["openwakeword", "b", "c", "d", "e"];
  const results = {
    ...made,
    conditions: names.map((audio) => ({ ...made.conditions[0]!, audio })),
    attribution: names.map((audio, at) => ({
      ...(at === 1 ? other : made.attribution[0]!),
      audio,
    })),
  };
  const { shown } = tableOf("path", results);
  assert.deepEqual(shown.map(({ heads }) => heads.length), [5, 2]);
  const rows = new Map(shown[0]!.groups[0]!.rows.map(([name, ...cells]) => [name, cells]));
  assert.equal(rows.get("+ transfer")![1], `0.31 ${range(part(0.31))}`);
  assert.equal(rows.get("+ transfer")![0], "");
  assert.equal(rows.get("+ leakage")![1], "");
  assert.match(shown[0]!.caption, /leakage is what.*; flagged pairs is dirty minus clean/);
  assert.doesNotMatch(shown[1]!.caption, /flagged pairs is dirty/);
  assert.match(asLatex(tableOf("path", results)), /label\{tab:earnest-path-2\}/);
});

Deno.test("results of several labels an item say mean average precision, with chance of each condition", () => {
  const made = madeResults();
  const results: AuditResults = {
    ...made,
    measure: "macro_map",
    conditions: made.conditions.map((one) => ({ ...one, chance: 0.149 })),
  };
  const [shown] = tableOf("conditions", results).shown;
  assert.match(shown!.caption, /^Mean average precision by condition\. .*labels like these/);
  assert.equal(shown!.groups[0]!.rows[0]![4], "0.149");
  assert.doesNotMatch(asMarkdown(tableOf("conditions", results)), /accuracy/i);
  for (const table of paperTables(results)) {
    assert.doesNotMatch(asMarkdown(table), /accuracy|classes like|evaluation classes|each class /i);
  }
});

Deno.test("results of the first schema, which lack much, have tables with empty cells", () => {
  const made = madeResults();
  const { covered_classes: _, ...leakage } = made.leakage;
  const results: AuditResults = {
    ...made,
    controls: [],
    contrasts: [],
    leakage,
    conditions: made.conditions.map(({ permutation_p: _, ...one }) => one),
  };
  assert.equal(rowsOf("conditions", results)[0]!.permutation_p, "");
  assert.equal(tableOf("conditions", results).shown[0]!.groups[0]!.rows[0]![4], "");
  assert.doesNotMatch(tableOf("leaks", results).shown[0]!.caption, /texts of flagged/);
  assert.ok(paperTables(results).every(({ name }) => name !== "contrasts"));
});

Deno.test("a rule that could not run stands with its reason", () => {
  const made = madeResults();
  const not_run = [{ rule: "TEXT-SYNONYM", reason: "no label set has senses" }];
  const results = { ...made, leakage: { ...made.leakage, not_run } };
  const row = rowsOf("leaks", results).find(({ rule }) => rule === "TEXT-SYNONYM")!;
  assert.deepEqual([row.rule, row.ran, row.reason], [
    "TEXT-SYNONYM",
    "no",
    "no label set has senses",
  ]);
  assert.match(
    asMarkdown(tableOf("leaks", results)),
    /\| TEXT-SYNONYM \| .*no label set has senses/,
  );
  const { caption } = tableOf("leaks", results).shown[0]!;
  assert.match(caption, /name 54 of 54 evaluation classes/);
  assert.match(caption, /Not run: TEXT-HYPONYM, .* \(not named in leakage\.rules\); TEXT-COPY \(/);
  const idle = rowsOf("leaks", results).filter(({ ran }) => ran === "no");
  assert.equal(idle.length, LEAK_RULES.length - Object.keys(made.leakage.by_rule).length);
  for (const { reason } of idle) assert.ok(reason!.length > 0);
});

Deno.test("a CSV holds labels as text that no spreadsheet runs, and numbers as numbers", () => {
  const rows = rowsOf("classes", hostileResults());
  const labels = rows.slice(0, HOSTILE_NAMES.length).map((row) => row.class!);
  for (const label of labels) assert.doesNotMatch(label, /^[=+\-@\t]/);
  assert.deepEqual(labels.slice(2, 4), ["'=HYPERLINK(0)", "'+1"]);
  assert.equal(labels[1], HOSTILE_NAMES[1]);
  assert.doesNotMatch(labels.join(""), /[\p{Cc}\u202e]/u);
  assert.equal(rows.length, 400);
  assert.match(asCsv({ columns: ["x"], rows: [[-0.25]] }), /^-0\.25$/m);
});

Deno.test("Markdown tables keep their columns, whatever a label holds", () => {
  for (const table of paperTables(hostileResults())) {
    for (const line of asMarkdown(table).split("\n").filter((line) => line.startsWith("|"))) {
      const cells = line.replaceAll(/\\./g, "").split("|").length - 2;
      const columns = table.shown.map(({ heads }) => heads.length);
      assert.ok(columns.includes(cells), line);
      assert.doesNotMatch(line.replaceAll(/\\./g, "").replace("< 0.001", ""), /[<>`]/);
    }
  }
});
