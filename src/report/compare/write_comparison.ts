/**
 * Writes a comparison into a folder: `compare.html`, `compare.csv` and `compare.json`.
 * @module
 */
import { join } from "node:path";
import { type Comparison, COMPARISON_SCHEMA } from "../../audit/comparison/comparison.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import type { FolderKind } from "../../basics/output/folder_kind.ts";
import { fillFolder } from "../../basics/output/output_folder.ts";
import { comparisonCsv } from "./csv.ts";
import { renderComparison } from "./html.ts";

/** The page. */
export const COMPARISON_PAGE = "compare.html";
const TABLE = "compare.csv";
const DATA = "compare.json";

/** The folder of `compare`. */
export const COMPARISON_FOLDER: FolderKind = {
  command: "compare",
  markers: [{ name: DATA, schema: COMPARISON_SCHEMA }],
  names: [COMPARISON_PAGE, TABLE, DATA].map((name) => ({ name })),
};

/** How a comparison's folder is written. */
export interface ComparisonFolderOptions {
  /** Whether an earlier comparison may be replaced; default no. */
  readonly force?: boolean;
  /** Receives one-line notes for the user. */
  readonly onNote?: (note: string) => void;
}

/** Implements {@link writeComparison}, which `doors/report/write_comparison.ts` documents. */
export async function writeComparison(
  comparison: Comparison,
  out: string,
  options: ComparisonFolderOptions = {},
): Promise<void> {
  await fillFolder(out, COMPARISON_FOLDER, options, async ({ folder }) => {
    const files = {
      [COMPARISON_PAGE]: await renderComparison(comparison),
      [TABLE]: comparisonCsv(comparison),
      [DATA]: JSON.stringify(comparison, null, 2) + "\n",
    };
    for (const [name, text] of Object.entries(files)) {
      await writeFileAtomic(join(folder, name), text);
    }
  });
}
