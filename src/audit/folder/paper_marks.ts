/**
 * The first lines of the files of a paper, by which they are known.
 * @module
 */

/** First line of each LaTeX and BibTeX file. */
export const LATEX_MARK = "% Made by: earnest report --tables. A later run replaces this file.";
/** First line of each Markdown file. */
export const MARKDOWN_MARK =
  "<!-- Made by: earnest report --tables. A later run replaces this file. -->";
