import assert from "node:assert/strict";
import { join } from "node:path";
import { checkAuditFolder } from "../../../src/audit/folder/content.ts";
import { AUDIT_FOLDER, CHART } from "../../../src/audit/folder/kind.ts";
import { removeOwn, strangersIn } from "../../../src/basics/output/own_names.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { formatRun } from "../../../src/audit/results/run_file.ts";
import { rewriteReport, writeAuditFiles } from "../../../src/report/folder/write_folder.ts";
import { renderReport } from "../../../src/report/html.ts";
import { inFolder } from "../../temporary_folder.ts";
import { madeInput } from "../made_input.ts";

/** Makes the files of a finished audit without its report, by name. */
function madeFiles(): Record<string, string> {
  const { results, cells, maps, run } = madeInput();
  return {
    "run.json": formatRun(run),
    "results.json": JSON.stringify(results, null, 2),
    "cells.jsonl": cells.map((cell) => JSON.stringify(cell) + "\n").join(""),
    "maps.json": JSON.stringify(maps),
  };
}

function namesIn(folder: string): string[] {
  return [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
}

/** Runs the work in a folder with these files; an undefined file is left out. */
async function withFiles(
  changes: Readonly<Record<string, string | undefined>>,
  work: (folder: string) => Promise<void>,
): Promise<void> {
  await inFolder(async (folder) => {
    for (const [name, text] of Object.entries({ ...madeFiles(), ...changes })) {
      if (text !== undefined) await Deno.writeTextFile(join(folder, name), text);
    }
    await work(folder);
  });
}

Deno.test("a folder's report can be rendered from its files again and again", async () => {
  const { html, charts } = await renderReport(madeInput());
  const older = html.replace("</main>", "<p>as an older version wrote it</p></main>");
  await withFiles({ "report.html": older }, async (folder) => {
    assert.deepEqual(await rewriteReport(folder), madeInput().results);
    await rewriteReport(folder);
    assert.equal(await Deno.readTextFile(join(folder, "report.html")), html);
    for (const [name, svg] of Object.entries(charts)) {
      const file = await Deno.readTextFile(join(folder, "charts", name));
      assert.match(file, /^<svg [^>]* style="background: #ffffff; color: #000000"/);
      assert.equal(file.replace(/ style="background[^"]*"/, ""), svg);
    }
    const names = Array.from(Deno.readDirSync(folder), ({ name }) => name);
    assert.ok(!names.some((name) => name.endsWith(".partial")), names.join());
  });
});

Deno.test("a page that Earnest did not write is refused, by report and by audit --resume", async () => {
  for (
    const page of ["<html>my own page", "", "<!doctype html>\n<p>Earnest · zero-shot audit</p>"]
  ) {
    await withFiles({ "report.html": page }, async (folder) => {
      const message = `"${join(folder, "report.html")}" is not a report of Earnest's, ` +
        "which would replace it; move it away";
      await assert.rejects(rewriteReport(folder), { name: "InputError", message });
      const { configuration } = madeInput().run;
      await assert.rejects(checkAuditFolder(folder, { resume: true }, configuration, []), {
        name: "InputError",
        message,
      });
      assert.equal(await Deno.readTextFile(join(folder, "report.html")), page);
      assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), ["report.html"]);
    });
  }
});

Deno.test("rows that are missing or doubled are refused, and the old report stays", async () => {
  const lines = madeFiles()["cells.jsonl"]!.trimEnd().split("\n");
  const last = lines.length - 1;
  const cases: [string[], RegExp][] = [
    [lines.slice(0, 3), /has 0 rows for dirty of .*, class fold 0, seed 3; expected 1: run the/],
    [lines.toSpliced(last, 1), /has 0 rows for .*, class fold 5, seed 4; expected 1: /],
    [[...lines, lines[0]!], /has 2 rows for dirty of .*, class fold 0, seed 0; expected 1: /],
    [[], /cells\.jsonl" has 0 rows for /],
  ];
  for (const [cells, message] of cases) {
    const changes = { "cells.jsonl": cells.map((line) => `${line}\n`).join("") };
    await withFiles(changes, async (folder) => {
      await assert.rejects(rewriteReport(folder), (thrown) => {
        assert.ok(thrown instanceof InputError);
        assert.match(thrown.message, message);
        assert.ok(!thrown.message.includes("\n"));
        return true;
      });
      assert.ok(!namesIn(folder).includes("report.html"));
    });
  }
});

Deno.test("with sounds beside it the report links to them, and without them it is as before", async () => {
  const { id } = madeInput().maps!.maps[0]!.points[0]!;
  await withFiles({}, async (folder) => {
    const sounds = join(folder, "sounds");
    await Deno.mkdir(sounds);
    await Deno.writeTextFile(join(sounds, `${id}.wav`), "");
    await rewriteReport(folder, { sounds });
    const html = await Deno.readTextFile(join(folder, "report.html"));
    assert.ok(html.includes(`<a href="./sounds/${id}.wav"`));
    await rewriteReport(folder);
    const silent = await Deno.readTextFile(join(folder, "report.html"));
    assert.equal(silent, (await renderReport(madeInput())).html);
  });
});

Deno.test("other results are removed before the first file of new ones is written", async () => {
  const { results, maps, run } = madeInput();
  const audit = { results, maps: maps!, outcomes: [], foldOf: () => assert.fail() };
  const older = JSON.stringify({ ...results, fingerprint: { trainings_code: "other" } });
  await withFiles({ "results.json": older, "report.html": "old" }, async (folder) => {
    // A folder in place of a file ends the writing.
    const cells = join(folder, "cells.jsonl");
    await Deno.remove(cells);
    await Deno.mkdir(join(cells, "mine"), { recursive: true });
    await assert.rejects(writeAuditFiles(folder, audit, run), /Cannot remove ".*cells\.jsonl"/);
    const names = () => Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
    assert.deepEqual(names(), ["cells.jsonl", "run.json"]);
    await Deno.remove(cells, { recursive: true });
    await writeAuditFiles(folder, audit, run);
    const expected = ["cells.jsonl", "charts", "maps.json", "report.html", "results.json"];
    assert.deepEqual(names(), [...expected, "run.json"]);
  });
});

Deno.test("the same results are kept while their files are written again", async () => {
  const { results, maps, run } = madeInput();
  const audit = { results, maps: maps!, outcomes: [], foldOf: () => assert.fail() };
  await withFiles({ "results.json": undefined }, async (folder) => {
    await writeAuditFiles(folder, audit, run);
    await Deno.remove(join(folder, "cells.jsonl"));
    await Deno.mkdir(join(folder, "cells.jsonl"));
    await assert.rejects(writeAuditFiles(folder, audit, run), /Cannot write ".*cells\.jsonl"/);
    assert.deepEqual((await Deno.stat(join(folder, "results.json"))).isFile, true);
  });
});

Deno.test("charts of an earlier report go, and whatever else lies among them stays", () =>
  withFiles({}, async (folder) => {
    const charts = join(folder, "charts");
    await rewriteReport(folder);
    const drawn = namesIn(charts);
    // All are known as ours.
    assert.deepEqual(strangersIn(charts, [CHART]), []);
    await Deno.copyFile(join(charts, drawn[0]!), join(charts, "9-earlier-with-words-path.svg"));
    const mine = ["2024-my-figure.svg", "3-drawn.svg", "map-of-dogs.svg", "notes.txt"];
    const svg = '<svg role="img" aria-label="mine" xmlns="http://www.w3.org/2000/svg"></svg>';
    for (const name of mine) await Deno.writeTextFile(join(charts, name), svg);
    await rewriteReport(folder);
    assert.deepEqual(namesIn(charts), [...drawn, ...mine].sort());
    assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), mine.map((name) => `charts/${name}`));
    removeOwn(charts, [CHART]);
    assert.deepEqual(namesIn(charts), mine);
  }));

Deno.test("a stranger's folder does not lead the charts elsewhere", () =>
  withFiles({}, async (folder) => {
    await inFolder(async (mine) => {
      await Deno.symlink(mine, join(folder, "charts"));
      await assert.rejects(rewriteReport(folder), {
        name: "InputError",
        message: /charts" is a symbolic link; expected a folder, as Earnest makes it/,
      });
      assert.deepEqual([...Deno.readDirSync(mine)], []);
    });
  }));

Deno.test("a link where the report is to be is refused, and stays", () =>
  withFiles({}, async (folder) => {
    const report = join(folder, "report.html");
    await Deno.symlink("/etc/hosts", report);
    await assert.rejects(rewriteReport(folder), {
      name: "InputError",
      message: `"${report}" is a link; expected a file (move it away)`,
    });
    assert.ok((await Deno.lstat(report)).isSymlink);
  }));

Deno.test("without maps, their section alone is left out", async () => {
  await withFiles({ "maps.json": undefined }, async (folder) => {
    await rewriteReport(folder);
    const html = await Deno.readTextFile(join(folder, "report.html"));
    assert.ok(!html.includes("Pictures of the spaces") && html.includes("Confusions"));
  });
});

Deno.test("a file that is missing or malformed is named, with what is wrong, and the old report stays", async () => {
  const { results } = madeInput();
  const cases: [Record<string, string | undefined>, RegExp][] = [
    [{ "run.json": undefined }, /is not an audit's folder; expected "run.json" in it/],
    [{ "results.json": undefined }, /is not finished: "results.json" is missing/],
    [{ "cells.jsonl": undefined }, /cells.jsonl" does not exist/],
    [{ "results.json": "{" }, /results.json": it is not JSON/],
    [
      { "results.json": JSON.stringify({ ...results, chance: "low" }) },
      /results.json": "chance" is "low"; .*expected number/,
    ],
    [
      { "results.json": JSON.stringify({ ...results, schema: "earnest/audit/9" }) },
      /results.json": "schema" is "earnest\/audit\/9"; .*"earnest\/audit\/1"/,
    ],
    [{ "cells.jsonl": `{}\n` }, /cells.jsonl, line 1": "audio" is nothing/],
    [{ "maps.json": `{"schema":"earnest/maps/1"}` }, /maps.json": "maps" is nothing/],
    [{ "run.json": `{"schema":"earnest/run/1"}` }, /run.json": "command" is nothing/],
  ];
  for (const [changes, message] of cases) {
    await withFiles({ ...changes, "report.html": "old" }, async (folder) => {
      await assert.rejects(rewriteReport(folder), (thrown: Error) => {
        assert.ok(thrown instanceof InputError, String(thrown));
        assert.match(thrown.message, message);
        return true;
      });
      assert.equal(await Deno.readTextFile(join(folder, "report.html")), "old");
    });
  }
});

Deno.test("a file larger than any audit's is refused before it is read", async () => {
  await withFiles({}, async (folder) => {
    await Deno.truncate(join(folder, "cells.jsonl"), 300 * 2 ** 20);
    await assert.rejects(
      rewriteReport(folder),
      /cells.jsonl": it holds 314572800 bytes; expected at most 268435456$/,
    );
  });
});
