/**
 * Measures how fast sounds are read from Parquet tables as the Hub has them and from webdataset archives, against the
 * same sounds as files, and how much memory that takes. The data are made: noise in WAV.
 *
 *     deno run -A tests/bench/contained_sounds.ts [SOUNDS] [SAMPLES_EACH] [files,parquet,tar,...] [bytes]
 *
 * @module
 */
import { AudioDecoder } from "../../src/audio/decode.ts";
import { readSoundFile } from "../../src/audio/sound_file.ts";
import { openDataset } from "../../src/datasets/open.ts";
import { parquetParts } from "../formats/made_parquet.ts";
import { type MadeMember, tarParts } from "../formats/made_tar.ts";
import { PLAIN, wav } from "../formats/wav_bytes.ts";

const [command = "100000", second = "8000", kinds = "files,parquet,tar", how = ""] = Deno.args;
const SHARD_SOUNDS = 10_000, ROW_GROUP = 100;

if (command === "read") await readAll(second, kinds !== "bytes");
else await compare(Number(command), Number(second));

/** Opens a data set and reads, or decodes, all its sounds; prints what that took. */
async function readAll(path: string, isDecoded: boolean): Promise<void> {
  let peak = 0;
  const started = performance.now();
  const { items } = await openDataset(path, { modality: "audio" });
  const opened = performance.now();
  using decoder = new AudioDecoder();
  let samples = 0;
  for (const [i, { file }] of items.entries()) {
    const bytes = await readSoundFile(file!);
    samples += isDecoded ? (await decoder.decode(bytes, file!)).samples.length : bytes.length / 2;
    if (i % 100 === 0) peak = Math.max(peak, Deno.memoryUsage().rss);
  }
  console.log(JSON.stringify({
    sounds: items.length,
    samples,
    openSeconds: (opened - started) / 1000,
    readSeconds: (performance.now() - opened) / 1000,
    peakMiB: Math.round(peak / 2 ** 20),
  }));
}

async function compare(sounds: number, length: number): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "earnest-bench-" });
  try {
    await make(folder, sounds, length);
    // All were just written, so the disk's cache holds all three.
    for (const kind of kinds.split(",")) {
      const args = [
        "run",
        "-A",
        "--no-check",
        import.meta.filename!,
        "read",
        `${folder}/${kind}`,
        how,
      ];
      const { stdout, success } = await new Deno.Command(Deno.execPath(), {
        args,
        stderr: "inherit",
      }).output();
      if (!success) throw new Error(`reading ${kind} failed`);
      console.log(kind.padEnd(8), new TextDecoder().decode(stdout).trim());
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Writes the same sounds in all three forms. */
async function make(folder: string, sounds: number, length: number): Promise<void> {
  const noise = crypto.getRandomValues(new Uint8Array(2 * Math.min(length, 30_000)));
  const data = new Uint8Array(2 * length);
  for (let at = 0; at < data.length; at += noise.length) {
    data.set(noise.subarray(0, data.length - at), at);
  }
  const whole = wav(PLAIN, data);
  const soundOf = (i: number) => {
    const sound = whole.slice();
    // Each sound differs in its last samples.
    new DataView(sound.buffer).setUint32(sound.length - 4, i);
    return sound;
  };
  const shards = Math.ceil(sounds / SHARD_SOUNDS);
  for (const kind of ["files", "tar", "parquet/data"]) {
    await Deno.mkdir(`${folder}/${kind}`, { recursive: true });
  }
  const digits = (value: number) => String(value).padStart(5, "0");
  const tableOf = (shard: number) =>
    `${folder}/parquet/data/train-${digits(shard)}-of-${digits(shards)}.parquet`;
  const archiveOf = (shard: number) => `${folder}/tar/${digits(shard)}.tar`;
  const count = Math.min(SHARD_SOUNDS, sounds);
  const made = Array.from({ length: count }, (_, i) => ({ path: `${i}.wav`, bytes: soundOf(i) }));
  const text = (i: number) => `noise of number ${i}`;
  const members = made.flatMap(({ path, bytes }, i): MadeMember[] => [
    { name: path, bytes },
    { name: path.replace("wav", "txt"), bytes: text(i) },
  ]);
  write(archiveOf(0), tarParts(members));
  const columns = [
    { name: "audio", sounds: made },
    { name: "text", texts: made.map((_, i) => text(i)) },
  ];
  write(tableOf(0), parquetParts(columns, { rowGroup: ROW_GROUP, codec: "SNAPPY" }));
  // The other shards are links to the first: reading them is the same work.
  for (let shard = 1; shard < shards; shard++) {
    await Deno.link(tableOf(0), tableOf(shard));
    await Deno.link(archiveOf(0), archiveOf(shard));
  }
  for (let i = 0; i < sounds; i++) {
    Deno.writeFileSync(`${folder}/files/${i}.wav`, made[i % count]!.bytes);
  }
  const rows = Array.from({ length: sounds }, (_, i) => `${i}.wav,noise of number ${i}\n`);
  await Deno.writeTextFile(`${folder}/files/metadata.csv`, `file_name,text\n${rows.join("")}`);
}

function write(path: string, parts: Iterable<Uint8Array>): void {
  using file = Deno.openSync(path, { write: true, create: true });
  for (const part of parts) {
    for (let at = 0; at < part.length;) at += file.writeSync(part.subarray(at));
  }
}
