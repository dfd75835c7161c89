/** `earnest report DIR`: the report again, from an audit's folder. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { rewriteReport } from "../src/report/folder/write_folder.ts";
import { command, type CommonOptions } from "./options.ts";
import { printResults } from "./results_text.ts";

/** The options of the command. */
interface ReportOptions extends CommonOptions {
  readonly sounds?: string;
}

/** The `report` command. */
export function reportCommand(): Command {
  return command(
    "report",
    "Writes report.html and charts/ of an audit's folder again, from its results.",
    "earnest report findings",
    "without effect: nothing is drawn at random",
  )
    .argument("<folder>", "folder of a finished audit")
    .option(
      "--sounds <folder>",
      "folder with the evaluation's sounds, named as its items: points of the maps link to them and play them",
    )
    .action(async (folder: string, { json, sounds }: ReportOptions) => {
      printResults(await rewriteReport(folder, sounds), folder, json);
    });
}
