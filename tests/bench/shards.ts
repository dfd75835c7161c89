/**
 * What dividing a command costs: processor time of the command in one process, and of its shards with `collect`, in
 * turns. The files of both must have the same bytes.
 *
 *     deno run -A tests/bench/shards.ts [scan search embed audit] [--shards 4] [--rounds 3] [--device auto]
 *     deno run -A tests/bench/shards.ts --shards 2 -- embed clips.csv --backbone card.json
 *
 * Behind `--` stands a command of yours, without `--out` and `--device`. Otherwise those that are named run over made
 * inputs: a million captions, 1,000 queries in a million rows of 128 numbers, 1,000 clips of 5 s, an audit of 20,000
 * pairs and 2,000 items with 5 seeds.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { medianOf } from "../../src/statistics/median.ts";
import { fileHash } from "../../src/basics/output/record.ts";
import { MADE_COMMANDS } from "./made_commands.ts";
import { timedCommand } from "./timed_command.ts";

/** What a command writes, but for what names the run and its machine. */
const OUTPUTS: Readonly<Record<string, readonly string[]>> = {
  scan: ["findings.jsonl", "scan.json"],
  split: ["findings.jsonl", "pools.json"],
  search: ["nearest.jsonl"],
  embed: ["embeddings.npy", "items.jsonl"],
  audit: ["results.json", "cells.jsonl", "maps.json"],
};

/** Core-seconds of one round. */
interface Round {
  readonly whole: number;
  readonly shards: readonly number[];
  readonly collect: number;
}

/** Does a command both ways. */
async function round(words: readonly string[], shards: number): Promise<Round> {
  const folder = await Deno.makeTempDir();
  try {
    const [command] = words;
    const [one, parts] = [join(folder, "one"), join(folder, "parts")];
    const file = command === "search" ? join(one, "nearest.jsonl") : one;
    if (file !== one) await Deno.mkdir(one);
    const coreSeconds = async (args: readonly string[]) => (await timedCommand(args)).coreSeconds;
    const whole = await coreSeconds([...words, "--out", file]);
    const each: number[] = [];
    for (let i = 0; i < shards; i++) {
      each.push(await coreSeconds([...words, "--out", parts, "--shard", `${i}/${shards}`]));
    }
    const collect = await coreSeconds(["collect", parts]);
    for (const name of OUTPUTS[command!]!) {
      const [expected, found] = [one, parts].map((place) => fileHash(join(place, name)));
      assert.ok(expected !== undefined, `${command} wrote no ${name}`);
      assert.equal(found, expected, `${name} differs`);
    }
    return { whole, shards: each, collect };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

function print(rounds: readonly Round[]): void {
  const seconds = (of: (round: Round) => number) => `${medianOf(rounds.map(of)).toFixed(1)} s`;
  const shard = ({ shards }: Round) => medianOf(shards);
  const more = ({ whole, shards, collect }: Round) =>
    shards.reduce((sum, one) => sum + one, collect) - whole;
  const share = medianOf(rounds.map((one) => 100 * more(one) / one.whole));
  console.log(
    `  whole ${seconds(({ whole }) => whole)}, a shard ${seconds(shard)}, ` +
      `collect ${seconds(({ collect }) => collect)}: ${seconds(more)} (${
        share.toFixed(1)
      } %) more; ` +
      `medians of ${rounds.length}, core-seconds`,
  );
}

const end = Deno.args.indexOf("--");
const { values, positionals } = parseArgs({
  args: end < 0 ? Deno.args : Deno.args.slice(0, end),
  allowPositionals: true,
  options: {
    shards: { type: "string", default: "4" },
    rounds: { type: "string", default: "3" },
    device: { type: "string", default: "auto" },
  },
});
const named = positionals.length > 0 ? positionals : Object.keys(MADE_COMMANDS);
for (const name of end < 0 ? named : [Deno.args[end + 1]!]) {
  const folder = await Deno.makeTempDir();
  try {
    const words = end < 0 ? await MADE_COMMANDS[name]!(folder) : Deno.args.slice(end + 1);
    const rounds: Round[] = [];
    console.log(`${name} in ${values.shards} shards`);
    for (let i = 0; i < Number(values.rounds); i++) {
      rounds.push(await round([...words, "--device", values.device], Number(values.shards)));
    }
    print(rounds);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
