/**
 * Writes what a paper needs into an audit's folder: tables, and charts as PDF. What lies there and is not ours stays.
 * @module
 */
import { join } from "node:path";
import { CHARTS_FOLDER } from "../../audit/folder/kind.ts";
import {
  CHART_PDF,
  TABLE_FILES,
  TABLES_FOLDER,
  TABLES_RECORD,
} from "../../audit/folder/paper_names.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { irregularKind } from "../../basics/input_file.ts";
import { isKnownAs, type OwnName, removeOwn } from "../../basics/output/own_names.ts";
import { fileHash, readRecord, writeRecordOf } from "../../basics/output/record.ts";
import { isThere } from "../../basics/output/place.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { makeOwnFolder, refuseLink } from "../../basics/own_folder.ts";
import { chartPdf, readChartFonts } from "../paper/pdf/chart_pdf.ts";

/** What is written for a paper. */
export interface Paper {
  /** Texts of the folder of tables, by name. */
  readonly tables: Readonly<Record<string, string>>;
  /** Charts as SVG, by the name of their file. */
  readonly charts: Readonly<Record<string, string>>;
}

/**
 * Makes sure that everything can be written.
 *
 * @throws {InputError} that names what is in the way: another kind of file, or a user's own of the same name
 */
export async function checkPaper(folder: string, { tables, charts }: Paper): Promise<void> {
  const place = join(folder, TABLES_FOLDER);
  // What is there already, to the last byte, is not lost: an earlier run may have ended before its record.
  const isSame = (name: string) => isText(join(place, name), tables[name]);
  await checkPlace(place, [...Object.keys(tables), TABLES_RECORD.name], TABLE_FILES, isSame);
  await checkPlace(join(folder, CHARTS_FOLDER), Object.keys(charts).map(pdfName), [CHART_PDF]);
}

function isText(path: string, text: string | undefined): boolean {
  return text !== undefined && fileHash(path) === sha256Of(text);
}

async function checkPlace(
  place: string,
  names: readonly string[],
  own: readonly OwnName[],
  isSame: (name: string) => boolean = () => false,
): Promise<void> {
  await refuseLink(place);
  if (!isThere(place)) return;
  const info = Deno.lstatSync(place);
  if (!info.isDirectory) {
    const kind = info.isFile ? "a file" : irregularKind(info);
    throw new InputError(`"${place}" is ${kind}; expected a folder (move it away)`);
  }
  for (const entry of Deno.readDirSync(place)) {
    if (!names.includes(entry.name)) continue;
    if (own.some((one) => isKnownAs(place, entry, one)) || isSame(entry.name)) continue;
    const isChanged = own.some((one) => isKnownAs(place, entry, { ...one, isWhole: () => true }));
    const why = isChanged
      ? "is not as report --tables wrote it"
      : "was not written by report --tables";
    throw new InputError(
      `"${join(place, entry.name)}" ${why}, which would replace it; move it away`,
    );
  }
}

/** Writes tables, then charts. */
export async function writePaper(folder: string, { tables, charts }: Paper): Promise<void> {
  await makeOwnFolder(join(folder, TABLES_FOLDER));
  for (const [name, text] of Object.entries(tables)) {
    await writeFileAtomic(join(folder, TABLES_FOLDER, name), text);
  }
  await recordTables(join(folder, TABLES_FOLDER), tables);
  const fonts = await readChartFonts();
  for (const [name, svg] of Object.entries(charts)) {
    await writeFileAtomic(join(folder, CHARTS_FOLDER, pdfName(name)), await chartPdf(svg, fonts));
  }
}

/** Records the CSV files that were written, beside those of earlier runs. */
async function recordTables(place: string, tables: Paper["tables"]): Promise<void> {
  const written = Object.entries(tables).filter(([name]) => name.endsWith(".csv"));
  const hashes = written.map(([name, text]) => [name, sha256Of(text)] as const);
  if (hashes.length === 0) return;
  const earlier = readRecord(join(place, TABLES_RECORD.name)) ?? [];
  await writeRecordOf(place, TABLES_RECORD, new Map([...earlier, ...hashes]));
}

/** Removes what was written for a paper about other results. */
export function removePaper(folder: string): void {
  removeOwn(join(folder, TABLES_FOLDER), TABLE_FILES);
  removeOwn(join(folder, CHARTS_FOLDER), [CHART_PDF]);
}

/** Returns the name of a chart's PDF. */
export function pdfName(svg: string): string {
  return svg.replace(/\.svg$/, ".pdf");
}
