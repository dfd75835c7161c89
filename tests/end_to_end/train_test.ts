// `earnest train` as it is used: killed at any moment, refused with a reason, judged by what its file says.
import assert from "node:assert/strict";
import { matrixRow } from "../../src/basics/matrix.ts";
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { readSafetensors } from "../../src/formats/safetensors.ts";
import { readSelections } from "../../src/leakage/backbone/read_selections.ts";
import { inFolder } from "../temporary_folder.ts";
import { makePools, makeSounds, makeTexts, PAIRS } from "../projector/files/planted_sets.ts";
import { earnest, killed, killedWhen, namesIn } from "./cli.ts";
import { makeSet } from "./made_set.ts";

const SETS = ["--audio", "audio", "--text", "text", "--pools", "pools.json", "--device", "cpu"];
const SMALL = ["--dim", "8", "--batch", "16", "--steps", "120"];
const train = (condition: string, out: string, ...more: string[]) => [
  "train",
  ...SETS,
  ...SMALL,
  "--condition",
  condition,
  "--out",
  out,
  ...more,
];

/** A folder with the sets and the pools. */
function inPlanted(work: (folder: string) => Promise<void>, validation?: number): Promise<void> {
  return inFolder(async (folder) => {
    await makeSounds(folder);
    await makeTexts(folder);
    await makePools(folder, validation === undefined ? {} : { validation });
    await work(folder);
  });
}

const CHECKPOINT = "parts.checkpoint.safetensors";

/** Tells when so many milliseconds have passed since a checkpoint was written that was not there at first. */
function afterCheckpoint(folder: string, delay: number): () => boolean {
  const written = () => {
    if (!namesIn(folder).includes(CHECKPOINT)) return 0;
    return Deno.statSync(join(folder, CHECKPOINT)).mtime!.getTime();
  };
  const before = written();
  let since: number | undefined;
  return () => {
    if (written() > before) since ??= performance.now();
    return since !== undefined && performance.now() - since > delay;
  };
}

Deno.test("killed at moments that a seed draws, training continues and ends in the same bytes", () =>
  inPlanted(async (folder) => {
    const long = ["--steps", "6000", "--dim", "32", "--validation", "early-stopping"];
    const args = (out: string) =>
      train("clean", out, ...long, "--patience", "1000000", "--validate-every", "100");
    const started = performance.now();
    const whole = await earnest(args("whole.safetensors"), { cwd: folder });
    assert.equal(whole.code, 0, whole.stderr);
    const milliseconds = performance.now() - started;
    const random = new RandomStream(11, "moments of killing");
    const resumed = [...args("parts.safetensors"), "--resume"];
    let unfinished = 0;
    for (let kill = 0; kill < 6; kill++) {
      const share = random.uniform();
      // First shortly after a checkpoint, however slow the machine is just now; then at any time.
      if (kill < 3) await killedWhen(resumed, folder, afterCheckpoint(folder, share * 60));
      else await killed(resumed, folder, 300 + share * 0.5 * milliseconds);
      if (namesIn(folder).includes(CHECKPOINT)) unfinished++;
    }
    assert.ok(unfinished > 0, "at least one was killed between two checkpoints");
    const last = await earnest(resumed, { cwd: folder });
    assert.equal(last.code, 0, last.stderr);
    const bytes = (name: string) => Deno.readFile(join(folder, name));
    assert.deepEqual(await bytes("parts.safetensors"), await bytes("whole.safetensors"));
    assert.deepEqual(
      namesIn(folder),
      ["audio", "parts.safetensors", "pools.json", "text", "whole.safetensors"],
    );
    const again = await earnest(resumed, { cwd: folder });
    assert.equal(again.stdout, last.stdout, "what is finished is told again");
  }, 0.4));

Deno.test("the file says what it was trained on and with, and what was chosen on which items", () =>
  inPlanted(async (folder) => {
    const stopping = ["--validation", "early-stopping", "--patience", "3", "--seed", "7"];
    const args = train("dirty", "x.safetensors", ...stopping, "--per-class", "2", "--json");
    const ended = await earnest(args, { cwd: folder });
    assert.equal(ended.code, 0, ended.stderr);
    const summary = JSON.parse(ended.stdout);
    assert.equal(summary.pairs + summary.heldOut, PAIRS.length);
    assert.ok(summary.keptStep <= summary.steps);
    const path = join(folder, "x.safetensors");
    const { metadata } = readSafetensors(await Deno.readFile(path), path);
    const said = ["schema", "condition", "seed", "projector.kind", "optimizer.perClass"].map(
      (key) => metadata[key],
    );
    assert.deepEqual(said, ["earnest/projector/1", "dirty", "7", "residual", "2"]);
    assert.match(metadata["pools.sha256"]!, /^[0-9a-f]{64}$/);
    assert.equal(
      metadata["audio.identity"],
      '{"importedFrom":"planted sounds","items":48,"partItems":2048}',
    );
    assert.equal(JSON.parse(metadata["standardization"]!).means.length, 7);
    const [selection] = await readSelections(path);
    const heldOut = PAIRS.filter(({ id }) => selection!.chosenOn.includes(id));
    assert.equal(heldOut.length, summary.heldOut);
    const source = heldOut[0]!.source!;
    await Deno.writeTextFile(
      join(folder, "items.csv"),
      `id,label,source_id\nother.wav,x,${source}\n`,
    );
    await Deno.writeTextFile(join(folder, "captions.csv"), "id,text\n1,thunder\n");
    await Deno.writeTextFile(join(folder, "labels.txt"), "x\n");
    const scan = ["scan", "captions.csv", "--labels", "labels.txt", "--items", "items.csv"];
    const rule = ["--rules", "SELECTION", "--projector", "x.safetensors", "--out", "leaks"];
    const scanned = await earnest([...scan, ...rule, "--device", "cpu"], { cwd: folder });
    assert.equal(scanned.code, 0, scanned.stderr);
    const finding = JSON.parse(await Deno.readTextFile(join(folder, "leaks/findings.jsonl")));
    assert.deepEqual([finding.rule, finding.flagged, finding.evaluationItem], [
      "SELECTION",
      false,
      "other.wav",
    ], "by its recording");
  }, 0.4));

Deno.test("a pool of captions and one of class names, each once, train the same projectors", () =>
  inPlanted(async (folder) => {
    const names = [...new Set(PAIRS.map(({ text }) => text))];
    const rowOfText = async (text: string) => {
      const { readEmbeddingSet } = await import("../../src/embeddings/reading.ts");
      const set = await readEmbeddingSet(join(folder, "text"));
      const row = set.items.findIndex(({ columns }) => columns["text"] === text);
      return [...matrixRow(set, row)];
    };
    const made = await Promise.all(names.map(async (text, i) => ({
      id: String(i),
      row: await rowOfText(text),
      columns: { text: text.slice(2) },
    })));
    await makeSet(folder, "names", made);
    const code = async (args: string[]) => (await earnest(args, { cwd: folder })).code;
    assert.equal(await code(train("clean", "a.safetensors")), 0);
    assert.equal(await code([...train("clean", "b.safetensors"), "--text", "names"]), 0);
    const arrays = async (name: string) =>
      readSafetensors(await Deno.readFile(join(folder, name)), name).arrays;
    assert.deepEqual(await arrays("a.safetensors"), await arrays("b.safetensors"));
  }));

function refuses(
  name: string,
  args: readonly string[],
  message: RegExp,
  prepare: (folder: string) => Promise<unknown> = () => Promise.resolve(),
) {
  Deno.test(`train refuses ${name}`, () =>
    inPlanted(async (folder) => {
      await prepare(folder);
      const before = namesIn(folder);
      const ended = await earnest(args, { cwd: folder });
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      const lines = ended.stderr.trim().split("\n").filter((line) => !line.startsWith("training:"));
      assert.equal(lines.length, 1, ended.stderr);
      assert.equal(ended.stdout, "");
      assert.deepEqual(namesIn(folder), before);
    }));
}

const OUT = "x.safetensors";
refuses(
  "an unknown condition",
  train("claen", OUT),
  /no condition "claen"; did you mean "clean"\?/,
);
refuses("another ending", train("clean", "x.bin"), /"x\.bin" does not end in "\.safetensors"/);
refuses("an unknown kind", train("clean", OUT, "--kind", "residul"), /did you mean "residual"\?/);
refuses("a dropout of 1", train("clean", OUT, "--dropout", "1"), /a number from 0 to below 1/);
refuses(
  "early stopping without pairs that are held out",
  train("clean", OUT, "--validation", "early-stopping"),
  /"pools\.json" holds out 0 pairs.*split --validation/,
);
refuses(
  "a set that lacks pairs",
  train("dirty", OUT, "--audio", "few"),
  /47 pairs have no row in "few": "bee-1\.wav"/,
  (folder) => makeSet(folder, "few", [{ id: "bee-0.wav", row: [1, 2], columns: { label: "bee" } }]),
);
refuses(
  "sounds where texts are expected",
  train("dirty", OUT, "--text", "sounds"),
  /"sounds" holds embeddings of audio; expected those of text/,
  (folder) =>
    makeSet(folder, "sounds", PAIRS.map(({ id }, i) => ({ id, row: [i + 1] })), {
      backbone: { modality: "audio" },
    }),
);
refuses(
  "texts of another manifest than the pools",
  train("dirty", OUT, "--text", "other"),
  /"other" was made from a manifest with SHA-256 b{12}….*"pairs\.csv", a{12}….*--allow-other-manifest/,
  async (folder) => {
    const identity = { manifest: { sha256: "b".repeat(64) } };
    await makeSet(folder, "other", PAIRS.map(({ id }, i) => ({ id, row: [i + 1] })), identity);
    const path = join(folder, "pools.json");
    const pools = await Deno.readTextFile(path);
    const inputs = JSON.stringify({ "pairs.csv": "a".repeat(64) });
    await Deno.writeTextFile(path, pools.replace('"inputs": {}', `"inputs": ${inputs}`));
  },
);
refuses(
  "a learning rate beyond reason",
  train("clean", OUT, "--learning-rate", "9e9"),
  /expected a number from 0 to below 10/,
);
refuses(
  "a file that exists",
  train("clean", OUT),
  /"x\.safetensors" exists; .*--force/,
  (folder) => Deno.writeTextFile(join(folder, OUT), "mine"),
);
refuses(
  "to replace what it did not write",
  train("clean", OUT, "--force"),
  /is not a projector file, so --force does not replace it/,
  (folder) => Deno.writeTextFile(join(folder, OUT), "mine"),
);
refuses(
  "to replace a checkpoint that is none",
  train("clean", OUT, "--force"),
  /x\.checkpoint\.safetensors" is not a checkpoint, so --force does not replace it/,
  (folder) => Deno.writeTextFile(join(folder, "x.checkpoint.safetensors"), "mine"),
);
refuses(
  "to begin where an unfinished training is",
  train("clean", OUT),
  /x\.checkpoint\.safetensors" belongs to an unfinished training; use --resume to continue it/,
  (folder) => Deno.writeTextFile(join(folder, "x.checkpoint.safetensors"), "anything"),
);

Deno.test("going on with other settings is refused by what differs; --force begins anew", () =>
  inPlanted(async (folder) => {
    const first = await earnest(train("clean", OUT), { cwd: folder });
    assert.equal(first.code, 0, first.stderr);
    const other = await earnest(train("clean", OUT, "--resume", "--dim", "9"), { cwd: folder });
    assert.equal(other.code, 2);
    assert.match(
      other.stderr,
      /Cannot continue from "x\.safetensors": it has projector\.dim 8; this training has 9/,
    );
    const dose = await earnest(train("dose-0", OUT, "--resume"), { cwd: folder });
    assert.match(dose.stderr, /it has condition clean; this training has dose-0/);
    const anew = await earnest(train("clean", OUT, "--force", "--dim", "9"), { cwd: folder });
    assert.equal(anew.code, 0, anew.stderr);
    assert.deepEqual(namesIn(folder), ["audio", "pools.json", "text", OUT]);
  }));
