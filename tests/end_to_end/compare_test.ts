// `earnest compare` on the folders of two small audits.
import assert from "node:assert/strict";
import { join } from "node:path";
import { auditIntoFolder } from "../../src/report/folder/audit_into_folder.ts";
import { plantedConfiguration, writePlanted } from "../audit/planted.ts";
import { copiesOf } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";

/** The commands of docs/compare.md, as they are written there. */
const COMMANDS = [
  ...Deno.readTextFileSync(new URL("../../docs/compare.md", import.meta.url))
    .matchAll(/^deno task earnest (compare .*?)(?: +#.*)?$/gm),
].map(([, command]) => command!.split(" "));

/** A folder with two audits of the same evaluation, `first` and `second`. */
const inAudits = copiesOf(async (cwd) => {
  await writePlanted(cwd);
  for (const [name, arrays] of [["first", "noise"], ["second", "planted"]]) {
    const path = join(cwd, `${name}.json`);
    const configuration = plantedConfiguration({
      audio: [{
        name: arrays,
        training: `${arrays}.training.npy`,
        evaluation: `${arrays}.evaluation.npy`,
      }],
      attribution: false,
      conditions: ["dirty", "clean"],
      optimizer: { steps: 8 },
    });
    await Deno.writeTextFile(path, JSON.stringify(configuration));
    await auditIntoFolder(path, join(cwd, name!), { device: "cpu" });
  }
});

Deno.test("the documented commands print tables and JSON, and write a folder", () =>
  inAudits(async (cwd) => {
    assert.equal(COMMANDS.length, 3);
    const ended = [];
    for (const command of COMMANDS) ended.push(await earnest(command, { cwd }));
    for (const { code, stderr } of ended) assert.deepEqual([code, stderr], [0, ""]);
    const [table, folder, program] = ended.map(({ stdout }) => stdout);
    for (const line of table!.split("\n")) assert.ok(line.length <= 80, line);
    assert.match(table!, /\n10 classes in 2 class folds, 60 items, chance 0\.20\n/);
    assert.match(table!, /\n {2}2 +1 +dirty +−?0\.\d\d \[/);
    assert.match(table!, /\n {2}1 {2}noise with glove-100d, in "first"/);
    assert.equal(folder, `${table}\nPage: side-by-side/compare.html\n`);
    assert.deepEqual(namesIn(join(cwd, "side-by-side")), [
      "compare.csv",
      "compare.html",
      "compare.json",
    ]);
    const found = JSON.parse(program!);
    const file = await Deno.readTextFile(join(cwd, "side-by-side", "compare.json"));
    assert.deepEqual(found, JSON.parse(file));
    assert.deepEqual(found.evaluations[0].rows.map(({ audio }: { audio: string }) => audio), [
      "noise",
      "planted",
    ]);
  }));

Deno.test("what cannot stand side by side ends with one line and exit code 2, and nothing is written", () =>
  inAudits(async (cwd) => {
    const before = namesIn(cwd);
    const cases: [string[], RegExp][] = [
      [["first"], /^earnest: "first" has one pair of backbones or published model; name /],
      [["first", ".", "--out", "new"], /^earnest: "\." is not an audit's folder; expected "run\./],
      [
        ["first", "second", "--out", "second", "--force"],
        /^earnest: "second" is not an output of /,
      ],
    ];
    for (const [args, message] of cases) {
      const { code, stdout, stderr } = await earnest(["compare", ...args], { cwd });
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
      assert.equal(stderr.trim().split("\n").length, 1);
      assert.equal(stdout, "");
    }
    assert.deepEqual(namesIn(cwd), before);
  }));
