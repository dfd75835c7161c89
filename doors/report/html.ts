/**
 * Loads `src/report/html.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type { Report, ReportInput } from "../../src/report/html.ts";

const loading = later<typeof import("../../src/report/html.ts")>(
  new URL("../../src/report/html.ts", import.meta.url),
);

/**
 * Renders an audit as one self-contained HTML page and its charts as SVG files. The same input gives the same bytes.
 * Texts from outside (labels, names, captions) are escaped and cannot run, load or reorder anything. The page's one
 * script chooses what is shown; without it all is there.
 *
 * @example
 * ```ts
 * import type { ReportInput } from "@earnest/earnest/report";
 *
 * async function writePage(input: ReportInput, file: string): Promise<void> {
 *   const { html } = await renderReport(input);
 *   await Deno.writeTextFile(file, html);
 * }
 * ```
 */
export async function renderReport(input: ReportInput): Promise<Report> {
  return await (await loading()).renderReport(input);
}
