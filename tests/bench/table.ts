/**
 * Results as text, at most 80 columns wide.
 * @module
 */
import type { Result, Row } from "./results.ts";
import type { Spread } from "./statistics.ts";

const WIDTH = 80;
const NAME = 21;
const COLUMNS = [
  ["cold", 7],
  ["wall", 8],
  ["quartiles", 14],
  ["ratio", 7],
  ["cores", 9],
  ["kernel", 8],
  ["peak", 6],
] as const;

/** Milliseconds with about three significant digits, as far as that makes sense. */
export function inMilliseconds(value: number): string {
  return value.toFixed(value >= 100 ? 0 : value >= 10 ? 1 : 2);
}

/** What `text` looks like in a table, were there a value. */
function shown<T>(value: T | undefined, show: (value: T) => string): string {
  return value === undefined ? "" : show(value);
}

function quartiles({ lower, upper }: Spread): string {
  return `${inMilliseconds(lower)}–${inMilliseconds(upper)}`;
}

function cut(line: string, width: number): string {
  const characters = [...line];
  return characters.length <= width ? line : characters.slice(0, width - 1).join("") + "…";
}

function lineOf(name: string, cells: readonly string[]): string {
  const aligned = cells.map((cell, i) => cell.padStart(COLUMNS[i]![1]));
  return (cut(name, NAME).padEnd(NAME) + aligned.join("")).trimEnd();
}

function rowLine(row: Row): string {
  if (row.cannotRun !== undefined) {
    return cut(`${row.name.padEnd(NAME)} ${row.cannotRun}`, WIDTH);
  }
  const ratio = (value: number) => value.toFixed(2);
  return lineOf(row.name, [
    shown(row.coldMilliseconds, inMilliseconds),
    shown(row.wallMilliseconds, ({ median }) => inMilliseconds(median)),
    shown(row.wallMilliseconds, quartiles),
    shown(row.wallRatio, ratio),
    shown(row.processorMilliseconds, ({ median }) => inMilliseconds(median)),
    shown(row.kernelMilliseconds, ({ median }) => inMilliseconds(median)),
    shown(row.peakShare, (share) => `${(100 * share).toFixed(0)} %`),
  ]);
}

/**
 * One comparison: a heading, a line for each contestant, what was compared if not that, a line for
 * each warning.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [{ name: "tfjs, webgpu", cannotRun: "none here: no adapter answers" }];
 * const table = tableOf({ family: "search", name: "10 queries", rows, warnings: [] });
 * assert.match(table, /^10 queries\n.*\ntfjs, webgpu +none here: no adapter answers$/);
 * ```
 */
export function tableOf({ name, rows, compared, warnings }: Result): string {
  return [
    cut(name, WIDTH),
    lineOf("  milliseconds", COLUMNS.map(([title]) => title)),
    ...rows.map(rowLine),
    ...(compared ? [cut(`Compared: ${compared}`, WIDTH)] : []),
    ...warnings.map((warning) => cut(`Warning: ${warning}`, WIDTH)),
  ].join("\n");
}
