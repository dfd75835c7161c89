/**
 * A methods paragraph from an audit's configuration and results: what was done, each sentence true of this audit.
 * @module
 */
import { LATEX_MARK, MARKDOWN_MARK } from "../../../audit/folder/paper_marks.ts";
import type { Citation } from "../citations.ts";
import { escapeLatex, needsUnicodeCommand, UNICODE_COMMAND } from "../latex_text.ts";
import { escapeMarkdown } from "../markdown.ts";
import { dataParagraph } from "./data.ts";
import { leaksParagraph } from "./leaks.ts";
import { measuresParagraph } from "./measures.ts";
import { reproductionParagraph } from "./reproduction.ts";
import type { MethodsInput, Paragraph } from "./sentence.ts";
import { statisticsParagraph } from "./statistics.ts";
import { trainingParagraph } from "./training.ts";

/** Says what was done in an audit, a paragraph for each part of it. */
export function methodsOf(input: MethodsInput): Paragraph[] {
  return [
    dataParagraph(input),
    leaksParagraph(input),
    trainingParagraph(input),
    measuresParagraph(input),
    statisticsParagraph(input),
    reproductionParagraph(input),
  ];
}

/** Returns the works that paragraphs cite, each once, in the order of the first citation. */
export function citedIn(paragraphs: readonly Paragraph[]): Citation[] {
  return [
    ...new Set(paragraphs.flatMap(({ sentences }) => sentences.flatMap(({ cites }) => cites))),
  ];
}

/** Writes paragraphs as Markdown; citations are Pandoc's. */
export function methodsMarkdown(paragraphs: readonly Paragraph[]): string {
  const written = paragraphs.map(({ heading, sentences }) =>
    `**${heading}.** ${
      sentences.map(({ text, cites }) =>
        `${escapeMarkdown(text)}${
          cites.length === 0 ? "" : ` [${cites.map((key) => `@${key}`).join("; ")}]`
        }.`
      ).join(" ")
    }`
  );
  return [MARKDOWN_MARK, ...written, ""].join("\n\n");
}

/** Writes paragraphs as LaTeX, which a document inputs. */
export function methodsLatex(paragraphs: readonly Paragraph[]): string {
  const written = paragraphs.map(({ heading, sentences }) =>
    `\\paragraph{${escapeLatex(heading)}.} ${
      sentences.map(({ text, cites }) =>
        `${escapeLatex(text)}${cites.length === 0 ? "" : `~\\cite{${cites.join(",")}}`}.`
      ).join("\n")
    }`
  ).join("\n\n");
  const mark = needsUnicodeCommand(written) ? `${LATEX_MARK}\n${UNICODE_COMMAND}` : LATEX_MARK;
  return `${mark}\n${written}\n`;
}
