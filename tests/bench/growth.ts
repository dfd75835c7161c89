/**
 * How an audit grows with its size: processor time and memory of whole commands, of one size and of ten times its items,
 * pairs, classes or seeds.
 *
 *     deno run -A tests/bench/growth.ts [--device native] [--only items,seeds]
 *     deno run -A tests/bench/growth.ts --device native --large
 *
 * Audits are of made embeddings of width 512: classes are Gaussian clouds, four items a recording, a quarter of the
 * training topics are the evaluation's classes. Trainings take three steps, so that what is measured is all the rest.
 * `--large` runs 200,000 pairs and 20,000 items with one seed and with three: the difference is what trainings cost.
 * @module
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { RandomStream } from "../../src/basics/random.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { type CommandCost, timedCommand } from "./timed_command.ts";

/** How large an audit is. */
export interface AuditSize {
  /** Evaluation items. */
  readonly items: number;
  /** Training pairs. */
  readonly pairs: number;
  /** Evaluation classes. */
  readonly classes: number;
  /** Training seeds. */
  readonly seeds: number;
}

/** What an audit took. */
export interface AuditCost extends CommandCost {
  /** The audio arrays that it read. */
  readonly arraysMiB: number;
  /** Trainings that it made, those at initialization included. */
  readonly trainings: number;
}

/** Of a training: so few that what is measured is all the rest. */
const STEPS = 3;
const WIDTH = 512;
const TEXT_WIDTH = 128;
/** Topics of training pairs for each evaluation class. */
const TOPICS_A_CLASS = 4;
const ITEMS_A_SOURCE = 4;

/** The size that is multiplied. */
export const SMALL: AuditSize = { items: 2_000, pairs: 20_000, classes: 20, seeds: 1 };

/** The large audit. */
export const LARGE: AuditSize = { items: 20_000, pairs: 200_000, classes: 50, seeds: 1 };

/**
 * Runs an audit of made arrays as a user does, and measures what it takes (Linux).
 *
 * @param device as `--device` names it
 * @throws {Error} when the command fails
 */
export async function auditCost(size: AuditSize, device: string): Promise<AuditCost> {
  const folder = await Deno.makeTempDir();
  try {
    const arrays = await writeAudit(folder, size, STEPS);
    const out = join(folder, "found");
    const args = ["audit", join(folder, "audit.json"), "--out", out, "--device", device];
    const cost = await timedCommand(args);
    const trainings = [...Deno.readDirSync(join(out, "cells"))].length;
    return { ...cost, arraysMiB: arrays / 2 ** 20, trainings };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Writes an audit's configuration and files into a folder.
 *
 * @param steps of each training
 * @returns bytes of its audio arrays
 */
export async function writeAudit(
  folder: string,
  { items, pairs, classes, seeds }: AuditSize,
  steps: number,
): Promise<number> {
  const topics = Array.from({ length: classes * TOPICS_A_CLASS }, (_, topic) => madeWord(topic));
  const write = async (name: string, text: string) =>
    await Deno.writeTextFile(join(folder, name), text);
  const labelOf = (count: number) => (row: number) => topics[row % count]!;
  await write("items.csv", table(items, labelOf(classes)));
  await write("pairs.csv", table(pairs, labelOf(topics.length)));
  await write("texts.csv", "id,text\n" + topics.map((word, i) => `t${i},${word}\n`).join(""));
  const centers = normals("centers", topics.length * WIDTH);
  const cloud = (name: string, rows: number, count: number) => {
    const values = normals(name, rows * WIDTH);
    for (let at = 0; at < values.length; at++) {
      values[at] = values[at]! +
        0.3 * centers[(Math.floor(at / WIDTH) % count) * WIDTH + at % WIDTH]!;
    }
    return values;
  };
  const save = async (name: string, values: Float32Array, columns: number) => {
    const bytes = writeNpy([values.length / columns, columns], values);
    await Deno.writeFile(join(folder, name), bytes);
    return bytes.length;
  };
  const bytes = await save("items.npy", cloud("items", items, classes), WIDTH) +
    await save("pairs.npy", cloud("pairs", pairs, topics.length), WIDTH);
  await save("texts.npy", normals("texts", topics.length * TEXT_WIDTH), TEXT_WIDTH);
  await write(
    "audit.json",
    JSON.stringify({
      evaluation: { items: "items.csv" },
      training: { items: "pairs.csv" },
      audio: [{ name: "made", training: "pairs.npy", evaluation: "items.npy" }],
      text: [{ name: "words", embeddings: "texts.npy", items: "texts.csv" }],
      projector: { kind: "linear", dim: 128 },
      optimizer: { steps, warmupSteps: 1 },
      conditions: ["dirty", "clean", "untrained"],
      attribution: false,
      leakDose: [],
      diversity: [],
      bootstrap: 200,
      seeds: Array.from({ length: seeds }, (_, seed) => seed),
    }),
  );
  return bytes;
}

/** A manifest; recordings have four rows each, of one class. */
function table(rows: number, labelOf: (row: number) => string): string {
  const seen = new Map<string, number>();
  const lines = Array.from({ length: rows }, (_, row) => {
    const label = labelOf(row);
    const before = seen.get(label) ?? 0;
    seen.set(label, before + 1);
    return `${row},${label},${rows} ${label} ${Math.floor(before / ITEMS_A_SOURCE)}\n`;
  });
  return "id,label,source_id\n" + lines.join("");
}

/** A word of no language, of three syllables, another for each number below 166,375. */
function madeWord(number: number): string {
  const syllables = [..."bdfgkmnprtz"].flatMap((first) => [..."aeiou"].map((then) => first + then));
  const count = syllables.length;
  return [number, Math.floor(number / count), Math.floor(number / count ** 2)]
    .map((digit) => syllables[digit % count]!).join("");
}

/** Makes normal numbers; large arrays repeat a block of them with other signs and shifts, which is many times as fast. */
export function normals(name: string, length: number): Float32Array {
  const random = new RandomStream(0, name);
  const block = Float32Array.from({ length: Math.min(length, 1_000_003) }, () => random.normal());
  if (block.length === length) return block;
  return Float32Array.from({ length }, (_, at) => {
    const round = Math.floor(at / block.length);
    const other = block[(at * (2 * round + 1) + round) % block.length]!;
    return (block[at % block.length]! + other) / Math.SQRT2;
  });
}

async function printGrowth(device: string, only: readonly string[]): Promise<void> {
  const base = await auditCost(SMALL, device);
  print("small", base);
  for (const key of only as readonly (keyof AuditSize)[]) {
    const cost = await auditCost({ ...SMALL, [key]: 10 * SMALL[key] }, device);
    print(`${key} × 10`, cost);
    const time = (cost.coreSeconds / base.coreSeconds).toFixed(1);
    console.log(`  time × ${time}, memory × ${(cost.peakMiB / base.peakMiB).toFixed(1)}`);
  }
}

async function printLarge(device: string): Promise<void> {
  const one = await auditCost(LARGE, device);
  print("large", one);
  const more = await auditCost({ ...LARGE, seeds: 3 }, device);
  print("with 3 seeds", more);
  const each = (more.coreSeconds - one.coreSeconds) / (more.trainings - one.trainings);
  console.log(`  ${each.toFixed(2)} core-seconds a training`);
}

function print(name: string, cost: AuditCost): void {
  const { coreSeconds, seconds, peakMiB, arraysMiB, trainings } = cost;
  console.log(
    `${name}: ${coreSeconds.toFixed(1)} core-s, ${seconds.toFixed(1)} s, peak ${
      peakMiB.toFixed(0)
    } MiB ` +
      `for arrays of ${arraysMiB.toFixed(0)} MiB, ${trainings} trainings`,
  );
}

if (import.meta.main) {
  const { values } = parseArgs({
    options: {
      device: { type: "string", default: "auto" },
      only: { type: "string", default: "items,pairs,classes,seeds" },
      large: { type: "boolean", default: false },
    },
  });
  if (values.large) await printLarge(values.device);
  else await printGrowth(values.device, values.only.split(","));
}
