// Bad usage and bad surroundings: one clear line, the documented exit code, nothing half-written.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { COMMANDS } from "../../cli/command_list.ts";
import { program, wholeProgram } from "../../cli/run.ts";
import { earnest, namesIn } from "./cli.ts";

function refuses(
  name: string,
  args: readonly string[],
  code: number,
  message: RegExp,
  prepare: (folder: string) => void = () => {},
  env: Record<string, string> = {},
) {
  Deno.test(`refused: ${name}`, async () => {
    const folder = await Deno.makeTempDir();
    try {
      prepare(folder);
      const before = namesIn(folder);
      const ended = await earnest(args, { cwd: folder, env });
      assert.equal(ended.code, code, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
      assert.equal(ended.stdout, "");
      assert.deepEqual(namesIn(folder), before);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  });
}

/** A variants.json. */
function kernelsOf(deviceClass: string, small: string): string {
  const variants = { vector: "vector", small, large: "shared64" };
  const device = { class: deviceClass, name: "Some Card", variants };
  return JSON.stringify({ schema: "earnest/variants/1", origin: "shipped", device });
}

refuses("an unknown command", ["dmeo"], 2, /unknown command 'dmeo'.*demo/);
refuses("an unknown option", ["demo", "--sede", "1"], 2, /unknown option '--sede'.*--seed/);
refuses("an unknown device", ["demo", "--device", "cpuu"], 2, /'cpuu'.*did you mean "cpu"\?/);
refuses("a seed that is no number", ["demo", "--seed", "x"], 2, /'x'.*whole number/);
refuses(
  "an unknown format",
  ["report", "a", "--tables", "csv,xls"],
  2,
  /known: csv, latex, markdown/,
);
refuses("an argument too many", ["demo", "here"], 2, /too many arguments/);
refuses(
  "an output folder that no demo wrote",
  ["demo", "--out", "there"],
  2,
  /"there" is not an output of demo \(no "demo.json" .*\); choose another place with --out/,
  (folder) => Deno.mkdirSync(join(folder, "there/mine"), { recursive: true }),
);
refuses(
  "replacing what no demo wrote",
  ["demo", "--out", "there", "--force"],
  2,
  /"there" is not an output of demo .*, so --force does not replace it/,
  (folder) => Deno.mkdirSync(join(folder, "there/mine"), { recursive: true }),
);
refuses(
  "a file at the default place",
  ["demo"],
  2,
  /"earnest-demo" is not a folder; choose another place with --out/,
  (folder) => Deno.writeTextFileSync(join(folder, "earnest-demo"), "mine"),
);
refuses(
  "an output folder that cannot be written",
  ["demo", "--out", "file/folder"],
  4,
  /file\/folder/,
  (folder) => Deno.writeTextFileSync(join(folder, "file"), ""),
);
refuses(
  "an output folder in a folder that is not there",
  ["demo", "--out", "no/where"],
  4,
  /Cannot write "no\/where"/,
);
refuses("a configuration that is not there", ["audit", "a.json", "--out", "b"], 2, /"a\.json"/);
refuses(
  "a folder as configuration",
  ["audit", "a.json", "--out", "b"],
  2,
  /"a\.json" is a folder; expected a file/,
  (folder) => Deno.mkdirSync(join(folder, "a.json")),
);
refuses(
  "a configuration that is not UTF-8",
  ["audit", "a.json", "--out", "b"],
  2,
  /Cannot read "a\.json": it is not UTF-8 text/,
  (folder) => Deno.writeFileSync(join(folder, "a.json"), Uint8Array.of(0x22, 0xff, 0x22)),
);
refuses(
  "a configuration with an unknown key",
  ["audit", "a.json", "--out", "b"],
  2,
  /unknown key "sedes"; did you mean "seeds"/,
  (folder) => Deno.writeTextFileSync(join(folder, "a.json"), '{"sedes":[1]}'),
);
refuses(
  "kernels to be tuned and to be taken from a file",
  ["demo", "--tune", "--variants", "variants.json"],
  2,
  /'--tune' cannot be used with option '--variants/,
);
refuses(
  "kernels of a file that is not there",
  ["demo", "--variants", "v.json"],
  2,
  /"v\.json" does/,
);
refuses(
  "kernels that there are not",
  ["audit", "a.json", "--out", "b", "--variants", "v.json"],
  2,
  /"v\.json": "device\.variants\.small" is "shard32"; did you mean "shared32"/,
  (folder) => Deno.writeTextFileSync(join(folder, "v.json"), kernelsOf("software", "shard32")),
);
refuses(
  "kernels of another device",
  ["demo", "--variants", "v.json", "--device", "cpu"],
  2,
  /chosen for Some Card \(hardware\), but this is plain TypeScript, one thread \(cpu\); choose/,
  (folder) => Deno.writeTextFileSync(join(folder, "v.json"), kernelsOf("hardware", "shared32")),
);
refuses(
  "a graphics card where none is",
  ["doctor", "--device", "gpu"],
  3,
  /No graphics card/,
  () => {},
  { DENO_WEBGPU_BACKEND: "vulkan", VK_DRIVER_FILES: "/nowhere", VK_ICD_FILENAMES: "/nowhere" },
);
refuses(
  "packages that cannot be fetched",
  ["doctor"],
  4,
  /Failed caching npm package .*; connect to the network and run again/,
  () => {},
  { DENO_DIR: Deno.makeTempDirSync(), NPM_CONFIG_REGISTRY: "http://127.0.0.1:9" },
);

Deno.test("doctor says what auto takes, and that there is no card where none is", async () => {
  const none = {
    DENO_WEBGPU_BACKEND: "vulkan",
    VK_DRIVER_FILES: "/nowhere",
    VK_ICD_FILENAMES: "/nowhere",
  };
  const { code, stdout, stderr } = await earnest(["doctor", "--device", "cpu"], { env: none });
  assert.equal(code, 0, stderr);
  const summary = stdout.slice(stdout.lastIndexOf("\n\n")).replaceAll("\n", " ");
  assert.match(summary, /--device auto takes .+ \((native|cpu)\) here, and runs models on WebA/);
  assert.match(summary, /graphics card/i);
});

Deno.test("help has an example, the version is the package's, and no command is bad usage", async () => {
  const help = await earnest(["demo", "--help"]);
  assert.equal(help.code, 0);
  assert.match(help.stdout, /Example:\n {2}earnest demo/);
  assert.ok(help.stdout.split("\n").every((line) => line.length <= 80), help.stdout);
  const version = await earnest(["--version"]);
  assert.match(version.stdout, /^\d+\.\d+\.\d+\n$/);
  assert.equal((await earnest([])).code, 2);
});

/** The options of a program's commands by name. */
function optionsIn(earnest: Command): Map<string, readonly Option[]> {
  return new Map(earnest.commands.map((command) => [command.name(), command.options]));
}

Deno.test("a command line that names a command loads that one, a list of commands loads none", async () => {
  const all = COMMANDS.map(({ name }) => name);
  assert.ok(all.length > 15 && all.includes("scan"), all.join());
  for (const args of [[], ["--help"], ["help"], ["scann"]]) {
    const options = optionsIn(await program(args));
    assert.deepEqual([...options.keys()], all);
    assert.deepEqual([...options.values()].flat(), [], args.join());
  }
  for (const name of all) {
    const loaded = name === "prepare" ? all : [name];
    const options = optionsIn(await program([name, "--quiet"]));
    assert.deepEqual([...options.keys()], loaded);
    assert.ok([...options.values()].every(({ length }) => length > 4), name);
  }
  assert.deepEqual([...optionsIn(await program(["help", "scan"])).keys()], ["scan"]);
});

Deno.test("each group of the list has its commands, on lines that fit a terminal", async () => {
  const { code, stdout } = await earnest(["--help"]);
  assert.equal(code, 0);
  assert.ok(stdout.split("\n").every((line) => line.length <= 80), stdout);
  for (const { name, group, summary } of COMMANDS) {
    const section = stdout.slice(stdout.indexOf(`\n${group}\n`)).split("\n\n", 1)[0]!;
    const said = section.replaceAll(/\n {5,}/g, " ").split("\n").map((line) => line.trim());
    assert.ok(said.some((line) => line.startsWith(`${name} `) && line.endsWith(summary)), name);
  }
});

Deno.test("every command takes a device and a seed; help shows them where they change something", async () => {
  const shown = { "--device": [] as string[], "--seed": [] as string[] };
  for (const command of (await wholeProgram()).commands) {
    const help = command.createHelp().visibleOptions(command).map(({ long }) => long);
    for (const [name, commands] of Object.entries(shown)) {
      const option = command.options.find(({ long }) => long === name);
      assert.ok(option !== undefined, `${command.name()} ${name}`);
      assert.equal(option.hidden, !help.includes(name));
      if (!option.hidden) commands.push(command.name());
    }
  }
  const drawn = ["demo", "init", "audit", "compare", "split", "train"];
  const intervals = ["evaluate", "separability", "overlap"];
  assert.deepEqual(shown["--seed"].toSorted(), [...drawn, ...intervals].toSorted());
  const without = COMMANDS.map(({ name }) => name).filter((name) =>
    !shown["--device"].includes(name)
  );
  assert.deepEqual(without.toSorted(), [
    ...["backbones", "card", "collect", "compare", "completions", "export", "labels"],
    ...["prepare", "report", "status", "submit"],
  ]);
});
refuses(
  "a shard that starts over",
  ["audit", "audit.json", "--out", "o", "--shard", "0/2", "--force"],
  2,
  /'--shard <i\/n>' cannot be used with option '--force'/,
);
refuses(
  "no workers",
  ["audit", "audit.json", "--out", "o", "--workers", "0"],
  2,
  /'0' is invalid.*from 1 to 256, or per-card/,
);
refuses(
  "workers of a shard",
  ["embed", "a.csv", "--backbone", "glove-100d", "--out", "o", "--workers", "2", "--shard", "0/2"],
  2,
  /cannot be used with/,
);
refuses(
  "a shard of a configuration that is not there",
  ["audit", "audit.json", "--out", "o", "--shard", "0/2"],
  2,
  /"audit\.json" does not exist/,
);
