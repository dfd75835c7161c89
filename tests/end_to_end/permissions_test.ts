// Each command works with the permissions that the README gives it, and with no others.
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { plantedConfiguration, writePlanted } from "../audit/planted.ts";
import { makePools, makeSounds, makeTexts } from "../projector/files/planted_sets.ts";
import { copy } from "../copied_folder.ts";
import { denoFolder } from "../deno_folder.ts";
import { inFolder } from "../temporary_folder.ts";
import { EARNEST } from "./cli.ts";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const CPU = ["--device", "cpu", "--quiet"];
const PAIRS = "id,text,label\n1,a dog barks,dog\n2,rain,rain\n3,a hen,hen\n4,an owl,owl\n";

/** Permissions by command, such as `--allow-read=.,$DENO_DIR --allow-write=.`. */
const permissions = new Map<string, string>();
const readme = await Deno.readTextFile(join(ROOT, "README.md"));
for (const [, flags, commands] of readme.matchAll(/^- `(--allow-[^`]*)`: ((?:`\w+`,?\s*)+)/gm)) {
  for (const [, command] of commands!.matchAll(/`(\w+)`/g)) permissions.set(command!, flags!);
}

/** Runs commands in a folder, each with the permissions of its line; all must end well. */
async function inOrder(folder: string, commands: readonly (readonly string[])[]): Promise<void> {
  const cache = await denoFolder();
  for (const command of commands) {
    const flags = permissions.get(command[0]!)!
      .replace("--allow-read=.", `--allow-read=${ROOT},${folder}`).replace("$DENO_DIR", cache)
      .replace("--allow-write=.", `--allow-write=${folder}`)
      .replace("--allow-write=DIR", `--allow-write=${join(folder, command[1] ?? "")}`);
    const { code, stderr } = await new Deno.Command(Deno.execPath(), {
      args: ["run", "--quiet", "--no-prompt", ...flags.split(" "), EARNEST.at(-1)!, ...command],
      cwd: folder,
    }).output();
    assert.equal(code, 0, `${command.join(" ")}: ${new TextDecoder().decode(stderr)}`);
  }
}

Deno.test("no command needs the network, native code or all of the environment; two run programs", () => {
  assert.ok(permissions.size >= 19, `${permissions.size} commands of the README were read`);
  for (const [command, flags] of permissions) {
    const left = flags.split(" ").filter((flag) => !/^--allow-(read|write)=\S+$/.test(flag));
    const known = ["--allow-env=XDG_RUNTIME_DIR"];
    if (command === "doctor") known.push("--allow-run=ls");
    if (command === "submit") known.push("--allow-run=sbatch,squeue,kubectl");
    assert.deepEqual(left.filter((flag) => !known.includes(flag)), [], command);
  }
  // Below, audit runs in place of demo, which takes longer.
  assert.equal(permissions.get("demo"), permissions.get("audit"));
});

Deno.test("embedding, scanning, splitting and listing need no more than the README says", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "pairs.csv"), PAIRS);
    await Deno.writeTextFile(join(folder, "labels.txt"), "dog\n");
    await copy(join(ROOT, "tests/backbones/architectures/models/bert"), join(folder, "model"));
    const labels = ["--labels", "labels.txt", "--quiet"];
    await inOrder(folder, [
      ["backbones"],
      ["completions", "fish"],
      ["prepare"],
      ["embed", "pairs.csv", "--backbone", "glove-100d", "--out", "texts", ...CPU],
      ["scan", "pairs.csv", ...labels, "--out", "found"],
      ["split", "pairs.csv", ...labels, "--out", "pools"],
      ["labels", "labels.txt"],
      ["card", "model", "--out", "card.json", "--quiet"],
      [
        "submit",
        "slurm",
        "--print",
        "embed",
        "pairs.csv",
        "--backbone",
        "glove-100d",
        "--out",
        "a",
      ],
    ]);
  }));

Deno.test("training and what comes of it need no more than the README says", () =>
  inFolder(async (folder) => {
    await makeSounds(folder);
    await makeTexts(folder);
    await makePools(folder);
    const sets = ["--audio", "audio", "--text", "text"];
    const small = ["--dim", "8", "--batch", "16", "--steps", "2"];
    const projector = ["--projector", "p.safetensors", ...CPU];
    await inOrder(folder, [
      [..."train --pools pools.json --condition clean --out p.safetensors".split(" "), ...sets]
        .concat(small, CPU),
      ["project", "audio", "--side", "audio", "--out", "sounds", ...projector],
      ["project", "text", "--side", "text", "--out", "words", ...projector],
      ["export", "p.safetensors", "--out", "onnx", ...CPU],
      ["evaluate", "--audio", "sounds", "--text", "words", ...CPU],
    ]);
  }));

Deno.test("measures of a set need no more than the README says", () =>
  inFolder(async (folder) => {
    await makeSounds(folder);
    await inOrder(folder, [
      ["separability", "audio", ...CPU],
      ["overlap", "audio", "audio", ...CPU],
      ["tsne", "audio", "--out", "map.csv", ...CPU],
      ["search", "audio", "--query", "audio", "--out", "near.jsonl", ...CPU],
      ["search", "audio", "--query", "audio", "--out", "near", "--shard", "0/1", ...CPU],
      ["status", "near"],
      ["collect", "near", "--quiet"],
      ["doctor", "--device", "cpu"],
    ]);
  }));

Deno.test("an audit, its report and a comparison need no more than the README says", () =>
  inFolder(async (folder) => {
    await writePlanted(folder);
    const short = { attribution: false, conditions: ["dirty"], seeds: [0], bootstrap: 100 };
    const configuration = plantedConfiguration(short);
    await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(configuration));
    const sides = ["--evaluation", "evaluation.csv", "--training", "training.csv"];
    const arrays = ["planted.training.npy", "planted.evaluation.npy"];
    await inOrder(folder, [
      [..."init --out drafted.json --text glove-100d --audio".split(" "), ...arrays, ...sides]
        .concat(CPU),
      ["audit", "audit.json", "--out", "found", ...CPU],
      ["report", "found"],
      ["report", "found", "--tables", "csv,latex,markdown"],
    ]);
    await copy(join(folder, "found"), join(folder, "other"));
    await inOrder(folder, [["compare", "found", "other", "--out", "beside"]]);
  }));

/** Commands, the permissions that they get, and the one that each names as missing. */
const MISSING: readonly (readonly [command: string, given: string, missing: string])[] = [
  ["backbones", "", 'read for "ROOT", the folder of Earnest\'s code'],
  ["scan pairs.csv --labels labels.txt --out out", "--allow-read=ROOT", 'read for "out"'],
  ["scan pairs.csv --labels labels.txt --out out", "READ", 'write for "HERE"'],
  ["embed pairs.csv --backbone glove-100d --out out", "READ", 'write for "out"'],
  ["embed pairs.csv --backbone glove-100d --out out --shard auto", "READ WRITE", 'env for "SLURM_'],
  ["embed pairs.csv --backbone card.json --out out", "READ WRITE", 'env for "EARNEST_MODELS"'],
  ["card org/name --out c.json", "READ WRITE", 'env for "HF_HOME"'],
  ["card org/name --out c.json", "READ WRITE --allow-env=HF_HOME", 'net for "huggingface.co:443"'],
  ["submit slurm embed pairs.csv --backbone glove-100d --out out", "READ WRITE", "run for"],
  ["prepare", "READ", 'read for "CACHE'],
];

const CARD = {
  schema: "earnest/backbone/1",
  name: "mine",
  modality: "text",
  dimensions: 2,
  words: { file: "${EARNEST_MODELS}/words.txt", format: "glove" },
  license: "mine",
  ledger: { trainingData: [], trainingLabels: "none", source: "a test" },
};

Deno.test("a command without a permission names it, and what it is for", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "pairs.csv"), PAIRS);
    await Deno.writeTextFile(join(folder, "labels.txt"), "dog\n");
    await Deno.writeTextFile(join(folder, "card.json"), JSON.stringify(CARD));
    const places: Readonly<Record<string, string>> = {
      READ: `--allow-read=${ROOT},${folder}`,
      WRITE: `--allow-write=${folder}`,
      ROOT: ROOT.replace(/\/$/, ""),
      HERE: folder,
      CACHE: await denoFolder(),
    };
    const placed = (text: string) => text.replaceAll(/\b[A-Z]{4,5}\b/g, (name) => places[name]!);
    for (const [command, given, missing] of MISSING) {
      const { code, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["run", "--quiet", "--no-prompt", ...placed(given).split(" ").filter(Boolean)]
          .concat(EARNEST.at(-1)!, command.split(" ")),
        cwd: folder,
        env: { HF_HOME: join(folder, "hub") },
      }).output();
      const said = new TextDecoder().decode(stderr);
      assert.ok(said.includes(`earnest: Needs --allow-${placed(missing)}`), `${command}: ${said}`);
      assert.equal(code, 4, command);
    }
  }));
