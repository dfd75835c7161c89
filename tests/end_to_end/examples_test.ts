// The examples run with the permissions that they state and with no fewer, print what their page says, and are printed
// there as they are.
import assert from "node:assert/strict";
import { join } from "node:path";
import { blocksOf } from "../documents/commands.ts";
import { readPages, ROOT } from "../documents/pages.ts";
import { denoFolder } from "../deno_folder.ts";
import { copy } from "../copied_folder.ts";
import { inFolder } from "../temporary_folder.ts";

/** An example, as its file and its page have it. */
interface Example {
  /** Its file's name. */
  readonly name: string;
  /** Its code. */
  readonly text: string;
  /** The permissions that its header states, such as `--allow-read=.`. */
  readonly permissions: readonly string[];
  /** What its page says that it prints. */
  readonly prints: string | undefined;
}

const AUDIT = "audit_folder.ts";

const page = readPages().find(({ path }) => path === "docs/examples.md")!;
const blocks = blocksOf(page);
const cache = await denoFolder();

const examples: readonly Example[] = [...Deno.readDirSync(join(ROOT, "examples"))]
  .map(({ name }) => name).filter((name) => name.endsWith(".ts")).sort()
  .map((name) => {
    const text = Deno.readTextFileSync(join(ROOT, "examples", name));
    const [, flags] = /^\/\/ +deno run (.*)examples\/\w+\.ts$/m.exec(text) ?? [];
    const at = blocks.findIndex((block) => block.text === text);
    const printed = blocks[at + 1];
    const isText = at >= 0 && printed?.language === "text";
    return {
      name,
      text,
      permissions: flags!.trim().split(" "),
      prints: isText ? printed.text : undefined,
    };
  });

/** Runs the work in a folder that has the examples' data, as a checkout has it. */
async function inCheckout(work: (folder: string) => Promise<void>): Promise<void> {
  await inFolder(async (folder) => {
    await copy(join(ROOT, "examples/data"), join(folder, "examples/data"));
    await work(folder);
  });
}

/** Runs an example in a folder: `.` is that folder and the repository, which are one in a checkout. */
function command(name: string, permissions: readonly string[], folder: string): Deno.Command {
  const flags = permissions.map((flag) =>
    flag.replace("--allow-read=.", `--allow-read=${ROOT},${folder}`)
      .replace("--allow-write=.", `--allow-write=${folder}`).replace("$DENO_DIR", cache)
  );
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--quiet", ...flags, join(ROOT, "examples", name)],
    cwd: folder,
    env: { NO_COLOR: "1" },
    stdout: "piped",
    stderr: "piped",
  });
}

async function run(
  name: string,
  permissions: readonly string[],
  folder: string,
): Promise<{ code: number; out: string; said: string }> {
  const { code, stdout, stderr } = await command(name, permissions, folder).output();
  const [out, said] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  return { code, out: out!, said: said! };
}

Deno.test("each example is short, imports doors alone, and is printed as it is with its output", () => {
  assert.equal(examples.length, 10);
  for (const { name, text, prints } of examples) {
    assert.ok(prints !== undefined, `docs/examples.md prints another examples/${name}`);
    const code = text.split("\n").filter((line) => line !== "" && !line.startsWith("//"));
    assert.ok(code.length <= (name === "train.ts" ? 20 : 40), `${name}: ${code.length} lines`);
    for (const [, from] of text.matchAll(/ from "([^"]+)"/g)) {
      assert.match(from!, /^\.\.\/doors\/\w+\.ts$/, name);
    }
  }
});

/** What examples leave in their folder. */
const LEFT: Readonly<Record<string, (folder: string) => void>> = {
  "map.ts": (folder) => {
    const svg = Deno.readTextFileSync(join(folder, "map.svg"));
    assert.equal(svg.match(/<circle cx="-?[\d.]+" cy="-?[\d.]+"/g)?.length, 24);
  },
  "clean_pools.ts": (folder) => {
    const lines = Deno.readTextFileSync(join(folder, "pools/clean.csv")).trimEnd().split("\n");
    assert.equal(lines.length, 1 + 43);
  },
  "export_onnx.ts": (folder) => {
    for (const side of ["audio", "text"]) {
      assert.ok(Deno.statSync(join(folder, `onnx/${side}.onnx`)).size > 1000);
    }
  },
};

// The audit in a folder runs below.
for (const { name, permissions, prints } of examples.filter(({ name }) => name !== AUDIT)) {
  Deno.test(`examples/${name} prints what its page says, with the permissions that it states`, () =>
    inCheckout(async (folder) => {
      const { code, out, said } = await run(name, permissions, folder);
      assert.equal(code, 0, said);
      assert.equal(out, prints);
      LEFT[name]?.(folder);
    }));
}

Deno.test("without any of its permissions, an example ends and names it", () =>
  inCheckout(async (folder) => {
    for (const { name, permissions } of examples) {
      // Without the permission to set it, WebGPU may say that XDG_RUNTIME_DIR is not set.
      for (const flag of permissions.filter((flag) => !flag.startsWith("--allow-env"))) {
        const others = permissions.filter((one) => one !== flag);
        const withoutCache = flag.replace(",$DENO_DIR", "");
        const fewer = withoutCache === flag ? others : [...others, withoutCache];
        const { code, said } = await run(name, fewer, folder);
        assert.notEqual(code, 0, `${name} runs without ${flag}`);
        const [, kind] = /^--(allow-\w+)/.exec(flag)!;
        assert.match(
          said,
          new RegExp(`Needs --${kind} for|run again with the --${kind} flag`),
          name,
        );
      }
    }
  }));

Deno.test("an audit ends by Ctrl-C, and the same call continues it", () =>
  inCheckout(async (folder) => {
    const { permissions, prints } = examples.find(({ name }) => name === AUDIT)!;
    const child = command(AUDIT, permissions, folder).spawn();
    const out = new Response(child.stdout).text();
    let said = "";
    for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
      if (!said.includes("training 1/") && text.includes("training 1/")) child.kill("SIGINT");
      said += text;
    }
    assert.equal((await child.status).code, 130, said);
    assert.equal(await out, "");
    assert.match(said, /Interrupted; run it again to continue\n$/);
    const kept = [...Deno.readDirSync(join(folder, "found/cells"))].length;
    assert.ok(kept >= 1, "a finished training is kept");
    const again = await run(AUDIT, permissions, folder);
    assert.equal(again.out, prints);
    assert.match(await Deno.readTextFile(join(folder, "found/report.html")), /^<!DOCTYPE html>/i);
  }));
