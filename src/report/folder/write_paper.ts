/**
 * Writes what a paper needs into an audit's folder: tables, and charts as PDF. What lies there and is not ours stays.
 * @module
 */
import { join } from "node:path";
import { CHARTS_FOLDER } from "../../audit/folder/kind.ts";
import { CHART_PDF, TABLE_FILES, TABLES_FOLDER } from "../../audit/folder/paper_names.ts";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { InputError } from "../../basics/errors.ts";
import { irregularKind } from "../../basics/input_file.ts";
import { isKnownAs, type OwnName, removeOwn } from "../../basics/output/own_names.ts";
import { isThere } from "../../basics/output/place.ts";
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
  await checkPlace(join(folder, TABLES_FOLDER), Object.keys(tables), TABLE_FILES);
  await checkPlace(join(folder, CHARTS_FOLDER), Object.keys(charts).map(pdfName), [CHART_PDF]);
}

async function checkPlace(
  place: string,
  names: readonly string[],
  own: readonly OwnName[],
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
    if (own.some((one) => isKnownAs(place, entry, one))) continue;
    throw new InputError(
      `"${join(place, entry.name)}" was not written by report --tables, which would replace it; ` +
        "move it away",
    );
  }
}

/** Writes tables, then charts. */
export async function writePaper(folder: string, { tables, charts }: Paper): Promise<void> {
  await makeOwnFolder(join(folder, TABLES_FOLDER));
  for (const [name, text] of Object.entries(tables)) {
    await writeFileAtomic(join(folder, TABLES_FOLDER, name), text);
  }
  const fonts = await readChartFonts();
  for (const [name, svg] of Object.entries(charts)) {
    await writeFileAtomic(join(folder, CHARTS_FOLDER, pdfName(name)), await chartPdf(svg, fonts));
  }
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
