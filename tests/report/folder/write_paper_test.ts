import assert from "node:assert/strict";
import { join } from "node:path";
import { AUDIT_FOLDER } from "../../../src/audit/folder/kind.ts";
import { MAPS_SCHEMA } from "../../../src/audit/results/maps.ts";
import { strangersIn } from "../../../src/basics/output/own_names.ts";
import { rewriteReport, writeAuditFiles } from "../../../src/report/folder/write_folder.ts";
import { TABLE_FORMATS } from "../../../src/report/paper/table.ts";
import { inFolder } from "../../temporary_folder.ts";
import { madeCells, madeInput } from "../made_input.ts";

const ALL = { tables: TABLE_FORMATS };

/** Makes the input of a report with few charts, since each takes a tenth of a second as PDF. */
function smallAudit() {
  const { results, run } = madeInput();
  const small = {
    ...results,
    conditions: results.conditions.slice(0, 2),
    overlap: [],
    associations: [],
    leak_dose: [],
    diversity: [],
  };
  const maps = { schema: MAPS_SCHEMA, maps: [] } as const;
  return { audit: { results: small, maps, outcomes: [], foldOf: () => assert.fail() }, run };
}

/** Runs the work in the folder of a finished audit. */
async function inAudit(work: (folder: string, tables: string) => Promise<void>): Promise<void> {
  const { audit, run } = smallAudit();
  await inFolder(async (folder) => {
    await writeAuditFiles(folder, audit, run);
    const lines = madeCells(audit.results).map((cell) =>
      JSON.stringify({ ...cell, confusion: [] }) + "\n"
    );
    await Deno.writeTextFile(join(folder, "cells.jsonl"), lines.join(""));
    await work(folder, join(folder, "tables"));
  });
}

async function contentsOf(folder: string): Promise<Record<string, string>> {
  const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
  const texts = names.map(async (name) => [name, await Deno.readTextFile(join(folder, name))]);
  return Object.fromEntries(await Promise.all(texts));
}

Deno.test("tables are written where they are asked for, twice with the same bytes, and known as ours", () =>
  inAudit(async (folder, place) => {
    await rewriteReport(folder);
    await assert.rejects(Deno.stat(place), Deno.errors.NotFound);
    await rewriteReport(folder, ALL);
    const written = await contentsOf(place);
    const tables = [
      "checklist",
      "classes",
      "conditions",
      "contrasts",
      "leaks",
      "path",
      "references",
    ];
    const each = tables.flatMap((name) => ["csv", "md", "tex"].map((end) => `${name}.${end}`));
    assert.deepEqual(
      Object.keys(written),
      [
        ...each,
        "all.tex",
        "figures.md",
        "figures.tex",
        "methods.md",
        "methods.tex",
        "references.bib",
        "tables.json",
      ].sort(),
    );
    await rewriteReport(folder, ALL);
    assert.deepEqual(await contentsOf(place), written);
    assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), []);
  }));

Deno.test("a user's file of a table's name is refused before anything is written, and others stay", () =>
  inAudit(async (folder, tables) => {
    await Deno.mkdir(tables);
    await Deno.writeTextFile(join(tables, "classes.csv"), "class,mine\ndog,1\n");
    const report = await Deno.readTextFile(join(folder, "report.html"));
    const old = report.replace("</main>", "<p>old</p></main>");
    await Deno.writeTextFile(join(folder, "report.html"), old);
    await assert.rejects(rewriteReport(folder, ALL), {
      name: "InputError",
      message: `"${join(tables, "classes.csv")}" was not written by report --tables, ` +
        "which would replace it; move it away",
    });
    assert.equal(await Deno.readTextFile(join(folder, "report.html")), old);
    await rewriteReport(folder, { tables: ["latex"] });
    await Deno.writeTextFile(join(tables, "paper.tex"), "\\documentclass{article}");
    await rewriteReport(folder, { tables: ["latex"] });
    const names = strangersIn(folder, AUDIT_FOLDER.names);
    assert.deepEqual(names, ["tables/classes.csv", "tables/paper.tex"]);
  }));

Deno.test("a table with a user's columns, rows or answers is refused, and goes with no other results", () =>
  inAudit(async (folder, tables) => {
    await rewriteReport(folder, { tables: ["csv"] });
    const changes: Record<string, (text: string) => string> = {
      "conditions.csv": (text) => text.replaceAll("\n", ",mine\n"),
      "leaks.csv": (text) => `${text}MINE,true,1,1,,\n`,
      "checklist.csv": (text) => text.replace("?,", "? Our answer.,"),
    };
    for (const [name, change] of Object.entries(changes)) {
      const path = join(tables, name);
      const written = await Deno.readTextFile(path);
      const changed = change(written);
      assert.notEqual(changed, written);
      await Deno.writeTextFile(path, changed);
      await assert.rejects(rewriteReport(folder, ALL), {
        name: "InputError",
        message: `"${path}" is not as report --tables wrote it, which would replace it; ` +
          "move it away",
      });
      assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), [`tables/${name}`]);
      assert.ok(!Object.keys(await contentsOf(tables)).includes("all.tex"));
      // Without the record, what would be written anyway may be replaced.
      await Deno.writeTextFile(path, written);
      await Deno.remove(join(tables, "tables.json"));
      await rewriteReport(folder, { tables: ["csv"] });
    }
    const answers = "question,answer,report,results\nmine,mine,,\n";
    await Deno.writeTextFile(join(tables, "checklist.csv"), answers);
    const { audit, run } = smallAudit();
    const results = { ...audit.results, training_items: 859 };
    await writeAuditFiles(folder, { ...audit, results }, run);
    assert.deepEqual(await contentsOf(tables), { "checklist.csv": answers });
  }));

Deno.test("a file or link where the folder of tables is to be is refused", () =>
  inAudit(async (folder, tables) => {
    await Deno.writeTextFile(tables, "mine");
    await assert.rejects(rewriteReport(folder, ALL), /tables" is a file; expected a folder/);
    await Deno.remove(tables);
    await Deno.symlink("/tmp", tables);
    await assert.rejects(
      rewriteReport(folder, ALL),
      /tables" is a symbolic link; expected a folder/,
    );
  }));

Deno.test("charts are written as PDF beside the SVG, and go and stay with it", () =>
  inAudit(async (folder) => {
    const charts = join(folder, "charts");
    const names = () => Array.from(Deno.readDirSync(charts), ({ name }) => name).sort();
    const drawn = names();
    await rewriteReport(folder, { tables: ["csv"] });
    const pdfs = drawn.map((name) => name.replace(".svg", ".pdf"));
    assert.deepEqual(names(), [...drawn, ...pdfs].sort());
    const first = await Deno.readFile(join(charts, pdfs[0]!));
    await Deno.copyFile(join(charts, pdfs[0]!), join(charts, "9-earlier-path.pdf"));
    await rewriteReport(folder);
    assert.deepEqual(names(), [...drawn, ...pdfs].sort());
    assert.deepEqual(await Deno.readFile(join(charts, pdfs[0]!)), first);
    assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), []);
    await Deno.writeTextFile(join(charts, pdfs[1]!), "%PDF-1.3\n%mine\n");
    await assert.rejects(rewriteReport(folder, ALL), /\.pdf" was not written by report --tables/);
    assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), [`charts/${pdfs[1]}`]);
  }));

Deno.test("an audit with other results removes the tables and PDFs of those before, and nothing else", () =>
  inAudit(async (folder, tables) => {
    await rewriteReport(folder, ALL);
    await Deno.writeTextFile(join(tables, "mine.txt"), "mine");
    const { audit, run } = smallAudit();
    const other = { ...audit, results: { ...audit.results, training_items: 859 } };
    await writeAuditFiles(folder, other, run);
    assert.deepEqual(Object.keys(await contentsOf(tables)), ["mine.txt"]);
    const charts = Array.from(Deno.readDirSync(join(folder, "charts")), ({ name }) => name);
    assert.ok(charts.length > 0 && charts.every((name) => name.endsWith(".svg")), charts.join());
  }));
