/**
 * Writes the folder of a finished audit, and writes its report again from the other files.
 * @module
 */
import { join } from "node:path";
import { contentOf, refuseOtherReport } from "../../audit/folder/content.ts";
import {
  CELLS_FILE,
  CHART,
  CHARTS_FOLDER,
  MAPS_FILE,
  REPORT_FILE,
  RESULTS_FILE,
} from "../../audit/folder/kind.ts";
import {
  isFound,
  readAuditFile,
  readAuditText,
  refuseUnfinished,
} from "../../audit/folder/finished.ts";
import { refuseOtherCells } from "../../audit/folder/whole_cells.ts";
import { CHART_PDF } from "../../audit/folder/paper_names.ts";
import { lockAuditFolder } from "../../audit/folder/work_in_folder.ts";
import { asWritten } from "../../audit/results/measure_names.ts";
import type { AuditResults } from "../../audit/results/results.ts";
import { parseResults } from "../../audit/claims/read_results.ts";
import { cellRows } from "./cells_jsonl.ts";
import type { Audit } from "../../audit/run.ts";
import { type AuditRun, formatRun, parseRun, RUN_FILE } from "../../audit/results/run_file.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { failure } from "../../basics/failure.ts";
import { MAPS_SCHEMA } from "../../audit/results/maps.ts";
import { findSounds } from "./find_sounds.ts";
import { parseCells, parseMaps } from "./read_folder.ts";
import { onWhite } from "../charts/draw.ts";
import { renderReport, type ReportInput } from "../html.ts";
import { paperFiles } from "../paper/paper_files.ts";
import type { TableFormat } from "../paper/table.ts";
import { isKnownAs } from "../../basics/output/own_names.ts";
import { makeOwnFolder } from "../../basics/own_folder.ts";
import { checkPaper, pdfName, removePaper, writePaper } from "./write_paper.ts";

/**
 * Writes `run.json`, `cells.jsonl`, `maps.json`, `report.html`, `charts/*.svg` and, after all others, `results.json`
 * into a folder. Where the folder has other results, their files are removed first, so that it never holds files of two
 * audits.
 *
 * @param folder an existing folder
 * @param run what the folder was asked for
 */
export async function writeAuditFiles(folder: string, audit: Audit, run: AuditRun): Promise<void> {
  const { results, maps } = audit;
  const cells = cellRows(audit, run.configuration);
  const input = { results, cells: parseCells(cells, CELLS_FILE), maps, run };
  const text = JSON.stringify(asWritten(results), null, 2) + "\n";
  const files = {
    [CELLS_FILE]: cells,
    [MAPS_FILE]: JSON.stringify(maps) + "\n",
    ...await reportFiles(input),
    [RESULTS_FILE]: text,
  };
  if (!await holdsText(join(folder, RESULTS_FILE), text)) {
    // The results are removed first: without them the audit is not finished.
    for (const name of Object.keys(files).reverse()) await removeFile(join(folder, name));
    removePaper(folder);
  }
  await writeFileAtomic(join(folder, RUN_FILE), formatRun(run));
  await writeFiles(folder, files);
}

/** What a report has beside the page. */
export interface ReportOptions {
  /** A folder with the sounds of the evaluation's items, named as these: points of maps then play them. Default none. */
  readonly sounds?: string | undefined;
  /**
   * Formats of the tables of a paper, which go into `tables/`; with any, charts are written as PDF, too. Default none.
   */
  readonly tables?: readonly TableFormat[] | undefined;
}

/** Implements {@link rewriteReport}, which `doors/report/write_folder.ts` documents. */
export async function rewriteReport(
  folder: string,
  { sounds, tables = [] }: ReportOptions = {},
): Promise<AuditResults> {
  using _lock = contentOf(folder) === "finished" ? lockAuditFolder(folder) : undefined;
  const input = await readAuditFolder(folder);
  refuseOtherReport(folder);
  const { results, run: { configuration }, maps = { schema: MAPS_SCHEMA, maps: [] } } = input;
  const files = await reportFiles(
    sounds === undefined ? input : { ...input, sounds: await findSounds(folder, sounds, maps) },
  );
  if (tables.length === 0) {
    await writeFiles(folder, files);
  } else {
    const charts = chartsAmong(files);
    const texts = paperFiles({ results, configuration }, tables, charts);
    const paper = { tables: texts, charts };
    await checkPaper(folder, paper);
    await writeFiles(folder, files);
    await writePaper(folder, paper);
  }
  return input.results;
}

/** Reads the input of a report from an audit's folder. */
async function readAuditFolder(folder: string): Promise<ReportInput> {
  refuseUnfinished(folder);
  const run = await readAuditFile(folder, RUN_FILE, parseRun);
  const results = await readAuditFile(folder, RESULTS_FILE, parseResults);
  const cells = await readAuditFile(folder, CELLS_FILE, parseCells);
  refuseOtherCells(cells, results, join(folder, CELLS_FILE));
  return {
    run,
    results,
    cells,
    maps: isFound(join(folder, MAPS_FILE))
      ? await readAuditFile(folder, MAPS_FILE, parseMaps)
      : undefined,
  };
}

/** Renders the charts and the report, by their names in the folder. */
async function reportFiles(input: ReportInput): Promise<Record<string, string>> {
  const { html, charts } = await renderReport(input);
  const drawn = Object.entries(charts)
    .map(([name, svg]) => [`${CHARTS_FOLDER}/${name}`, onWhite(svg)]);
  return { ...Object.fromEntries(drawn), [REPORT_FILE]: html };
}

/** Returns the charts among the files of a report, by their names in their folder. */
function chartsAmong(files: Readonly<Record<string, string>>): Record<string, string> {
  const prefix = `${CHARTS_FOLDER}/`;
  return Object.fromEntries(
    Object.entries(files).filter(([name]) => name.startsWith(prefix))
      .map(([name, svg]) => [name.slice(prefix.length), svg]),
  );
}

async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  await makeOwnFolder(join(folder, CHARTS_FOLDER));
  for (const [name, text] of Object.entries(files)) {
    await writeFileAtomic(join(folder, name), text);
  }
  await removeOtherCharts(folder, files);
}

/** Removes charts of an earlier report that this one does not have, as SVG and as PDF. */
async function removeOtherCharts(
  folder: string,
  files: Readonly<Record<string, string>>,
): Promise<void> {
  const charts = join(folder, CHARTS_FOLDER);
  const drawn = Object.keys(chartsAmong(files));
  const kept = new Set([...drawn, ...drawn.map(pdfName)]);
  for await (const entry of Deno.readDir(charts)) {
    if (kept.has(entry.name)) continue;
    if ([CHART, CHART_PDF].some((own) => isKnownAs(charts, entry, own))) {
      await Deno.remove(join(charts, entry.name));
    }
  }
}

async function holdsText(path: string, text: string): Promise<boolean> {
  return await readAuditText(path).then((found) => found === text, () => false);
}

async function removeFile(path: string): Promise<void> {
  try {
    await Deno.remove(path);
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return;
    throw failure(`Cannot remove "${path}"`, thrown);
  }
}
