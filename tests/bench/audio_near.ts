/**
 * Recall of `AUDIO-NEAR` over all clips of ESC-10, copy by copy, and how fast it is. It needs ffmpeg.
 *
 *     deno run -A tests/bench/audio_near.ts
 * @module
 */
import { basename, join } from "node:path";
import { AudioDecoder, type MonoAudio } from "../../src/audio/decode.ts";
import { readCsv } from "../../src/formats/csv.ts";
import { Fingerprinter } from "../../src/leakage/audio/fingerprint.ts";
import { FingerprintIndex, type Match } from "../../src/leakage/audio/fingerprint_index.ts";
import { COPIES } from "../leakage/audio/copies.ts";
import { sharedPath } from "../shared.ts";

const ENCODERS = { mp3: "libmp3lame", ogg: "libvorbis" };

/** Time spent, in milliseconds. */
const spent = { decoding: 0, fingerprinting: 0, lookups: 0 };

const decoder = new AudioDecoder();
const fingerprinter = await Fingerprinter.open();
const index = new FingerprintIndex();

async function timed<Result>(
  what: keyof typeof spent,
  work: () => Result | Promise<Result>,
): Promise<Result> {
  const before = performance.now();
  const result = await work();
  spent[what] += performance.now() - before;
  return result;
}

async function decode(path: string): Promise<MonoAudio> {
  const bytes = await Deno.readFile(path);
  return await timed("decoding", () => decoder.decode(bytes, path));
}

async function find(audio: MonoAudio): Promise<Match[]> {
  const print = await timed("fingerprinting", () => fingerprinter.fingerprint(audio));
  return await timed("lookups", () => index.find(print));
}

async function encode(path: string, ending: keyof typeof ENCODERS): Promise<MonoAudio> {
  const copy = await Deno.makeTempFile({ suffix: `.${ending}` });
  try {
    const options = ["-v", "error", "-nostdin", "-y", "-i", path];
    const codec = ["-c:a", ENCODERS[ending], "-b:a", "64k", copy];
    const { success } = await new Deno.Command("ffmpeg", { args: [...options, ...codec] }).output();
    if (!success) throw new Error(`ffmpeg could not encode "${path}"`);
    return await decode(copy);
  } finally {
    await Deno.remove(copy);
  }
}

const table = sharedPath("data/esc10/metadata.csv");
if (table === undefined) Deno.exit(1);
const paths = readCsv(await Deno.readFile(table), table).rows
  .map(({ values }) => join(table, "..", values["file_name"]!));
for (const path of paths) {
  const audio = await decode(path);
  const print = await timed("fingerprinting", () => fingerprinter.fingerprint(audio));
  index.add(basename(path), print);
}
const listening = (spent.decoding + spent.fingerprinting) / paths.length;
console.log(
  `${paths.length} clips: decoding and fingerprinting ${(1000 / listening).toFixed(0)} clips/s`,
);

const copies: [string, (path: string) => MonoAudio | Promise<MonoAudio>][] = [
  ["the original", decode],
  ...Object.entries(COPIES).map(([name, make]): [string, (path: string) => Promise<MonoAudio>] => [
    name,
    async (path) => make(await decode(path)),
  ]),
  ["MP3 at 64 kbit/s", (path) => encode(path, "mp3")],
  ["Ogg Vorbis at 64 kbit/s", (path) => encode(path, "ogg")],
];
const others = new Map<string, string[]>();
console.log("| copy | found | recall | lowest agreement | missed |\n|---|---|---|---|---|");
for (const [name, make] of copies) {
  const missed: string[] = [];
  let lowest = 1;
  for (const path of paths) {
    const id = basename(path);
    const matches = await find(await make(path));
    const own = matches.find((match) => match.id === id);
    if (own === undefined) missed.push(id);
    else lowest = Math.min(lowest, own.score);
    for (const other of matches.filter((match) => match !== own)) {
      const pair = [id, other.id].sort().join(" and ");
      const words = `${other.score.toFixed(3)} of ${other.bits} bits at ${other.offsetSeconds} s`;
      others.set(pair, [...others.get(pair) ?? [], words]);
    }
  }
  const found = paths.length - missed.length;
  const recall = (found / paths.length).toFixed(4);
  console.log(`| ${name} | ${found} | ${recall} | ${lowest.toFixed(3)} | ${missed.join(", ")} |`);
}
console.log(
  `A lookup takes ${(spent.lookups / paths.length / copies.length).toFixed(2)} ms.\n` +
    "Other clips that were found:",
);
for (const [pair, matches] of others) {
  console.log(`${pair}: ${matches.length} times, ${matches[0]}`);
}
