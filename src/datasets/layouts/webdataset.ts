/**
 * Webdataset: tar archives of sounds and, with the same names, captions (`.txt`, `.json`) and classes (`.cls`); in this
 * folder or in folders of splits. And the same unpacked, as LAION's corpora are: sounds with `.json` or `.txt` beside
 * them.
 *
 * Written for webdataset 1.0 and LAION-Audio-630K. Tested on archives of GNU tar and Python's tarfile.
 * @module
 */
import { AUDIO } from "../audio_names.ts";
import { type DatasetFolder, isUnlisted } from "../folder.ts";
import { FILE_COLUMN } from "../audio_names.ts";
import { LONGEST_SAYING, sampleColumns, SAYING } from "../samples.ts";
import { joinShards, readShard, type ShardFile } from "../shards.ts";
import { isSplit } from "../split_names.ts";
import { otherTextsNotes } from "../table_text.ts";
import type { Layout } from "./layout.ts";

/** A folder of archives. */
export const WEBDATASET: Layout = {
  name: "webdataset",
  recognizedBy: ".tar archives, here or in folders of splits",
  recognizes: async (folder) =>
    (await archivesIn(folder)).length > 0 && (await folder.audioFiles()).length === 0,
  async rows(folder, options) {
    const shards = await archivesIn(folder);
    const reads = [];
    for (const { name } of shards) {
      reads.push(await folder.readElsewhere(name, (path) => readShard(path, name, options)));
    }
    return joinShards(shards, reads, options);
  },
};

async function archivesIn(folder: DatasetFolder): Promise<ShardFile[]> {
  const { folders, files } = await folder.entries();
  const isArchive = (name: string) => /\.tar$/i.test(name);
  const found: ShardFile[] = files.filter(isArchive).map((name) => ({ name }));
  for (const split of folders.filter(isSplit)) {
    const names = (await folder.entriesIfAny(split)).files.filter(isArchive);
    found.push(...names.map((name) => ({ name: `${split}/${name}`, split })));
  }
  return found;
}

/** Number of files that are read at the same time. */
const FILES_AT_ONCE = 64;

/** A folder of samples. */
export const SAMPLE_FOLDER: Layout = {
  name: "sounds with captions",
  recognizedBy: "sounds with a .json or .txt of the same name beside them",
  async recognizes(folder) {
    const first = (await folder.audioFiles()).find((name) => !isUnlisted(name));
    if (first === undefined) return false;
    const stem = first.replace(AUDIO, "");
    const saying = new Map<string, Uint8Array>();
    for (const extension of SAYING) {
      const name = `${stem}.${extension}`;
      if (await folder.hasFile(name)) {
        saying.set(extension, await folder.look(name, LONGEST_SAYING));
      }
    }
    const columns = Object.keys(sampleColumns(saying, `${folder.path}/${stem}`));
    return ["text", "caption_1", "label"].some((column) => columns.includes(column));
  },
  async rows(folder) {
    const files = await folder.audioFiles();
    const beside = await sayingFiles(folder, files);
    const rows = [];
    const others: string[] = [];
    for (let start = 0; start < files.length; start += FILES_AT_ONCE) {
      const some = files.slice(start, start + FILES_AT_ONCE);
      const read = some.map((file) => columnsOf(folder, file, beside, (text) => others.push(text)));
      rows.push(...await Promise.all(read));
    }
    otherTextsNotes(folder.path, others.sort()).forEach(folder.note);
    const inSplits = files.every((file) => file.includes("/") && isSplit(file.split("/", 1)[0]!));
    return rows.map((columns, i) => ({
      line: i + 1,
      columns: { ...inSplits ? { split: files[i]!.split("/", 1)[0]! } : {}, ...columns },
    }));
  },
};

/** The names of the files that may say something, in the folders of the sounds. */
async function sayingFiles(
  folder: DatasetFolder,
  sounds: readonly string[],
): Promise<ReadonlySet<string>> {
  const folders = new Set(sounds.map((name) => name.slice(0, name.lastIndexOf("/") + 1)));
  const found = new Set<string>();
  for (const prefix of folders) {
    for (const name of (await folder.entriesIfAny(prefix.slice(0, -1))).files) {
      if (!AUDIO.test(name)) found.add(prefix + name);
    }
  }
  return found;
}

async function columnsOf(
  folder: DatasetFolder,
  file: string,
  beside: ReadonlySet<string>,
  onOther: (name: string) => void,
): Promise<Record<string, string>> {
  const stem = file.replace(AUDIO, "");
  const saying = new Map<string, Uint8Array>();
  for (const extension of SAYING) {
    const name = `${stem}.${extension}`;
    if (beside.has(name)) saying.set(extension, await folder.read(name));
  }
  const { id: _, ...columns } = sampleColumns(saying, `${folder.path}/${stem}`, onOther);
  return { ...columns, [FILE_COLUMN]: file };
}
