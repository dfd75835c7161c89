// Every command of the documentation is one that Earnest takes, and runs in a test or says what it needs.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { COMMANDS } from "../../cli/command_list.ts";
import { program, wholeProgram } from "../../cli/run.ts";
import { messageOf } from "../../src/basics/errors.ts";
import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import { parseCard } from "../../src/backbones/card_schema.ts";
import { parseLabelSet } from "../../src/leakage/labels/parse_label_set.ts";
import { parseSuppressions } from "../../src/leakage/output/parse_suppressions.ts";
import { FOLDERS } from "../end_to_end/document_folders.ts";
import { blocksOf, commandsOf, expanded, taskOf, wordsOf } from "./commands.ts";
import { readPages, ROOT } from "./pages.ts";

const pages = readPages();
const commands = pages.flatMap(commandsOf);
const run = new Set(FOLDERS.flatMap(({ pages }) => pages));
const pageNamed = (path: string) => pages.find((page) => page.path === path)!;

/** What runs the commands of pages that `documents_test.ts` does not run. */
const RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  "docs/compare.md": "tests/end_to_end/compare_test.ts",
  "docs/walkthroughs.md": "tests/end_to_end/walkthroughs_test.ts",
  "examples/paper/README.md": "tests/end_to_end/paper_example_test.ts",
};

/** A command and those below it. */
function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

/** What the command line has against these words, none of which is acted on; undefined for nothing. */
async function faultOf(args: readonly string[]): Promise<string | undefined> {
  const earnest = await program(args);
  for (const command of earnest.commands.flatMap(withSubcommands)) command.action(() => {});
  try {
    await earnest.parseAsync(args, { from: "user" });
    return undefined;
  } catch (thrown) {
    return messageOf(thrown);
  }
}

/** The names of all commands, in the order of `--help`. */
const allNames = COMMANDS.map(({ name }) => name);

Deno.test("the command line takes every command of the documentation", async () => {
  const faults = [];
  let count = 0;
  for (const { place, words, environments } of commands) {
    const { task, args = [] } = taskOf(words) ?? {};
    if (task !== "earnest") continue;
    count++;
    const fault = await faultOf(expanded(args, environments[0]!));
    if (fault !== undefined) faults.push(`${place}: ${fault}`);
  }
  assert.ok(count >= 40, `${count} commands were read`);
  assert.deepEqual(faults, []);
});

Deno.test("a command that the command line does not take is found", async () => {
  const faultIn = (line: string) => faultOf(wordsOf(line).words);
  assert.equal(await faultIn("separability us8k --where fold=1 --where fold=2 # some"), undefined);
  assert.equal(await faultIn("evaluate --audio a --text b --label-separator ','"), undefined);
  assert.match((await faultIn("scann a.csv --out b"))!, /unknown command 'scann'/);
  assert.match((await faultIn("scan a.csv --label esc50 --out b"))!, /unknown option '--label'/);
  assert.match((await faultIn("scan a.csv --labels esc50"))!, /required option '--out/);
  assert.match((await faultIn("scan --labels esc50 --out b"))!, /missing required argument/);
  assert.match((await faultIn("scan a.csv b.csv --out c"))!, /too many arguments/);
  assert.match((await faultIn("backbones shwo x"))!, /too many arguments|unknown command/);
});

Deno.test("every task that the documentation names is one of deno.json", () => {
  const { tasks } = JSON.parse(Deno.readTextFileSync(join(ROOT, "deno.json")));
  const named = pages.flatMap(({ path, text }) =>
    [...text.matchAll(/\btask ([a-z][\w:-]*)/g)].filter(({ index }) =>
      /(deno|deno@[\d.]+)\s$/.test(text.slice(0, index))
    ).map(([, task]) => `${path}: ${task}`)
  );
  assert.ok(named.length >= 60, `${named.length} names were read`);
  assert.deepEqual(named.filter((one) => !Object.hasOwn(tasks, one.split(": ")[1]!)), []);
});

Deno.test("every command that the text names is one of Earnest's", () => {
  const known = [...allNames, "COMMAND"];
  const named = pages.flatMap(({ path, text }) =>
    Array.from(
      text.matchAll(/(?:task earnest|cli\/main\.ts)\s([\w-]+)/g),
      ([, name]) => ({ path, name: name! }),
    )
  );
  assert.ok(named.length >= 50, `${named.length} names were read`);
  assert.deepEqual(named.filter(({ name }) => !known.includes(name)), []);
});

Deno.test("every command of the documentation runs in a test or says what it needs", () => {
  const forgotten = commands.filter(({ place, words, needs }) => {
    const [path] = place.split(":");
    const isRun = run.has(path!) && taskOf(words)?.task === "earnest" || path! in RUN_ELSEWHERE;
    return needs === undefined && !isRun;
  });
  assert.deepEqual(forgotten.map(({ place, words }) => `${place}: ${words.join(" ")}`), []);
  for (const file of Object.values(RUN_ELSEWHERE)) {
    assert.ok(Deno.statSync(join(ROOT, file)).isFile, file);
  }
  const without = [...run].filter((path) => commandsOf(pageNamed(path)).length === 0);
  assert.deepEqual(without, [], "pages without commands");
});

Deno.test("code blocks are of languages that something checks or nobody runs", () => {
  const languages = new Set(pages.flatMap(blocksOf).map(({ language }) => language));
  // `sh` and `json` are checked here, `ts` by `deno task types`.
  const known = ["", "csv", "json", "python", "sh", "text", "ts", "ts ignore"];
  assert.deepEqual([...languages].filter((language) => !known.includes(language)), []);
});

/** Parses a block of JSON as what it is: a file, or a part of a configuration or card. */
function parseBlock(text: string, name: string): void {
  const value = JSON.parse(text);
  if (value.schema === undefined && ("path" in value || "file" in value)) {
    const card = {
      schema: "earnest/backbone/1",
      name: "mine",
      modality: "audio",
      dimensions: 2,
      sampleRateHz: 16_000,
      frontEnd: { kind: "waveform" },
      license: "mine",
      ledger: { trainingData: [], trainingLabels: "none", source: "a test" },
    };
    parseCard(JSON.stringify({ ...card, stages: [value] }), name);
  } else if (value.schema === undefined) {
    const rest = {
      evaluation: { items: "evaluation.csv" },
      training: { items: "training.csv" },
      audio: [{ name: "mine", training: "training.npy", evaluation: "evaluation.npy" }],
      text: [{ name: "glove-100d", backbone: "glove-100d" }],
    };
    parseConfiguration(JSON.stringify({ ...rest, ...value }), name);
  } else {
    const parse = { backbone: parseCard, labels: parseLabelSet, suppressions: parseSuppressions };
    const [, kind] = /^earnest\/(\w+)\/1$/.exec(value.schema) ?? [];
    assert.ok(kind !== undefined && kind in parse, `${name}: ${value.schema} is no known schema`);
    parse[kind as keyof typeof parse](text, name);
  }
}

Deno.test("every configuration, card, label set and list in the documentation is valid", () => {
  const faults = [];
  let count = 0;
  for (const page of pages) {
    for (const { language, text, line } of blocksOf(page)) {
      if (language !== "json") continue;
      count++;
      try {
        parseBlock(text, `${page.path}:${line}`);
      } catch (thrown) {
        faults.push(messageOf(thrown));
      }
    }
  }
  assert.ok(count >= 11, `${count} blocks were read`);
  assert.deepEqual(faults, []);
  assert.throws(() => parseBlock('{"audoi": []}', "audit.json"), /unknown key "audoi"/);
});

Deno.test("the README and docs/commands.md name every command", () => {
  const names = allNames;
  const { text: readme } = pageNamed("README.md");
  const table = new Set(Array.from(readme.matchAll(/^\| \[`(\w+)`\]/gm), ([, name]) => name!));
  assert.deepEqual([...table].sort(), [...names].sort());
  const listed = readme.matchAll(/^- `--allow-[^`]*`: ((?:`\w+`,?\s*)+)/gm);
  const permitted = Array.from(listed, ([, list]) => list!.match(/\w+/g)!).flat();
  assert.deepEqual(permitted.sort(), [...names].sort());
  const { text } = pageNamed("docs/commands.md");
  const described = Array.from(text.matchAll(/^\| \[`(\w+)`\]/gm), ([, name]) => name!);
  assert.deepEqual(described, names);
});

/** Commands whose examples run in another way than by a page. */
const EXAMPLES_RUN_ELSEWHERE: Readonly<Record<string, string>> = {
  // It takes minutes: `check_demo.ts` checks a whole run of it.
  "demo --out my-demo --seed 7": "tests/end_to_end/check_demo.ts",
};

Deno.test("the example of each command's help is one of the documentation that a test runs", async () => {
  const each = (await wholeProgram()).commands.flatMap(withSubcommands);
  const documented = commands.filter(({ needs }) => needs === undefined)
    .map(({ words }) => taskOf(words)?.args.join(" "));
  for (const command of each) {
    let help = "";
    command.configureOutput({ writeOut: (text) => help += text }).outputHelp();
    const [, example] = /\nExample:\n {2}earnest ([^]+)$/.exec(help) ?? [];
    assert.ok(example !== undefined, `${command.name()} --help has no example`);
    const { words } = wordsOf(example.replaceAll(/\\\n */g, "").trim());
    assert.equal(await faultOf(words), undefined, example);
    assert.ok(words.includes(command.name()), example);
    const isRun = documented.includes(words.join(" ")) ||
      words.join(" ") in EXAMPLES_RUN_ELSEWHERE;
    assert.ok(isRun, `no page has "${words.join(" ")}"`);
  }
  assert.ok(each.length >= 20, `${each.length} commands`);
});
