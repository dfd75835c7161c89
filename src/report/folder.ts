/**
 * The folder of a finished audit: written once, and its report again from what it holds.
 * @module
 */
import { join } from "node:path";
import type { AuditResults } from "../audit/results.ts";
import { parseResults } from "../audit/results_file.ts";
import { cellRows } from "../audit/rows.ts";
import type { Audit } from "../audit/run.ts";
import { type AuditRun, formatRun, parseRun, RUN_FILE } from "../audit/run_file.ts";
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { openInputFile, readInputFile } from "../basics/input_file.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import { parseCells, parseMaps } from "./folder_files.ts";
import { CHART_NAME, renderReport, type ReportInput } from "./html.ts";

const RESULTS_FILE = "results.json";
const CELLS_FILE = "cells.jsonl";
const MAPS_FILE = "maps.json";
/** Name of the folder of charts. */
export const CHARTS_FOLDER = "charts";
/** No audit that a report could show has larger files; each is held in memory whole. */
const LARGEST_FILE_MIB = 256;

/**
 * Writes `run.json`, `cells.jsonl`, `maps.json`, `report.html`, `charts/*.svg` and, when all else is there,
 * `results.json` into a folder.
 *
 * @param folder must exist
 * @param run what the folder was asked for
 */
export async function writeAuditFolder(folder: string, audit: Audit, run: AuditRun): Promise<void> {
  const write = (name: string, text: string) => writeFileAtomic(join(folder, name), text);
  const { results, maps } = audit;
  const cells = cellRows(audit, run.configuration);
  await write(RUN_FILE, formatRun(run));
  await write(CELLS_FILE, cells);
  await write(MAPS_FILE, JSON.stringify(maps) + "\n");
  await writeReport(folder, { results, cells: parseCells(cells, CELLS_FILE), maps, run });
  await write(RESULTS_FILE, JSON.stringify(results, null, 2) + "\n");
}

/**
 * Writes the report of an audit's folder again, from its other files: the bytes that the audit wrote.
 *
 * @returns the audit's results
 * @throws {InputError} when the folder holds no finished audit, or a file is malformed or too large
 */
export async function rewriteReport(folder: string): Promise<AuditResults> {
  const input = await readAuditFolder(folder);
  await writeReport(folder, input);
  return input.results;
}

/** What a report is made of, as an audit's folder holds it. */
async function readAuditFolder(folder: string): Promise<ReportInput> {
  if (!await isThere(folder, RUN_FILE)) {
    throw new InputError(`"${folder}" is no audit's folder; expected "${RUN_FILE}" in it`);
  }
  if (!await isThere(folder, RESULTS_FILE)) {
    throw new InputError(`The audit in "${folder}" is not finished: "${RESULTS_FILE}" is missing`);
  }
  const read = async <Content>(name: string, parse: (text: string, name: string) => Content) => {
    const path = join(folder, name);
    return parse(await readText(path), path);
  };
  return {
    run: await read(RUN_FILE, parseRun),
    results: await read(RESULTS_FILE, parseResults),
    cells: await read(CELLS_FILE, parseCells),
    maps: await isThere(folder, MAPS_FILE) ? await read(MAPS_FILE, parseMaps) : undefined,
  };
}

async function writeReport(folder: string, input: ReportInput): Promise<void> {
  const { html, charts } = await renderReport(input);
  const place = join(folder, CHARTS_FOLDER);
  await Deno.mkdir(place, { recursive: true });
  for (const [name, svg] of Object.entries(charts)) await writeFileAtomic(join(place, name), svg);
  await writeFileAtomic(join(folder, "report.html"), html);
  await removeOthers(place, Object.keys(charts));
}

/** Removes charts that an earlier report had and this one has not. */
async function removeOthers(place: string, names: readonly string[]): Promise<void> {
  for await (const { name, isFile } of Deno.readDir(place)) {
    if (isFile && CHART_NAME.test(name) && !names.includes(name)) {
      await Deno.remove(join(place, name));
    }
  }
}

async function isThere(folder: string, name: string): Promise<boolean> {
  return await Deno.lstat(join(folder, name)).then(() => true, () => false);
}

async function readText(path: string): Promise<string> {
  using file = await openInputFile(path);
  const { size } = await file.stat();
  if (size > LARGEST_FILE_MIB * 2 ** 20) {
    throw new InputError(
      `"${path}" has ${Math.ceil(size / 2 ** 20)} MiB; expected at most ${LARGEST_FILE_MIB} MiB`,
    );
  }
  return decodeUtf8(await readInputFile(path), path);
}
