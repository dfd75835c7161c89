// The command line as people install it: by `deno install`, from a checkout and from an address.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { VERSION } from "../../src/basics/version.ts";
import { serveRepository } from "../served_repository.ts";
import { inFolder } from "../temporary_folder.ts";
import { type Ended, namesIn } from "./cli.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

async function ended(program: string, args: readonly string[], cwd: string): Promise<Ended> {
  const { code, stdout, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    env: { NO_COLOR: "1" },
  }).output();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { code, stdout: text(stdout), stderr: text(stderr) };
}

/** Installs the program in a folder of its own, as the documentation says, and returns its path. */
async function installed(folder: string, from: readonly string[]): Promise<string> {
  const root = join(folder, "root");
  const args = ["install", "-g", "-A", "--root", root, "--name", "earnest", ...from];
  const { code, stderr } = await ended(Deno.execPath(), args, folder);
  assert.equal(code, 0, stderr);
  return join(root, "bin", "earnest");
}

/** Runs some commands from a folder that has nothing but the captions that one of them reads. */
async function runFrom(work: string, program: string): Promise<void> {
  await Deno.mkdir(work);
  const version = await ended(program, ["--version"], work);
  assert.deepEqual([version.code, version.stdout], [0, `${VERSION}\n`], version.stderr);
  const help = await ended(program, ["--help"], work);
  assert.match(help.stdout, /^Usage: earnest[^]*\nAudit:\n {2}audit /);
  assert.deepEqual(namesIn(work), []);
  await Deno.writeTextFile(join(work, "captions.csv"), "id,text\n1,a dog barks\n2,a tall man\n");
  const words = ["captions.csv", "--labels", "esc50", "--out", "leaks", "--json", "--quiet"];
  const scan = await ended(program, ["scan", ...words], work);
  assert.equal(scan.code, 0, scan.stderr);
  assert.equal(JSON.parse(scan.stdout).total.flaggedPairs, 1);
  assert.deepEqual(namesIn(work), ["captions.csv", "leaks"]);
  const embed = await ended(program, [
    ..."embed captions.csv --backbone glove-100d --out texts --quiet --json".split(" "),
  ], work);
  assert.equal(JSON.parse(embed.stdout).rows, 2, embed.stderr);
}

Deno.test("installed from a checkout, it runs from any folder and follows the checkout's lock", () =>
  inFolder(async (folder) => {
    const before = await Deno.readTextFile(join(ROOT, "deno.lock"));
    const program = await installed(folder, [
      ...["--config", join(ROOT, "deno.json"), join(ROOT, "cli/main.ts")],
    ]);
    const beside = join(folder, "root/bin/.earnest");
    const copy = JSON.parse(await Deno.readTextFile(join(beside, "deno.json")));
    assert.deepEqual(
      copy.allowScripts,
      { deny: ["npm:protobufjs"] },
      "so that no script is warned of",
    );
    await Deno.copyFile(join(ROOT, "deno.lock"), join(beside, "deno.lock"));
    await runFrom(join(folder, "work"), program);
    assert.equal(await Deno.readTextFile(join(ROOT, "deno.lock")), before);
    // Deno adds where the checkout is; packages and their hashes stay.
    const after = JSON.parse(await Deno.readTextFile(join(beside, "deno.lock")));
    const { specifiers, npm } = JSON.parse(before);
    assert.deepEqual({ specifiers: after.specifiers, npm: after.npm }, { specifiers, npm });
  }));

Deno.test("installed from an address, it runs from any folder", () =>
  inFolder(async (folder) => {
    await using server = serveRepository();
    const program = await installed(folder, [`http://127.0.0.1:${server.addr.port}/cli/main.ts`]);
    await runFrom(join(folder, "work"), program);
  }));
