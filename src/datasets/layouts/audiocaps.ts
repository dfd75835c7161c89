/**
 * AudioCaps (C. D. Kim and others, 2019): the tables `train.csv`, `val.csv` and `test.csv` of its repository, with
 * the columns audiocap_id, youtube_id, start_time, caption, and the sounds anywhere in the same folder or its
 * subfolders.
 *
 * The sounds are not distributed, so their names differ: `VIDEO_START` (aac-datasets), `VIDEO`, `YVIDEO` (as AudioSet
 * downloads are often named), `YVIDEO_START` or `AUDIOCAPID` (audiocaps-download), with any audio extension. The
 * first name in this order that exists is used. Videos disappear, so clips without a sound are common: such a clip
 * gets the first of these names, and reading it fails.
 *
 * Written for releases 1.0 and 2.0. Tested on the real val.csv and test.csv of 1.0 with synthetic sounds.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import type { DatasetFolder } from "../folder.ts";
import { tableOf } from "../required_columns.ts";
import type { ManifestRow } from "../manifest_rows.ts";
import type { Layout } from "./layout.ts";
import { soundFinder } from "./video_sounds.ts";

const SPLITS = ["train", "val", "test"];
const COLUMNS = ["audiocap_id", "youtube_id", "start_time", "caption"];

/** A part of a video, and its captions. */
interface Clip {
  readonly line: number;
  readonly split: string;
  readonly video: string;
  readonly start: string;
  readonly captions: { readonly id: string; readonly text: string }[];
}

/**
 * AudioCaps: a clip is a part of a video, its captions are the rows that name the same part (one in train.csv, five
 * in the others), its source is the video.
 */
export const AUDIO_CAPS: Layout = {
  name: "AudioCaps",
  recognizedBy: `train.csv, val.csv or test.csv with ${COLUMNS.join(", ")}`,
  findsSounds: true,
  recognizes: async (folder) => (await presentSplits(folder)).length > 0,
  async rows(folder) {
    const find = await soundFinder(folder);
    const rows = [];
    for (const split of await presentSplits(folder)) {
      for (const clip of await readClips(folder, split)) rows.push(rowOf(clip, find));
    }
    return rows;
  },
};

async function presentSplits(folder: DatasetFolder): Promise<string[]> {
  const present = [];
  for (const split of SPLITS) {
    if (!await folder.hasFile(`${split}.csv`)) continue;
    const header = await folder.firstLine(`${split}.csv`);
    if (COLUMNS.every((column) => header.includes(column))) present.push(split);
  }
  return present;
}

async function readClips(folder: DatasetFolder, split: string): Promise<Iterable<Clip>> {
  const name = `${split}.csv`;
  const clips = new Map<string, Clip>();
  const bytes = new TextEncoder().encode(repaired(await folder.text(name)));
  const rows = tableOf(bytes, join(folder.path, name), COLUMNS, folder.note);
  rows.forEach(({ line, values }, i) => {
    const [id, video, start, caption] = COLUMNS.map((column) => values[column]!.trim());
    if (!/^[\w-]+$/.test(video!) || !/^\d+$/.test(start!)) {
      throw new InputError(
        `"${join(folder.path, name)}" row ${
          i + 1
        }: expected a youtube_id and a start_time in seconds`,
      );
    }
    const key = `${video} ${start}`;
    const clip = clips.get(key) ?? { line, split, video: video!, start: start!, captions: [] };
    clips.set(key, clip);
    clip.captions.push({ id: id!, text: caption!.replaceAll(/\s+/g, " ") });
  });
  return clips.values();
}

/** Quotes captions that continue on a second line without quotes: train.csv of 2.0 had three until October 2025. */
function repaired(text: string): string {
  const broken = /^(\d+,[^,"\n]*,\d+,)([^,"\n]+)\n(?!\d+,)([^,"\r\n]+)(?=\r?$)/gm;
  return text.replaceAll(broken, '$1"$2\n$3"');
}

type Find = Awaited<ReturnType<typeof soundFinder>>;

function rowOf(clip: Clip, find: Find): ManifestRow {
  const { line, split, video, start, captions } = clip;
  const part = `${video}_${start}`;
  const names = [part, video, `Y${video}`, `Y${part}`, ...captions.map(({ id }) => id)];
  return {
    line,
    columns: {
      id: `${split}/${part}`,
      file_name: find(names) ?? `${split}/${part}.wav`,
      split,
      source_id: video,
      youtube_id: video,
      start_time: start,
      ...Object.fromEntries(captions.flatMap(({ id, text }, i) => [
        [`caption_${i + 1}`, text],
        [`audiocap_id_${i + 1}`, id],
      ])),
    },
  };
}
