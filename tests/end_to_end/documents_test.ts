// The commands of the documentation, in order and as they are written, on small made data.
import assert from "node:assert/strict";
import { join } from "node:path";
import {
  commandsOf,
  type DocumentedCommand,
  type Environment,
  expanded,
  taskOf,
} from "../documents/commands.ts";
import { readPages } from "../documents/pages.ts";
import { inFolder } from "../temporary_folder.ts";
import { EARNEST } from "./cli.ts";
import { FOLDERS, makeQuick } from "./document_folders.ts";

/** What makes a command quick; all else is the page's. */
const QUICK: Readonly<Record<string, readonly string[]>> = { train: ["--steps", "5"] };

/** Keys that are pressed where a command asks: each guess is right. */
const KEYS = "\r".repeat(20);

/** Runs a command of a page, whose exit code must be the one that the page states. */
async function run(
  { place, words }: DocumentedCommand,
  cwd: string,
  env: Environment,
): Promise<void> {
  const { args } = taskOf(words)!;
  const given = expanded(args, env);
  const child = new Deno.Command(Deno.execPath(), {
    args: [...EARNEST, ...given, ...QUICK[given[0]!] ?? [], "--device", "cpu"],
    cwd,
    env: { NO_COLOR: "1", ...env },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  const writer = child.stdin.getWriter();
  // A command that asks nothing may have ended before.
  await writer.write(new TextEncoder().encode(KEYS)).then(() => writer.close()).catch(() => {});
  const { code, stdout, stderr } = await child.output();
  const [out, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assert.equal(code, given.includes("--fail-on") ? 1 : 0, `${place}: ${words.join(" ")}\n${said}`);
  assert.ok(out!.length > 0, `${place} prints nothing`);
  assert.doesNotMatch(out!, /\b1 (parts|items|pairs|embeddings)\b/, place);
  const isTried = ["--dry-run", "--print"].some((option) => given.includes(option));
  const at = isTried ? -1 : given.indexOf("--out");
  if (at >= 0) assert.ok(Deno.statSync(join(cwd, given[at + 1]!)), place);
  if (given[0] === "init") await makeQuick(join(cwd, at < 0 ? "audit.json" : given[at + 1]!));
}

const pages = readPages();

for (const { pages: paths, fill } of FOLDERS) {
  Deno.test(`the commands of ${paths.join(" and ")} run as they are written`, () =>
    inFolder(async (folder) => {
      await fill(folder);
      for (const path of paths) {
        const commands = commandsOf(pages.find((page) => page.path === path)!);
        for (const command of commands.filter(({ needs }) => needs === undefined)) {
          for (const env of command.environments) await run(command, folder, env);
        }
      }
    }));
}
