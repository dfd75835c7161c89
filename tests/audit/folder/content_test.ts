// An earlier output in an audit's folder that is damaged, of another version, or none.
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseConfiguration } from "../../../src/audit/configuration/configuration.ts";
import { checkAuditFolder, checkResults } from "../../../src/audit/folder/content.ts";
import { formatRun } from "../../../src/audit/results/run_file.ts";
import { inFolder } from "../../temporary_folder.ts";
import { plantedConfiguration } from "../planted.ts";

const configuration = parseConfiguration(JSON.stringify(plantedConfiguration()), "audit.json");
const RESULTS = JSON.stringify({ schema: "earnest/audit/2", fingerprint: { seeds: "[0]" } });
const resume = { resume: true };

/** A folder that an audit has begun. */
function inBegun(work: (folder: string, results: string) => Promise<void>): Promise<void> {
  return inFolder(async (folder) => {
    const run = formatRun({ command: "earnest audit", configuration });
    await Deno.writeTextFile(join(folder, "run.json"), run);
    await work(folder, join(folder, "results.json"));
  });
}

Deno.test("results that cannot be read, or of another schema, are refused by name and stay", () =>
  inBegun(async (folder, results) => {
    const remedy = "; choose another --out, or replace these results with --force --resume";
    const cases: [string, string][] = [
      [RESULTS.slice(0, -5), `Cannot read "${results}": it is not JSON (`],
      ['{"schema":"earnest/audit/1"}', `Cannot use "${results}": "fingerprint" is nothing; `],
      [RESULTS.replace("/2", "/3"), `Cannot use "${results}": "schema" is "earnest/audit/3"; `],
      ["", `Cannot read "${results}": it is not JSON (`],
      ["mine", `Cannot read "${results}": it is not JSON (`],
      [RESULTS.replace("{", '{"schema":"earnest/audit/1",'), 'the key "schema" appears twice'],
      ['{"schema":"earnest/audit/1","fingerprint":' + "[".repeat(5000), "more than 100 deep"],
    ];
    for (const [text, expected] of cases) {
      await Deno.writeTextFile(results, text);
      await assert.rejects(
        checkAuditFolder(folder, resume, configuration, []),
        ({ name, message }: Error) => {
          assert.equal(name, "InputError");
          assert.ok(message.includes(expected) && message.endsWith(remedy), message);
          return true;
        },
      );
      assert.equal(await Deno.readTextFile(results), text);
      await checkAuditFolder(folder, { resume: true, force: true }, configuration, []);
    }
  }));

Deno.test("whole results are told from those of other inputs", () =>
  inBegun(async (folder, results) => {
    await checkResults(folder, { seeds: "[1]" });
    await Deno.writeTextFile(results, RESULTS);
    await checkAuditFolder(folder, resume, configuration, []);
    await checkResults(folder, { seeds: "[0]" });
    await assert.rejects(
      checkResults(folder, { seeds: "[1]" }),
      /begun with seeds \[0\]; this run has \[1\]/,
    );
  }));

Deno.test("a pipe, a link or a folder under the name of an audit's file is refused and stays", () =>
  inBegun(async (folder) => {
    const kinds: [string, (path: string) => void][] = [
      ["a pipe", (path) => void new Deno.Command("mkfifo", { args: [path] }).outputSync()],
      ["a link", (path) => Deno.symlinkSync("/etc/hosts", path)],
      ["a folder", (path) => Deno.mkdirSync(path)],
    ];
    for (const name of ["results.json", "cells.jsonl", "report.html"]) {
      for (const [kind, make] of kinds) {
        const path = join(folder, name);
        make(path);
        await assert.rejects(checkAuditFolder(folder, resume, configuration, []), {
          name: "InputError",
          message: `"${path}" is ${kind}; expected a file (move it away)`,
        });
        await assert.rejects(
          checkAuditFolder(folder, { force: true }, configuration, []),
          new RegExp(`holds "${name}", which audit did not write`),
        );
        Deno.removeSync(path);
      }
    }
  }));

Deno.test("a link to an audit's folder is followed, with --force, too; one that leads nowhere is not", () =>
  inBegun(async (folder) => {
    await inFolder(async (links) => {
      const [link, nowhere] = [join(links, "link"), join(links, "nowhere")];
      await Deno.symlink(folder, link);
      for (const mode of [resume, { force: true }, { resume: true, force: true }]) {
        await checkAuditFolder(link, mode, configuration, []);
      }
      await Deno.symlink(join(links, "gone"), nowhere);
      await assert.rejects(checkAuditFolder(nowhere, {}, configuration, []), {
        name: "InputError",
        message: `"${nowhere}" is a link that leads nowhere; name another place`,
      });
    });
  }));
