/**
 * Results as the Markdown of the documentation.
 * @module
 */
import { table } from "../../scripts/device/markdown.ts";
import type { Machine } from "./machine.ts";
import type { Peak } from "./peak.ts";
import type { Result, Row } from "./results.ts";
import { inMilliseconds } from "./table.ts";

/** Where and when the tables were made. */
export function headMarkdown(command: string, machine: Machine, peak: Peak | undefined): string {
  const { started, processor, cores, system, deno, earnest, load } = machine;
  const adapter = peak
    ? `WebGPU adapter ${peak.adapter}, measured peak ${peak.gflops.toFixed(0)} GFLOP/s.`
    : "No WebGPU adapter.";
  return [
    `Printed by \`${command}\` on ${started.slice(0, 10)} at ${started.slice(11, 16)} UTC by`,
    `Earnest ${earnest} on ${processor}, ${cores} cores, ${
      /^\S+ \d+\.\d+/.exec(system)?.[0] ?? system
    }, Deno ${deno}. ${adapter}`,
    `Load of the machine before: ${load.toFixed(1)}.`,
    "",
    "Cells: median milliseconds by wall clock / of processor time, all threads together. `×1` is on",
    "one thread, other native software on all; a row without a time says why below.",
  ].join("\n");
}

/**
 * A family's heading and table: a row for each contestant, a column for each comparison.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const rows = [{ name: "earnest, card", cannotRun: "none here: no graphics card answers" }];
 * const result = { family: "tsne", name: "9 items", rows, warnings: [] };
 * const family = { title: "A picture", note: "What is\ntimed." };
 * assert.equal(
 *   familyMarkdown(family, [result]),
 *   `### A picture
 *
 * What is timed.
 *
 * | | 9 items |
 * | --- | --- |
 * | earnest, card | none here |`.replace("| |", "|  |"),
 * );
 * ```
 */
export function familyMarkdown(
  { title, note }: { readonly title: string; readonly note: string },
  results: readonly Result[],
): string {
  const names = [...new Set(results.flatMap(({ rows }) => rows.map(({ name }) => name)))];
  const rows = names.map((name) => [
    name.trim(),
    ...results.map(({ rows }) => cellOf(rows.find((row) => row.name === name))),
  ]);
  const warnings = results.flatMap(({ name, warnings }) =>
    warnings.map((warning) => `- Warning, ${name}: ${warning}`)
  );
  return [
    `### ${title}`,
    note.replaceAll("\n", " "),
    table(["", ...results.map(({ name }) => name)], rows),
    warnings.join("\n"),
  ].join("\n\n").trimEnd();
}

function cellOf(row: Row | undefined): string {
  if (!row) return "";
  if (row.cannotRun !== undefined) return row.cannotRun.split(":")[0]!;
  const { wallMilliseconds: wall, processorMilliseconds: processor } = row;
  return `${inMilliseconds(wall!.median)} / ${inMilliseconds(processor!.median)}`;
}

/** Where each contestant computed, or why it did not. */
export function placesMarkdown(results: readonly Result[], load: number): string {
  const places = new Map<string, Set<string>>();
  for (const { name, package: from, device, cannotRun } of results.flatMap(({ rows }) => rows)) {
    const place = [from, cannotRun ?? device].filter((part) => part !== undefined).join(": ");
    places.set(name.trim(), (places.get(name.trim()) ?? new Set()).add(place));
  }
  const lines = Array.from(places, ([name, found]) => `- ${name}: ${[...found].join("; ")}`);
  return ["### Who took part", "", ...lines, "", `Load after: ${load.toFixed(1)}.`].join("\n");
}
