/**
 * Made data and stand-in models for `examples/paper`: four caption corpora and ESC-50 in their public layouts, with tones
 * for sounds, and networks of one product in the place of CNN14 and BERT.
 * @module
 */
import { dirname, join } from "node:path";
import { RandomStream } from "../../src/basics/random.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { onnxModel } from "../onnx_model.ts";
import { meanModel, normalMatrix, tone } from "./made_backbone.ts";

/** Sounds of each corpus. */
export const SOUNDS = 12;
/** Classes of ESC-50 and the pitches of their tones. */
const CLASSES = { dog: 400, rain: 900, rooster: 1700, siren: 3000 };
const TOPICS = ["dog", "water", "music", "street", "rain", "door"];

/** Writes a file, and the folders above it. */
export async function write(path: string, content: string | Uint8Array): Promise<void> {
  await Deno.mkdir(dirname(path), { recursive: true });
  if (typeof content === "string") await Deno.writeTextFile(path, content);
  else await Deno.writeFile(path, content);
}

function captions(sound: number, count: number): string[] {
  const topic = TOPICS[sound % TOPICS.length]!;
  return Array.from(
    { length: count },
    (_, i) => `${i % 2 === 0 ? "a" : "the"} ${topic} ${i} of ${sound}`,
  );
}

/** Writes `data/`. */
export async function writePaperData(folder: string): Promise<void> {
  const data = new MadeData(join(folder, "data"));
  await data.writeClotho();
  await data.writeAudioCaps();
  await data.writeMacs();
  await data.writeWavCaps();
  await data.writeEsc50();
}

const ALL = Array.from({ length: SOUNDS }, (_, i) => i);

/** The data sets of one folder. */
class MadeData {
  readonly #random = new RandomStream(31, "paper");

  constructor(readonly folder: string) {}

  #write(path: string, content: string | Uint8Array): Promise<void> {
    return write(join(this.folder, path), content);
  }

  #sound(path: string, i: number): Promise<void> {
    return this.#write(path, tone(300 + 200 * (i % TOPICS.length), this.#random));
  }

  async writeClotho(): Promise<void> {
    const columns = ["file_name", ...[1, 2, 3, 4, 5].map((n) => `caption_${n}`)];
    const splits = { development: ALL.slice(0, 8), validation: ALL.slice(8), evaluation: [0, 1] };
    for (const [split, own] of Object.entries(splits)) {
      const rows = own.map((i) => {
        const cells = [`${i}.wav`, ...captions(i, 5)];
        return Object.fromEntries(cells.map((cell, at) => [columns[at]!, cell]));
      });
      await this.#write(`clotho/clotho_captions_${split}.csv`, writeCsv(columns, rows));
      for (const i of own) await this.#sound(`clotho/${split}/${i}.wav`, i);
    }
  }

  async writeAudioCaps(): Promise<void> {
    const columns = ["audiocap_id", "youtube_id", "start_time", "caption"];
    const video = (i: number) => `video-${String(i).padStart(5, "0")}`;
    const rows = ALL.map((i) => ({
      audiocap_id: String(i),
      youtube_id: video(i),
      start_time: "30",
      caption: captions(i, 1)[0]!,
    }));
    await this.#write("audiocaps/train.csv", writeCsv(columns, rows));
    for (const i of ALL) await this.#sound(`audiocaps/train/${video(i)}_30.wav`, i);
  }

  async writeMacs(): Promise<void> {
    const name = (i: number) => `park-paris-${i}-${i}-a.wav`;
    const files = ALL.map((i) => {
      const annotations = captions(i, 2).map((sentence, a) =>
        `  - {annotator_id: ${a}, sentence: ${sentence}, tags: [${TOPICS[i % TOPICS.length]}]}`
      );
      return [`- filename: ${name(i)}`, "  annotations:", ...annotations].join("\n");
    });
    await this.#write("macs/MACS.yaml", `files:\n${files.join("\n")}\n`);
    for (const i of ALL) await this.#sound(`macs/audio/${name(i)}`, i);
  }

  async writeWavCaps(): Promise<void> {
    const data = ALL.map((i) => ({ id: String(i), caption: captions(i, 1)[0]! }));
    const json = JSON.stringify({ data });
    await this.#write("wavcaps/json_files/SoundBible/sb_final.json", json);
    for (const i of ALL) await this.#sound(`wavcaps/SoundBible/${i}.wav`, i);
  }

  async writeEsc50(): Promise<void> {
    const clips = Object.entries(CLASSES).flatMap(([category, hertz], target) =>
      [1, 2, 3, 4, 5].map((fold) => ({
        hertz,
        row: {
          filename: `${fold}-${1000 + 10 * target + fold}-A-${target}.wav`,
          fold: String(fold),
          target: String(target),
          category,
          esc10: "False",
          src_file: String(1000 + 10 * target + fold),
          take: "A",
        },
      }))
    );
    const rows = clips.map(({ row }) => row);
    await this.#write("ESC-50/meta/esc50.csv", writeCsv(Object.keys(rows[0]!), rows));
    for (const { hertz, row } of clips) {
      await this.#write(`ESC-50/audio/${row.filename}`, tone(hertz, this.#random));
    }
  }
}

/** Writes `models/`: the mean over frames, times a matrix; and a row for each token. */
export async function writeStandIns(folder: string): Promise<void> {
  const models = join(folder, "models");
  for (const name of ["cnn14", "cnn14-twin"]) {
    await write(join(models, `${name}.onnx`), meanModel(name, 2048));
  }
  const inputs = ["input_ids", "attention_mask", "token_type_ids"];
  const bert = onnxModel({
    inputs: inputs.map((name) => ({ name, type: "int64", shape: ["texts", "tokens"] })),
    outputs: [{ name: "last_hidden_state", type: "float32", shape: ["texts", "tokens", 768] }],
    nodes: [{ operator: "Gather", inputs: ["weights", "input_ids"], output: "last_hidden_state" }],
    weights: [normalMatrix("bert", 1000, 768)],
  });
  await write(join(models, "bert.onnx"), bert);
  await Deno.copyFile(
    new URL("../fixtures/tokenizers/wordpiece.json", import.meta.url),
    join(models, "tokenizer.json"),
  );
  const rows = (labels: string[]) =>
    writeCsv(["display_name"], labels.map((display_name) => ({ display_name })));
  await write(join(models, "class_labels_indices.csv"), rows(["Dog", "Rain", "Speech"]));
  await write(join(models, "twin_labels.csv"), rows(["Speech"]));
}
