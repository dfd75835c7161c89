/**
 * How long the whole audit of the ESC experiment takes once its sounds are embedded, and in what memory:
 *
 *     deno run -A tests/bench/esc_audit.ts [OUT]
 *
 * Two audio backbones (mn04, and a random projection of it to 96 numbers, which stands for a smaller one) and the
 * baseline, all 16 cells with five seeds, 20 shuffles, both curves, 2,000 resamples, maps and report, as a user runs it.
 * The audit's folder is kept as OUT where that is given.
 * @module
 */
import assert from "node:assert/strict";
import { join, resolve } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { readNpy, writeNpy } from "../../src/formats/npy.ts";
import { escConfiguration } from "../end_to_end/esc_audit.ts";
import { timedCommand } from "./timed_command.ts";

const NARROW = 96;

const configuration = escConfiguration();
assert.ok(configuration, "the shared data is needed");
const [mn04] = configuration.audio;
const folder = await Deno.makeTempDir();
const embedded = (name: string) => join(folder, name, "embeddings.npy");
try {
  const items = configuration.evaluation.items;
  for (const [name, backbone] of [["mn04", mn04!.backbone], ["log-mel", "log-mel-statistics"]]) {
    const out = join(folder, name!);
    const { seconds } = await timedCommand([
      "embed",
      items,
      "--backbone",
      backbone!,
      "--allow-outside",
      "--out",
      out,
    ]);
    console.log(`embedding ESC-10 by ${backbone}: ${seconds.toFixed(1)} s`);
  }
  const baseline = { ...mn04!.baseline, evaluation: embedded("log-mel") };
  const wide = { training: mn04!.training, evaluation: embedded("mn04") };
  const narrow = {
    training: await narrowed(wide.training, "training.npy"),
    evaluation: await narrowed(wide.evaluation, "evaluation.npy"),
  };
  const audio = [
    { name: "mn04", ...wide, baseline },
    { name: `mn04 projected to ${NARROW}`, ...narrow, baseline },
  ];
  const path = join(folder, "audit.json");
  await Deno.writeTextFile(path, JSON.stringify({ ...configuration, audio }));
  const out = resolve(Deno.args[0] ?? join(folder, "found"));
  const { seconds, peakMiB } = await timedCommand(["audit", path, "--out", out]);
  const minutes = (seconds / 60).toFixed(1);
  console.log(`audit: ${minutes} min, peak ${peakMiB.toFixed(0)} MiB`);
} finally {
  await Deno.remove(folder, { recursive: true });
}

/** Writes an array's rows times one fixed random matrix. */
async function narrowed(path: string, name: string): Promise<string> {
  const { shape: [rows, columns], data } = readNpy(await Deno.readFile(path), path);
  const random = new RandomStream(0, "projection");
  const matrix = Float64Array.from({ length: columns! * NARROW }, () => random.normal());
  const values = new Float32Array(rows! * NARROW);
  for (let i = 0; i < values.length; i++) {
    const [row, to] = [Math.floor(i / NARROW), i % NARROW];
    for (let c = 0; c < columns!; c++) {
      values[i]! += data[row * columns! + c]! * matrix[c * NARROW + to]!;
    }
  }
  const file = join(folder, name);
  await Deno.writeFile(file, writeNpy([rows!, NARROW], values));
  return file;
}
