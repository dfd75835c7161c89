/**
 * AudioFolder, the format of Hugging Face's `datasets`: a manifest `metadata.csv`, `.jsonl` or `.parquet` beside the
 * sounds, or one in each split's folder.
 *
 * Written for `datasets` 4. Tested on ESC-10 with a manifest.
 * @module
 */
import { join } from "node:path";
import { InputError } from "../../basics/errors.ts";
import type { DatasetFolder } from "../folder.ts";
import { FILE_COLUMN } from "../audio_names.ts";
import { type ManifestRow, readManifestRows } from "../manifest_rows.ts";
import { soundNaming } from "../sound_names.ts";
import { isSplit } from "../split_names.ts";
import type { Layout } from "./layout.ts";

const MANIFESTS = ["metadata.csv", "metadata.jsonl", "metadata.parquet"];

/**
 * A folder with a manifest. In split folders, `split` is the folder's name unless the manifest has its own column.
 */
export const AUDIO_FOLDER: Layout = {
  name: "AudioFolder",
  recognizedBy: `${MANIFESTS.join(", ")}, here or in folders of splits`,
  recognizes: async (folder) => (await manifestsOf(folder)).length > 0,
  async rows(folder, { fileColumn, onNote }) {
    const rows: ManifestRow[] = [];
    for (const { split, name } of await manifestsOf(folder)) {
      const read = await readManifestRows(await folder.read(name), join(folder.path, name), onNote);
      if (split === undefined) return read;
      const naming = soundNaming(Object.keys(read[0]?.columns ?? {}), fileColumn);
      for (const { line, columns } of read) {
        const file = naming.nameOf({ value: (column) => columns[column] });
        const moved = file ? { [fileColumn ?? FILE_COLUMN]: `${split}/${file}` } : {};
        rows.push({ line, columns: { split, ...columns, ...moved } });
      }
    }
    return rows;
  },
};

/** The manifest of a folder, or those of its splits. */
async function manifestsOf(folder: DatasetFolder) {
  const own = await manifestIn(folder, "");
  if (own !== undefined) return [{ split: undefined, name: own }];
  const found = [];
  for (const split of (await folder.entries()).folders.filter(isSplit)) {
    const name = await manifestIn(folder, `${split}/`);
    if (name !== undefined) found.push({ split, name });
  }
  return found;
}

async function manifestIn(folder: DatasetFolder, prefix: string): Promise<string | undefined> {
  const names = MANIFESTS.map((name) => prefix + name);
  const present = await Promise.all(names.map((name) => folder.hasFile(name)));
  const [name, other] = names.filter((_, i) => present[i]);
  if (other === undefined) return name;
  throw new InputError(`"${folder.path}" has "${name}" and "${other}"; expected one of them`);
}
