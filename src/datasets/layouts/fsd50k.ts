/**
 * FSD50K (E. Fonseca and others, 2020) as it is downloaded and unpacked: `FSD50K.ground_truth/dev.csv` and
 * `eval.csv`, WAV files in `FSD50K.dev_audio/` and `FSD50K.eval_audio/`.
 *
 * Written for release 1.0, with the columns fname, labels, mids and, in dev.csv, split (`train` or `val`). Tested on
 * synthetic files with rows of the real tables.
 * @module
 */
import type { Layout } from "./layout.ts";

const PARTS = ["dev", "eval"] as const;

const groundTruth = (part: string) => `FSD50K.ground_truth/${part}.csv`;

/**
 * FSD50K: a file's name is its Freesound id, which is also its source. A clip has several labels, including those
 * higher in the hierarchy; `label` holds all of them, separated by commas, as in the original. The split of eval.csv
 * is `eval`.
 */
export const FSD50K: Layout = {
  name: "FSD50K",
  recognizedBy: `${groundTruth("dev")} or eval.csv`,
  recognizes: async (folder) =>
    await folder.hasFile(groundTruth("dev")) || await folder.hasFile(groundTruth("eval")),
  async rows(folder) {
    const rows = [];
    for (const part of PARTS) {
      if (!await folder.hasFile(groundTruth(part))) continue;
      const needed = ["fname", "labels", ...part === "dev" ? ["split"] : []];
      for (const { line, values } of await folder.table(groundTruth(part), needed)) {
        const fname = values["fname"]!;
        const columns = {
          split: part,
          ...values,
          file_name: `FSD50K.${part}_audio/${fname}.wav`,
          id: fname,
          label: values["labels"]!,
          source_id: fname,
        };
        rows.push({ line, columns });
      }
    }
    return rows;
  },
};
