/**
 * How wide and how long a table of a paper is, by the numbers of its letters: LaTeX itself cannot be asked.
 * @module
 */
import type { ShownGroup, ShownTable } from "./table.ts";

/** Letters of 8 points in a column of 8.5 cm, and in the width of a page's text. */
const COLUMN_LETTERS = 55;
const PAGE_LETTERS = 112;
/** Letters between two columns. */
const GAP = 1.6;
/** Width of a letter in em: words have narrower ones than numbers. */
const LETTER = 0.5;
/** Most letters of words that are not broken into lines, and fewest that a line has. */
const MOST_UNBROKEN = 24;
const FEWEST = 8;
/** Most lines of a float. */
const MOST_LINES = 46;

/** How a table is set. */
export interface Layout {
  /** Whether it needs the page's width. */
  readonly isWide: boolean;
  /** The columns, as `tabular` names them. */
  readonly columns: readonly string[];
  /** Letters of a line of each column; those of columns that are not broken do not matter. */
  readonly letters: readonly number[];
}

/** Decides how a table is set: which columns are broken into lines, and whether it needs the page's width. */
export function layoutOf({ heads, groups }: ShownTable): Layout {
  const rows = groups.flatMap(({ rows }) => rows);
  const longest = heads.map(({ head, isText }, column) => {
    const cells = Math.max(0, ...rows.map((row) => lengthOf(row[column] ?? "")));
    return Math.max(cells, isText ? lengthOf(head) : leastOf(head));
  });
  const gaps = GAP * (heads.length - 1);
  const whole = sum(longest) + gaps;
  const limit = whole <= COLUMN_LETTERS ? COLUMN_LETTERS : PAGE_LETTERS;
  const long = longest.map((letters, column) =>
    heads[column]!.isText && letters > MOST_UNBROKEN ? letters : 0
  );
  const isTight = whole > limit;
  const room = limit - gaps - sum(longest.filter((_, column) => !isTight || long[column] === 0));
  const letters = longest.map((own, column) => {
    if (!isTight || long[column] === 0) return own;
    return Math.max(FEWEST, Math.floor(room * weight(own) / sum(long.map(weight))));
  });
  return {
    isWide: whole > COLUMN_LETTERS,
    letters,
    columns: heads.map(({ isText }, column) => {
      if (!isText) return "r";
      if (!isTight || long[column] === 0) return "l";
      return `>{\\raggedright\\arraybackslash}p{${(LETTER * letters[column]!).toFixed(1)}em}`;
    }),
  };
}

/** Letters that a heading over numbers needs at least, since it is broken into lines at its words. */
function leastOf(head: string): number {
  return Math.min(MOST_UNBROKEN, Math.max(...head.split(/[\s_-]+/).map(lengthOf)));
}

/** Whether a heading over numbers needs several lines, and of which width. */
export function headWidth(head: string, letters: number): string | undefined {
  return lengthOf(head) <= letters ? undefined : `${(LETTER * (letters + 1)).toFixed(1)}em`;
}

/** Long texts get more room than short ones, though not by as much as they are longer. */
function weight(letters: number): number {
  return Math.sqrt(letters);
}

/** Divides rows into parts that fit on a page each. */
export function splitRows(
  groups: readonly ShownGroup[],
  { letters, columns }: Layout,
): ShownGroup[][] {
  const parts: ShownGroup[][] = [[]];
  let lines = 0;
  for (const { name, rows } of groups) {
    let part: string[][] = [];
    for (const row of rows) {
      const own = Math.max(
        ...row.map((cell, column) =>
          columns[column]!.startsWith(">") ? Math.ceil(lengthOf(cell) / letters[column]! * 1.15) : 1
        ),
      );
      if (lines + own > MOST_LINES && lines > 0) {
        if (part.length > 0) parts.at(-1)!.push({ name, rows: part });
        parts.push([]);
        [part, lines] = [[], 0];
      }
      part.push([...row]);
      lines += own;
    }
    if (part.length > 0) parts.at(-1)!.push({ name, rows: part });
    lines += 1;
  }
  return parts.filter((part) => part.length > 0);
}

/** Letters of a text as it is set: capitals are wide, and one that standard fonts lack is a number of six letters. */
function lengthOf(text: string): number {
  return [...text].reduce((letters, one) => letters + widthOf(one), 0);
}

function widthOf(letter: string): number {
  if (letter > "\u04FF" && letter !== "−") return 6;
  return /\p{Lu}/u.test(letter) ? 1.4 : 1;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, one) => total + one, 0);
}
