/** `earnest report DIR`: the report again, from an audit's folder, and tables for a paper. */
import { join } from "node:path";
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { TABLES_FOLDER } from "../src/audit/folder/paper_names.ts";
import { suggestion } from "../src/basics/nearest.ts";
import { rewriteReport } from "../src/report/folder/write_folder.ts";
import { TABLE_FORMATS, type TableFormat } from "../src/report/paper/table.ts";
import { command, type CommonOptions } from "./options.ts";
import { printResults } from "./results_text.ts";

/** The options of the command. */
interface ReportCommandOptions extends CommonOptions {
  tables?: TableFormat[];
  sounds?: string;
}

/** The `report` command. */
export function reportCommand(): Command {
  return command(
    "report",
    "Writes report.html and charts/ of an audit's folder again, from its results.",
    "earnest report found --tables csv,latex,markdown",
  )
    .argument("<folder>", "folder of a finished audit")
    .option(
      "--sounds <folder>",
      "folder with the evaluation's sounds, named as its items: points of the maps link to them and play them",
    )
    .addOption(
      new Option(
        "--tables <formats>",
        `for a paper: tables, methods and checklist into tables/, charts as PDF: ${
          TABLE_FORMATS.join(",")
        }`,
      ).argParser(parseFormats),
    )
    .action(async (folder: string, { json, sounds, tables }: ReportCommandOptions) => {
      printResults(await rewriteReport(folder, { sounds, tables }), folder, json);
      if (tables !== undefined && !json) console.log(`Tables: ${join(folder, TABLES_FOLDER)}`);
    });
}

/** Parses a list of formats, with commas between them. */
function parseFormats(list: string): TableFormat[] {
  const found = list.split(",").map((name) => {
    const format = TABLE_FORMATS.find((known) => known === name.trim().toLowerCase());
    if (format !== undefined) return format;
    throw new InvalidArgumentError(suggestion(name, TABLE_FORMATS));
  });
  return [...new Set(found)];
}
