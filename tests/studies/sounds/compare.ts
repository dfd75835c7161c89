/**
 * Compares Earnest's decoders with libsndfile and ffmpeg on files that `read.py` made and read, and writes the table of
 * `docs/sounds.md`:
 *
 *     python3 tests/studies/sounds/read.py FOLDER
 *     deno run -A tests/studies/sounds/compare.ts FOLDER
 *
 * Fails when a whole sound is refused that both read, when one is read that both refuse, and when samples differ.
 * @module
 */
import { AudioDecoder, type DecodedAudio } from "../../../src/audio/decode.ts";
import { messageOf } from "../../../src/basics/errors.ts";

/** What another program made of a file. */
type Reading = { readonly samples: number; readonly rate: number } | { readonly error: string };

/** A file as `read.py` lists it. */
interface MadeFile {
  readonly name: string;
  readonly what: string;
  readonly state: "whole" | "part" | "other" | "unclear";
  readonly sndfile: Reading;
  readonly ffmpeg: Reading;
}

/** What Earnest makes of it. */
type Found =
  | DecodedAudio
  | { readonly reason: string };

/** What the files are by their state, for the table. */
const STATES = { whole: "whole", part: "part missing", other: "not read", unclear: "unclear" };
/** The files of which another program makes something else than Earnest, and why. */
const DIFFERENT: Readonly<Record<"sndfile" | "ffmpeg", Readonly<Record<string, string>>>> = JSON
  .parse(
    await Deno.readTextFile(new URL("different.json", import.meta.url)),
  );
/** Largest difference that is not worth a reason: another rounding, and the decoders' last bits. */
const TOLERANCE = 1e-3;
const DOCUMENT = new URL("../../../docs/sounds.md", import.meta.url);
const MARKS = ["<!-- table -->", "<!-- end of the table -->"] as const;

const folder = Deno.args[0];
if (folder === undefined) throw new Error("expected the folder that read.py wrote");

async function decode(decoder: AudioDecoder, name: string): Promise<Found> {
  try {
    return await decoder.decode(await Deno.readFile(`${folder}/${name}`), name);
  } catch (thrown) {
    return { reason: messageOf(thrown).replace(/^Cannot read "[^"]*": /, "") };
  }
}

/** The greatest difference from another program's samples; of the shorter length. */
async function difference(samples: Float32Array, name: string, reader: string): Promise<number> {
  const bytes = await Deno.readFile(`${folder}/${name}.${reader}.f32`);
  const others = new Float32Array(bytes.buffer, 0, bytes.length >> 2);
  let most = 0;
  for (let i = 0; i < Math.min(samples.length, others.length); i++) {
    const distance = Math.abs(samples[i]! - others[i]!);
    if (!(distance <= most)) most = distance;
  }
  return most;
}

async function cell(found: Found, file: MadeFile, reader: "sndfile" | "ffmpeg"): Promise<string> {
  const reading = file[reader];
  if ("error" in reading) return "refused";
  if ("reason" in found) return `${reading.samples}`;
  // libsndfile gives Opus at the rate of the recording.
  if (reading.rate !== found.sampleRateHz) return `${reading.samples} at ${reading.rate} Hz`;
  const most = await difference(found.samples, file.name, reader);
  const shown = most === 0 ? "0" : most.toExponential(0);
  const why = DIFFERENT[reader][file.name];
  return `${reading.samples}, ${shown}${why === undefined ? "" : `: it ${why}`}`;
}

/** What contradicts the rules of the comparison. */
async function faults(found: Found, file: MadeFile): Promise<string[]> {
  const { name, state, sndfile, ffmpeg } = file;
  const neither = "error" in sndfile && "error" in ffmpeg;
  if ("reason" in found) {
    const isWrong = state === "whole" && !neither;
    return isWrong ? [`${name}: a whole sound is refused: ${found.reason}`] : [];
  }
  const list = neither ? [`${name}: read, though both others refuse it`] : [];
  if (state === "part") list.push(`${name}: read, though sound is missing`);
  for (const [reader, reading] of [["sndfile", sndfile], ["ffmpeg", ffmpeg]] as const) {
    if ("error" in reading || name in DIFFERENT[reader]) continue;
    const most = await difference(found.samples, name, reader);
    const sameRate = reading.rate === found.sampleRateHz;
    const length = Math.round(reading.samples / reading.rate * found.sampleRateHz);
    if (length === found.samples.length && (!sameRate || most <= TOLERANCE)) continue;
    const lengths = `${found.samples.length} samples, ${reader} ${reading.samples}`;
    list.push(`${name}: ${lengths}, difference ${most}; ${found.notes.join("; ")}`);
  }
  return list;
}

const files: MadeFile[] = JSON.parse(await Deno.readTextFile(`${folder}/files.json`));
using decoder = new AudioDecoder();
const rows = [
  "| file | what it is | state | Earnest | libsndfile | ffmpeg |",
  "| --- | --- | --- | --- | --- | --- |",
];
const wrong: string[] = [];
for (const file of files) {
  const found = await decode(decoder, file.name);
  const notes = "notes" in found && found.notes.length > 0 ? ` (${found.notes.join("; ")})` : "";
  const ours = "reason" in found ? `refused: ${found.reason}` : `${found.samples.length}${notes}`;
  const others = [await cell(found, file, "sndfile"), await cell(found, file, "ffmpeg")];
  const cells = [`\`${file.name}\``, file.what, STATES[file.state], ours, ...others];
  rows.push(
    `| ${cells.map((text) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;")).join(" | ")} |`,
  );
  wrong.push(...await faults(found, file));
}
const text = await Deno.readTextFile(DOCUMENT);
const [before, rest] = text.split(MARKS[0]);
const after = rest!.split(MARKS[1])[1]!;
await Deno.writeTextFile(
  DOCUMENT,
  `${before}${MARKS[0]}\n\n${rows.join("\n")}\n\n${MARKS[1]}${after}`,
);
console.log(`${files.length} files; ${wrong.length} faults`);
for (const line of wrong) console.log(line);
if (wrong.length > 0) Deno.exit(1);
