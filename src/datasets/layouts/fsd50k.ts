/**
 * FSD50K (E. Fonseca and others, 2020): the tables `dev.csv` and `eval.csv` in `FSD50K.ground_truth/`, as it is
 * downloaded and unpacked, with WAV files in `FSD50K.dev_audio/` and `FSD50K.eval_audio/`; or in `labels/`, as Hugging
 * Face has it, with WAV files in `clips/dev/` and `clips/eval/`. Folders that were unpacked into one of the same name, as
 * on Kaggle, are found, too.
 *
 * Written for release 1.0, with the columns fname, labels, mids and, in dev.csv, split (`train` or `val`). Tested on
 * synthetic files with rows of the real tables.
 * @module
 */
import type { DatasetFolder } from "../folder.ts";
import { labelList } from "./label_list.ts";
import type { Layout } from "./layout.ts";

const PARTS = ["dev", "eval"] as const;

/** Folders of the tables. */
const TRUTH = [
  "FSD50K.ground_truth",
  "FSD50K.ground_truth/FSD50K.ground_truth",
  "ground_truth",
  "labels",
];

const tablesOf = (part: string) => TRUTH.map((folder) => `${folder}/${part}.csv`);

const soundsOf = (part: string) => {
  const name = `FSD50K.${part}_audio`;
  return [`${name}/${name}`, name, `clips/${part}`, `${part}_audio`];
};

/**
 * FSD50K: a file's name is its Freesound id, which is also its source. A clip has several labels, including those
 * higher in the hierarchy: `label` is a JSON list of them, `labels` is as in the original. The split of eval.csv is
 * `eval`.
 */
export const FSD50K: Layout = {
  name: "FSD50K",
  recognizedBy: `dev.csv or eval.csv in ${TRUTH[0]} or labels`,
  recognizes: async (folder) => (await presentParts(folder)).length > 0,
  async rows(folder) {
    const rows = [];
    for (const { part, table } of await presentParts(folder)) {
      const sounds = await folder.firstFolder(soundsOf(part)) ?? `FSD50K.${part}_audio`;
      const needed = ["fname", "labels", ...part === "dev" ? ["split"] : []];
      for (const { line, values } of await folder.table(table, needed)) {
        const fname = values["fname"]!.replace(/\.wav$/i, "");
        const columns = {
          split: part,
          ...values,
          file_name: `${sounds}/${fname}.wav`,
          id: fname,
          label: labelList(values["labels"]!.split(",")),
          source_id: fname,
        };
        rows.push({ line, columns });
      }
    }
    return rows;
  },
};

/** The parts whose tables are there. Other data sets have a `labels/dev.csv`, too, so its columns decide. */
async function presentParts(folder: DatasetFolder) {
  const present: { part: string; table: string }[] = [];
  for (const part of PARTS) {
    const table = await folder.firstFile(tablesOf(part));
    if (table === undefined) continue;
    const isOwn = table.startsWith(TRUTH[0]!) || /\bfname\b/.test(await folder.firstLine(table));
    if (isOwn) present.push({ part, table });
  }
  return present;
}
