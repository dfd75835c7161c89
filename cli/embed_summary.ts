/** What `embed` made, as it is printed. */
import { printable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import { pathWord, shellWord } from "../src/basics/shell_word.ts";
import type { SetSummary } from "../src/embeddings/set_folder.ts";
import { wrap } from "./wrap.ts";

/** Unreadable or unusual items that are shown; the set lists all. */
const SHOWN_ITEMS = 10;

/** Prints how many embeddings there are now, and the items that are not among them or unusual. */
export function printSet(
  summary: SetSummary,
  { out, json }: { out: string; json: boolean },
  seconds: number,
): void {
  const { complete, rows, dim, unreadable, unusual = [], missingParts } = summary;
  if (json) return console.log(safeJson({ out, ...summary }));
  if (!complete) {
    const missing = missingParts.length === 1 ? "1 part is" : `${missingParts.length} parts are`;
    return console.log(
      `This shard is done; ${missing} still missing from "${printable(out)}".\n` +
        `When all are there: earnest collect ${shellWord(pathWord(out))}`,
    );
  }
  console.log(
    `${rows} embedding${rows === 1 ? "" : "s"} of ${dim} numbers in ${seconds.toFixed(1)} s: ` +
      `"${printable(out)}"`,
  );
  listItems(
    unreadable.map(({ row, reason }) => [row, reason]),
    (count, is) => `${count} could not be read and ${is ? "has" : "have"} no row:`,
  );
  listItems(
    unusual.map(({ row, note }) => [row, note]),
    (count, is) =>
      `${count} ${is ? "was" : "were"} read although ${
        is ? "its file is" : "their files are"
      } unusual:`,
  );
}

/** Lists the first of some items, each with a sentence. */
function listItems(
  items: readonly (readonly [row: number, why: string])[],
  title: (count: string, isOne: boolean) => string,
): void {
  if (items.length === 0) return;
  const count = items.length === 1 ? "1 item" : `${items.length} items`;
  console.log(`\n${title(count, items.length === 1)}`);
  for (const [row, why] of items.slice(0, SHOWN_ITEMS)) {
    console.log(wrap(`row ${row}: ${printable(why)}`, "  ", "    "));
  }
  const more = items.length - SHOWN_ITEMS;
  if (more > 0) console.log(`  and ${more} more, listed in set.json`);
}
