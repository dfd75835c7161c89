/**
 * Looks at the items of one side before anything is chosen.
 * @module
 */
import { resolve } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { isSound } from "../../datasets/file_kinds.ts";
import type { Item } from "../../datasets/items.ts";
import { readDataset } from "../../datasets/open.ts";
import { soundlessnessOf } from "../inputs/sounds.ts";
import { type ColumnFacts, columnsOf } from "./columns.ts";

/** The items of one side. */
export interface LookedSide {
  /** Their manifest or folder, as it was given. */
  readonly path: string;
  /** What was recognized: `ESC-50`, `AudioFolder` and so on, or `manifest`. */
  readonly name: string;
  /** The items, in the order of the manifest. */
  readonly items: readonly Item[];
  /** Their columns. */
  readonly columns: readonly ColumnFacts[];
  /** Why there are no sounds, as the end of a sentence; undefined where a backbone can be run. */
  readonly silence: string | undefined;
}

/** Data sets that have a name of their own: other layouts say only how files lie. */
const NAMELESS = ["manifest", "AudioFolder", "webdataset", "Hugging Face", "sounds with captions"];

/**
 * Reads the rows of a manifest or of a data set's folder.
 *
 * @throws {InputError} when it is no data set, has no items, or has no header
 */
export async function lookAt(path: string, allowOutside: boolean): Promise<LookedSide> {
  const { name, items, sounds } = await readDataset(path, { allowOutside });
  const columns = columnsOf(items);
  if (name === "manifest") refuseWithoutHeader(path, items);
  const side = { kept: items, manifest: path, sounds };
  const silence = await soundlessnessOf(side, { allowOutside });
  return { path, name, items, columns, silence };
}

/** Signs that no table has, and most other files do. */
// deno-lint-ignore no-control-regex -- Control characters are what it looks for.
const CONTROLS = /[\0-\x08\x0e-\x1f]/;
/** Rows that are looked at for them. */
const FIRST_ROWS = 5;

/**
 * Refuses a table that is no text, and one whose first line is a row: names of columns are neither sounds nor sentences
 * nor numbers.
 */
function refuseWithoutHeader(path: string, items: readonly Item[]): void {
  if (!/\.[ct]sv$/i.test(path)) return;
  const names = Object.keys(items[0]!.columns);
  const cells = items.slice(0, FIRST_ROWS).flatMap(({ columns }) => Object.values(columns));
  if ([...names, ...cells].some((text) => CONTROLS.test(text))) {
    throw new InputError(
      `"${quotable(path)}" is no table: it has signs that no text has; expected CSV with a header`,
    );
  }
  const odd = names.find((name) =>
    isSound(name) || name.trim().split(/\s+/).length > 3 || /^-?\d+(\.\d+)?$/.test(name.trim())
  );
  if (odd === undefined) return;
  throw new InputError(
    `"${quotable(path)}" seems to have no header: its first line has "${
      quotable(odd)
    }"; expected ` +
      "a first line with the names of the columns, such as file_name,label",
  );
}

/** Whether two sides are the same file or folder. */
export async function areSame(one: string, other: string): Promise<boolean> {
  const real = (path: string) => Deno.realPath(path).catch(() => resolve(path));
  return await real(one) === await real(other);
}

/** The data set's own name; undefined of plain manifests and folders. */
export function ownName({ name }: Pick<LookedSide, "name">): string | undefined {
  return NAMELESS.some((one) => name.startsWith(one)) ? undefined : name;
}
