import assert from "node:assert/strict";
import { join } from "node:path";
import { AUDIT_FOLDER } from "../../../src/audit/folder/kind.ts";
import { strangersIn } from "../../../src/basics/output/own_names.ts";
import { rewriteReport, writeAuditFolder } from "../../../src/report/folder/write_folder.ts";
import { TABLE_FORMATS } from "../../../src/report/paper/paper_files.ts";
import { inFolder } from "../../temporary_folder.ts";
import { madeInput } from "../made_input.ts";

const ALL = { tables: TABLE_FORMATS };

/** Runs the work in the folder of a finished audit. */
async function inAudit(work: (folder: string, tables: string) => Promise<void>): Promise<void> {
  const { results, maps, run } = madeInput();
  await inFolder(async (folder) => {
    await writeAuditFolder(folder, {
      results,
      maps: maps!,
      outcomes: [],
      foldOf: () => assert.fail(),
    }, run);
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
    const tables = ["checklist", "classes", "conditions", "contrasts", "leaks", "path"];
    const each = tables.flatMap((name) => ["csv", "md", "tex"].map((end) => `${name}.${end}`));
    assert.deepEqual(
      Object.keys(written),
      [...each, "all.tex", "methods.md", "methods.tex", "references.bib"].sort(),
    );
    await rewriteReport(folder, ALL);
    assert.deepEqual(await contentsOf(place), written);
    assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), []);
  }));

Deno.test("a user's file of a table's name is refused before anything is written, and others stay", () =>
  inAudit(async (folder, tables) => {
    await Deno.mkdir(tables);
    await Deno.writeTextFile(join(tables, "classes.csv"), "class,mine\ndog,1\n");
    await Deno.writeTextFile(join(folder, "report.html"), "old");
    await assert.rejects(rewriteReport(folder, ALL), {
      name: "InputError",
      message: `"${join(tables, "classes.csv")}" was not written by report --tables, ` +
        "which would replace it; move it away",
    });
    assert.equal(await Deno.readTextFile(join(folder, "report.html")), "old");
    await rewriteReport(folder, { tables: ["latex"] });
    await Deno.writeTextFile(join(tables, "paper.tex"), "\\documentclass{article}");
    await rewriteReport(folder, { tables: ["latex"] });
    const names = strangersIn(folder, AUDIT_FOLDER.names);
    assert.deepEqual(names, ["tables/classes.csv", "tables/paper.tex"]);
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

Deno.test("an audit with other results removes the tables of those before, and nothing else", () =>
  inAudit(async (folder, tables) => {
    await rewriteReport(folder, ALL);
    await Deno.writeTextFile(join(tables, "mine.txt"), "mine");
    const { results, maps, run } = madeInput();
    const other = { ...results, training_items: 859 };
    const audit = { results: other, maps: maps!, outcomes: [], foldOf: () => assert.fail() };
    await writeAuditFolder(folder, audit, { ...run });
    assert.deepEqual(Object.keys(await contentsOf(tables)), ["mine.txt"]);
  }));
