/**
 * WavCaps (X. Mei and others, 2023): JSON files in folders of `json_files/` that are named by their part (`AudioSet_SL`,
 * `BBC_Sound_Effects`, `FreeSound`, `SoundBible`), each an object with the list `data` of `id`, `caption` and more; the
 * sounds lie anywhere in the folder, named by their ids. Lists of ids to leave out (`blacklist`) are not read.
 *
 * Written for the release of 2023. Tested on synthetic files.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { expectedOf } from "../../basics/expected.ts";
import { readJson } from "../../basics/json.ts";
import { decodeUtf8, unreadable } from "../../formats/reading.ts";
import type { DatasetFolder } from "../folder.ts";
import { stemOf } from "../file_kinds.ts";
import { soundsByStem } from "../found_sounds.ts";
import { asText, type ManifestRow } from "../manifest_rows.ts";
import type { Layout } from "./layout.ts";

/** Where the folder of tables lies: in the data set, or in the repository. */
const ROOTS = ["json_files", "data/json_files"];
const NO_PART = /^(blacklist|backup)/i;

const schema = z.object({
  data: z.array(z.looseObject({
    id: z.union([z.string(), z.number()]).transform(String),
    caption: z.union([z.string(), z.array(z.string())]),
  })),
});

type Entry = z.infer<typeof schema>["data"][number];

/** The parts of the folder, and the JSON files of each. */
interface Part {
  readonly name: string;
  readonly tables: readonly string[];
}

/** WavCaps: a caption a sound; `part` is the folder of its table, the source the Freesound id or the video. */
export const WAV_CAPS: Layout = {
  name: "WavCaps",
  recognizedBy: `${ROOTS[0]}/*/*.json`,
  findsSounds: true,
  recognizes: async (folder) => (await partsOf(folder)).length > 0,
  async rows(folder) {
    const parts = await partsOf(folder);
    const sounds = await soundsByStem(folder);
    const find = (part: string, id: string) => soundOf(part, parts, sounds.get(stemOf(id)) ?? []);
    const rows: ManifestRow[] = [];
    for (const { name, tables } of parts) {
      // A part may have a second file with some of the same sounds.
      const seen = new Set<string>();
      for (const table of tables) {
        (await readEntries(folder, table)).forEach((entry, i) => {
          if (seen.has(entry.id)) return;
          seen.add(entry.id);
          rows.push({ line: i + 1, columns: columnsOf(entry, name, find(name, entry.id)) });
        });
      }
    }
    return rows;
  },
};

async function partsOf(folder: DatasetFolder): Promise<Part[]> {
  const root = await folder.firstFolder(ROOTS);
  if (root === undefined) return [];
  const { folders } = await folder.entries(root);
  const parts = await Promise.all(
    folders.filter((name) => !NO_PART.test(name)).map(async (name) => {
      const { files } = await folder.entries(`${root}/${name}`);
      const tables = files.filter((file) => /\.json$/i.test(file));
      return { name, tables: tables.map((file) => `${root}/${name}/${file}`) };
    }),
  );
  return parts.filter(({ tables }) => tables.length > 0);
}

async function readEntries(folder: DatasetFolder, table: string): Promise<readonly Entry[]> {
  const path = join(folder.path, table);
  const checked = schema.safeParse(readJson(decodeUtf8(await folder.read(table), path), path));
  if (checked.success) return checked.data.data;
  const { path: keys, message } = checked.error.issues[0]!;
  throw unreadable(path, `${keys.join(".") || "it"}: ${expectedOf(message)}`);
}

/** The sound of a part among those of one name: ids of two parts can be equal. */
function soundOf(part: string, parts: readonly Part[], candidates: readonly string[]) {
  const isOf = (path: string, name: string) =>
    path.split("/").some((folder) => folder.toLowerCase().startsWith(name.toLowerCase()));
  const others = parts.filter(({ name }) => name !== part);
  return candidates.find((path) => isOf(path, part)) ??
    candidates.find((path) => !others.some(({ name }) => isOf(path, name)));
}

function columnsOf(entry: Entry, part: string, sound: string | undefined): Record<string, string> {
  const { id, caption, ...others } = entry;
  const captions = typeof caption === "string"
    ? { caption }
    : Object.fromEntries(caption.map((text, i) => [`caption_${i + 1}`, text]));
  const source = sourceOf(part, stemOf(id));
  return {
    ...Object.fromEntries(Object.entries(others).map(([key, value]) => [key, asText(value)])),
    id: `${part}/${id}`,
    file_name: sound ?? `${part}/${stemOf(id)}.flac`,
    part,
    ...captions,
    ...(source === undefined ? {} : { source_id: source }),
  };
}

/** The recording, in the form in which other data sets name it. */
function sourceOf(part: string, id: string): string | undefined {
  if (/^audioset/i.test(part)) return /^Y?([\w-]{11})$/.exec(id)?.[1];
  if (/^freesound/i.test(part)) return /^\d+$/.exec(id)?.[0];
  // A bare number would be taken for one of Freesound.
  return `${part} ${id}`;
}
