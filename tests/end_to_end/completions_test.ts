// What `completions` prints completes command lines, and holds every command and option.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { SHELLS } from "../../cli/completion_scripts.ts";
import { wholeProgram } from "../../cli/run.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

async function scriptFor(shell: string): Promise<string> {
  const { code, stdout, stderr } = await earnest(["completions", shell]);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** What bash offers where a line ends, once it has read the script. */
async function offered(script: string, folder: string, line: readonly string[]): Promise<string[]> {
  const program = `source "$1" && shift && COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) && _earnest; ` +
    `printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { success, stdout, stderr } = await new Deno.Command("bash", {
    args: ["-uc", program, "bash", script, "earnest", ...line],
    cwd: folder,
  }).output();
  const said = new TextDecoder().decode(stderr);
  assert.ok(success && said === "", said);
  return new TextDecoder().decode(stdout).split("\n").filter((word) => word !== "");
}

Deno.test("bash completes commands, options and their values, and leaves files to itself", () =>
  inFolder(async (folder) => {
    const script = join(folder, "earnest.bash");
    await Deno.writeTextFile(script, await scriptFor("bash"));
    const { success } = await new Deno.Command("bash", { args: ["-n", script] }).output();
    assert.ok(success);
    const after = (...line: string[]) => offered(script, folder, line);
    assert.deepEqual(await after("sea"), ["search"]);
    assert.ok((await after("")).includes("audit"));
    assert.deepEqual(await after("search", "--metric", "e"), ["euclidean"]);
    assert.deepEqual(await after("search", "clips", "--device", "="), [
      ...["auto", "gpu", "software", "native", "cpu"],
    ]);
    assert.deepEqual(await after("search", "clips", "--device", "=", "c"), ["cpu"]);
    assert.deepEqual(await after("search", "--que"), ["--query", "--query-items"]);
    assert.deepEqual(await after("status", "--dev"), [], "it is not shown in its help");
    assert.deepEqual(await after("backbones", "sh"), ["show"]);
    assert.deepEqual(await after("backbones", "show", "--max"), ["--max-download"]);
    assert.deepEqual(await after("completions", ""), [...SHELLS]);
    assert.deepEqual(await after("help", "sta"), ["status"]);
    assert.deepEqual(await after("scan", ""), []);
    assert.deepEqual(await after("scan", "a.csv", "--labels", "esc"), ["esc50"]);
    assert.deepEqual(await after("scan", "a.csv", "--rules", "TEXT-L"), ["TEXT-LEMMA"]);
    assert.deepEqual(await after("backbones", "show", "glo"), ["glove-100d"]);
    // Names stand beside files.
    await Deno.writeTextFile(join(folder, "glow card.json"), "");
    assert.deepEqual(await after("embed", "a.csv", "--backbone", "glo"), [
      "glove-100d",
      "glow card.json",
    ]);
    assert.deepEqual(await after("submit", "slurm", "em"), ["embed"]);
    assert.deepEqual(await after("submit", "slurm", "--gpus", "1", "embed", "--emb"), [
      "--embeddings",
    ]);
    assert.deepEqual(await after("submit", "slurm", "embed", "--backbone", "glove"), [
      "glove-100d",
    ]);
    assert.deepEqual(await after("submit", "slurm", "--part"), ["--partition"]);
    // With nothing of its own, bash offers files.
    const { stdout } = await new Deno.Command("bash", {
      args: ["-c", `source "$1"; complete -p earnest`, "bash", script],
    }).output();
    assert.match(new TextDecoder().decode(stdout), /-o default .*-F _earnest earnest/);
  }));

/** Each command's words with the long names of the options that its help shows. */
function shownOptions(command: Command, words: readonly string[]): [string, string[]][] {
  const names = command.createHelp().visibleOptions(command).map(({ long }) => long ?? "");
  return [
    [words.join(" "), names.filter((name) => name !== "")],
    ...command.commands.flatMap((one) => shownOptions(one, [...words, one.name()])),
  ];
}

Deno.test("the scripts for zsh and fish hold every command with its options and values", async () => {
  const commands = (await wholeProgram()).commands.flatMap((one) =>
    shownOptions(one, [one.name()])
  );
  assert.ok(commands.length > 20, `${commands.length} commands`);
  const [zsh, fish] = [await scriptFor("zsh"), await scriptFor("fish")];
  for (const [words, names] of commands) {
    const start = zsh.indexOf(`    '${words}'|`);
    const part = zsh.slice(start, zsh.indexOf(";;", start));
    assert.ok(start > 0, words);
    for (const name of names) {
      assert.match(part, new RegExp(`'[*]?${name}=?\\[`), `zsh: ${words} ${name}`);
      const line = `complete -c earnest -n '__earnest_in ${words}' `;
      const found = fish.split("\n").filter((one) => one.startsWith(line));
      const flag = new RegExp(` -l ${name.slice(2)} `);
      assert.equal(found.filter((one) => flag.test(one)).length, 1, `fish: ${words} ${name}`);
    }
  }
  assert.match(zsh, /--metric=\[what is near\]:value:\(cosine inner-product euclidean\)'/);
  assert.match(zsh, /:value: _earnest_or_file glove-100d character-ngrams'/);
  assert.match(fish, /__earnest_in scan' -l text-backbone -r -a 'glove-100d character-ngrams'/);
  assert.match(fish, /__earnest_in search' -l metric -x -a 'cosine inner-product euclidean'/);
  assert.match(fish, /complete -c earnest -n '__earnest_at completions' -f -a fish$/m);
});
