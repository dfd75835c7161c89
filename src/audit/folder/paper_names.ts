/**
 * The names and first lines of what an audit's folder holds for a paper, by which it is known.
 * @module
 */
import { LATEX_MARK, MARKDOWN_MARK } from "./paper_marks.ts";
import type { Marker } from "../../basics/output/marker.ts";
import type { OwnName } from "../../basics/output/own_names.ts";
import { isAsRecorded } from "../../basics/output/record.ts";

/** Name of the folder of tables. */
export const TABLES_FOLDER = "tables";

/** Four bytes in the second line of each PDF. */
export const PDF_MARK = "Éæ";
/** What the PDFs of charts are called, and how they begin. */
export const CHART_PDF: OwnName = {
  name: /^(\d+|map-\d+)-[a-z0-9-]*\.pdf$/,
  head: new RegExp(`^%PDF-1\\.\\d\n%${PDF_MARK}\n`),
};

/** Has the SHA-256 of each CSV file as it was written: these files have no mark that says what becomes of additions. */
export const TABLES_RECORD: Marker = { name: "tables.json", schema: "earnest/tables/1" };

/** What a CSV file begins with, which is ours as long as it is unchanged. */
function csv(name: string, head: RegExp): OwnName {
  return { name: `${name}.csv`, head, isWhole: (path) => isAsRecorded(path, TABLES_RECORD) };
}

/**
 * What the files are called, and how they begin: a user's own `classes.csv` among them is none of ours, nor one of ours
 * with a user's columns. Their record is the last by name, so that it goes after them.
 */
export const TABLE_FILES: readonly OwnName[] = [
  { name: /^[a-z]+\.(tex|bib)$/, head: startingWith(LATEX_MARK) },
  { name: /^[a-z]+\.md$/, head: startingWith(MARKDOWN_MARK) },
  csv("conditions", /^audio,text,condition,mean,low,high,low_fixed,high_fixed,/),
  csv("path", /^audio,text,part,value,low,high,low_fixed,high_fixed\n/),
  csv("references", /^audio,reference,value,low,high,low_fixed,high_fixed,/),
  csv("contrasts", /^first,second,side,with,condition,value,low,high,/),
  csv("classes", /^audio,text,class,dirty,clean,control,shuffled,untrained\n/),
  csv("leaks", /^rule,ran,findings,flagged_pairs,not_for,reason\n/),
  csv("checklist", /^question,answer,report,results\n/),
  { name: TABLES_RECORD.name, head: /^\{\s*"schema": "earnest\/tables\/1"/ },
];

function startingWith(line: string): RegExp {
  return new RegExp(`^${line.replaceAll(/[.()%]/g, "\\$&")}\\n`);
}
