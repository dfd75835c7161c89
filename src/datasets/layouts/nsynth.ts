/**
 * NSynth (J. Engel and others, 2017) as it is downloaded and unpacked: `examples.json`, an object of notes by their
 * names, and WAV files in `audio/`; in one of the folders `nsynth-train`, `nsynth-valid` and `nsynth-test`, or in a
 * folder that holds some of these.
 *
 * Written for release 2.2.3. Tested on synthetic files.
 * @module
 */
import { join } from "node:path";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { expectedOf } from "../../basics/expected.ts";
import { readJson } from "../../basics/json.ts";
import { decodeUtf8, unreadable } from "../../formats/reading.ts";
import type { DatasetFolder } from "../folder.ts";
import { asText, type ManifestRow } from "../manifest_rows.ts";
import type { Layout } from "./layout.ts";

const TABLE = "examples.json";
const SPLITS = ["train", "valid", "test"];

const schema = z.record(
  z.string(),
  z.looseObject({ instrument_family_str: z.string(), instrument_str: z.string() }),
);

/** NSynth: the label is the instrument's family, the source the instrument. */
export const NSYNTH: Layout = {
  name: "NSynth",
  recognizedBy: `${TABLE} of notes, here or in ${
    SPLITS.map((split) => `nsynth-${split}`).join(", ")
  }`,
  recognizes: async (folder) => (await presentParts(folder)).length > 0,
  async rows(folder) {
    const rows: ManifestRow[] = [];
    for (const { within, split } of await presentParts(folder)) {
      const notes = Object.entries(await readNotes(folder, within + TABLE));
      notes.forEach(([name, note], i) => {
        const texts = Object.entries(note).map(([key, value]) => [key, asText(value)]);
        const columns = {
          ...Object.fromEntries(texts) as Record<string, string>,
          id: name,
          file_name: `${within}audio/${name}.wav`,
          label: note.instrument_family_str,
          source_id: note.instrument_str,
          ...(split === undefined ? {} : { split }),
        };
        rows.push({ line: i + 1, columns });
      });
    }
    return rows;
  },
};

async function presentParts(folder: DatasetFolder) {
  const present: { within: string; split: string | undefined }[] = [];
  for (const split of SPLITS) {
    const within = `nsynth-${split}/`;
    if (await folder.hasFile(within + TABLE)) present.push({ within, split });
  }
  if (present.length > 0 || !await folder.hasFile(TABLE)) return present;
  // Other data sets have a file of this name, too.
  const isOwn = /"(instrument|note|pitch)\w*"/.test(await folder.start(TABLE));
  return isOwn ? [{ within: "", split: undefined }] : [];
}

async function readNotes(folder: DatasetFolder, name: string): Promise<z.infer<typeof schema>> {
  const path = join(folder.path, name);
  const checked = schema.safeParse(readJson(decodeUtf8(await folder.read(name), path), path));
  if (checked.success) return checked.data;
  const { path: keys, message } = checked.error.issues[0]!;
  throw unreadable(path, `${keys.join(".") || "it"}: ${expectedOf(message)}`);
}
