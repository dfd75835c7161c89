/**
 * The names and first lines of what an audit's folder holds for a paper, by which it is known.
 * @module
 */
import type { OwnName } from "../../basics/output/own_names.ts";

/** Name of the folder of tables. */
export const TABLES_FOLDER = "tables";

/** First line of each LaTeX and BibTeX file. */
export const LATEX_MARK = "% Made by: earnest report --tables. A later run replaces this file.";
/** First line of each Markdown file. */
export const MARKDOWN_MARK =
  "<!-- Made by: earnest report --tables. A later run replaces this file. -->";

/** Four bytes in the second line of each PDF. */
export const PDF_MARK = "Éæ";
/** What the PDFs of charts are called, and how they begin. */
export const CHART_PDF: OwnName = {
  name: /^(\d+|map-\d+)-[a-z0-9-]*\.pdf$/,
  head: new RegExp(`^%PDF-1\\.\\d\n%${PDF_MARK}\n`),
};

/** What the files are called, and how they begin: a user's own `classes.csv` among them is none of ours. */
export const TABLE_FILES: readonly OwnName[] = [
  { name: /^[a-z]+\.(tex|bib)$/, head: startingWith(LATEX_MARK) },
  { name: /^[a-z]+\.md$/, head: startingWith(MARKDOWN_MARK) },
  { name: "conditions.csv", head: /^audio,text,condition,mean,low,high,low_fixed,high_fixed,/ },
  { name: "path.csv", head: /^audio,text,part,value,low,high,low_fixed,high_fixed\n/ },
  { name: "references.csv", head: /^audio,reference,value,low,high,low_fixed,high_fixed,/ },
  { name: "contrasts.csv", head: /^first,second,side,with,condition,value,low,high,/ },
  { name: "classes.csv", head: /^audio,text,class,dirty,clean,control,shuffled,untrained\n/ },
  { name: "leaks.csv", head: /^rule,ran,findings,flagged_pairs,not_for,reason\n/ },
  { name: "checklist.csv", head: /^question,answer,report,results\n/ },
];

function startingWith(line: string): RegExp {
  return new RegExp(`^${line.replaceAll(/[.()%]/g, "\\$&")}\\n`);
}
