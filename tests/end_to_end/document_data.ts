/**
 * Small made data under the names that the documentation uses; sounds are tones.
 * @module
 */
import { join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { writeNpy } from "../../src/formats/npy.ts";
import { tone } from "./made_backbone.ts";
import { type MadeItem, makeSet } from "./made_set.ts";
import { write } from "./paper_corpora.ts";

/** Classes of sounds and the pitches of their tones; the first four are the evaluation's. */
export const CLASSES: Readonly<Record<string, number>> = {
  dog: 400,
  rain: 900,
  rooster: 1700,
  siren: 3000,
  violin: 600,
  door: 1200,
  whistle: 2200,
  bell: 4000,
};
/** The classes to be named. */
export const EVALUATED: readonly string[] = Object.keys(CLASSES).slice(0, 4);

const CAPTIONS = [
  "a dog barks behind a fence",
  "rain falls on a tin roof",
  "a rooster crows at dawn",
  "a siren wails far away",
  "somebody plays the violin",
  "a door slams in a hall",
  "a referee blows a whistle",
  "bells ring in a tower",
  "people talk in a kitchen",
  "a truck idles at the curb",
  "coins drop on a table",
  "a drummer taps on a snare",
];
const RANDOM = new RandomStream(41, "documents");

async function writeRows(path: string, rows: readonly Record<string, string>[]): Promise<void> {
  await write(path, writeCsv(Object.keys(rows[0]!), rows));
}

/** Writes `captions.csv`: three captions of each topic, of sounds that no command reads. */
export async function writeCaptions(folder: string): Promise<void> {
  const rows = ["", " at night", " again and again"].flatMap((more) =>
    CAPTIONS.map((caption) => caption + more)
  ).map((caption, i) => ({ file_name: `${i}.wav`, caption }));
  await writeRows(join(folder, "captions.csv"), rows);
}

/** Writes `sounds.csv`, whose sounds are to be named, and `captions.csv` with two captions of each of its sounds. */
export async function writeCaptionedSounds(folder: string): Promise<void> {
  const named = [];
  for (const label of EVALUATED) {
    for (let i = 0; i < 5; i++) {
      const file_name = `sounds/${label}-${i}.wav`;
      named.push({ file_name, label });
      await write(join(folder, file_name), tone(CLASSES[label]!, RANDOM));
    }
  }
  const captioned = [];
  for (const [i, caption] of CAPTIONS.entries()) {
    const file_name = `captioned/${i}.wav`;
    for (const more of ["", " again and again"]) {
      captioned.push({ file_name, caption: caption + more });
    }
    await write(join(folder, file_name), tone(300 + 200 * i, RANDOM));
  }
  await writeRows(join(folder, "sounds.csv"), named);
  await writeRows(join(folder, "captions.csv"), captioned);
}

/** Writes `clips.csv` and its sounds: six of each class, two of each recording. */
export async function writeClips(folder: string): Promise<void> {
  const rows = [];
  for (const [label, hertz] of Object.entries(CLASSES)) {
    for (let i = 0; i < 6; i++) {
      const file_name = `sounds/${label}-${i}.wav`;
      rows.push({ file_name, label, source_id: `${label}-${i >> 1}` });
      await write(join(folder, file_name), tone(hertz, RANDOM));
    }
  }
  await writeRows(join(folder, "clips.csv"), rows);
}

/** The bytes of an array of eight numbers an item, which lie around the place of the item's class. */
function arrayOf(labels: readonly string[]): Uint8Array {
  const values = labels.flatMap((label) => {
    const center = new RandomStream(43, label);
    return Array.from({ length: 8 }, () => 3 * center.normal() + RANDOM.normal());
  });
  return writeNpy([labels.length, 8], Float32Array.from(values));
}

/** Writes the tables and the arrays of both sides: `training.csv`, `training.npy` and so on. */
export async function writeArrays(folder: string): Promise<void> {
  const sides = { training: Object.keys(CLASSES), evaluation: EVALUATED };
  for (const [side, classes] of Object.entries(sides)) {
    const labels = classes.flatMap((label) => Array<string>(5).fill(label));
    const rows = labels.map((label, i) => ({ id: `${side}-${i}`, label }));
    await writeRows(join(folder, `${side}.csv`), rows);
    await write(join(folder, `${side}.npy`), arrayOf(labels));
  }
}

/** Writes `items.csv`, and gives the array of its rows. */
export async function writeItems(folder: string): Promise<Uint8Array> {
  const labels = Object.keys(CLASSES);
  await writeRows(join(folder, "items.csv"), labels.map((label, i) => ({ id: `${i}`, label })));
  return arrayOf(labels);
}

/** Writes `esc10`, with a table, and `fold4.csv` as ESC-50's table has it. */
export async function writeEsc(folder: string): Promise<void> {
  const evaluated = [];
  const fold4 = [];
  for (const [target, [label, hertz]] of Object.entries(CLASSES).entries()) {
    for (const fold of EVALUATED.includes(label) ? [1, 2, 3, 4, 5] : []) {
      const file_name = `${fold}-${1000 + 10 * target + fold}-A-${target}.wav`;
      const source_id = file_name.split("-")[1]!;
      evaluated.push({ file_name, label, fold: `${fold}`, source_id });
      await write(join(folder, "esc10", file_name), tone(hertz, RANDOM));
    }
    for (const take of ["A", "B", "C"]) {
      const src_file = `${2000 + 10 * target}`;
      const filename = `4-${src_file}-${take}-${target}.wav`;
      const row = { filename, fold: "4", target: `${target}`, category: label, esc10: "False" };
      fold4.push({ ...row, src_file, take });
      await write(join(folder, filename), tone(hertz, RANDOM));
    }
  }
  await writeRows(join(folder, "esc10/metadata.csv"), evaluated);
  await writeRows(join(folder, "fold4.csv"), fold4);
}

/** Writes `UrbanSound8K`: two sounds of each class in each of four folds. */
export async function writeUrbanSound8K(folder: string): Promise<void> {
  const rows = [];
  const classes = { dog_bark: 400, siren: 3000, drilling: 1000 };
  for (const fold of [1, 2, 3, 10]) {
    for (const [classID, [name, hertz]] of Object.entries(classes).entries()) {
      for (const slice of [0, 1]) {
        const fsID = `${100 * fold + classID}`;
        const slice_file_name = `${fsID}-${classID}-0-${slice}.wav`;
        const times = { start: "0", end: "0.1", salience: "1" };
        const where = { fold: `${fold}`, classID: `${classID}`, class: name };
        rows.push({ slice_file_name, fsID, ...times, ...where });
        const path = join(folder, "UrbanSound8K/audio", `fold${fold}`, slice_file_name);
        await write(path, tone(hertz, RANDOM));
      }
    }
  }
  await writeRows(join(folder, "UrbanSound8K/metadata/UrbanSound8K.csv"), rows);
}

const FSD50K = ["Bark,Dog,Animal", "Rain,Water", "Siren,Alarm", "Violin_and_fiddle,Music"];

/** Writes `FSD50K`: a sound of each combination of labels in each of the three splits. */
export async function writeFsd50kTones(folder: string): Promise<void> {
  const tables: Record<string, Record<string, string>[]> = { dev: [], eval: [] };
  for (const [i, split] of ["train", "val", "eval"].entries()) {
    const part = split === "eval" ? "eval" : "dev";
    for (const [at, labels] of FSD50K.entries()) {
      const fname = `${1000 + 10 * i + at}`;
      const mids = labels.split(",").map((label) => `/m/${label.toLowerCase()}`).join(",");
      tables[part]!.push({ fname, labels, mids, ...(part === "dev" ? { split } : {}) });
      const path = join(folder, `FSD50K/FSD50K.${part}_audio/${fname}.wav`);
      await write(path, tone(400 * (at + 1), RANDOM));
    }
  }
  for (const [part, rows] of Object.entries(tables)) {
    await writeRows(join(folder, `FSD50K/FSD50K.ground_truth/${part}.csv`), rows);
  }
}

/** Writes the embedding sets `clips`, whose sounds have several labels, and `prompts`. */
export async function writeLabeledSets(folder: string): Promise<void> {
  const labels = [...new Set(FSD50K.flatMap((one) => one.split(",")))];
  const near = (own: readonly string[]) =>
    labels.map((label) => (own.includes(label) ? 1 : 0) + 0.3 * RANDOM.normal());
  const clips: MadeItem[] = Array.from({ length: 24 }, (_, i) => {
    const label = FSD50K[i % FSD50K.length]!;
    const columns = { label, source_id: `${i >> 1}` };
    return { id: `${i}.wav`, row: near(label.split(",")), columns };
  });
  const prompts = labels.map((label) => ({ id: label, row: near([label]), columns: { label } }));
  const made = { backbone: { name: "made", modality: "audio" } };
  await makeSet(folder, "clips", clips, made);
  await makeSet(folder, "prompts", prompts);
}
