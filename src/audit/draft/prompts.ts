/**
 * Chooses the texts of labels: as the training texts read, and as far as ready-made embeddings have them.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { LABEL_PLACE, promptTexts } from "../configuration/prompts.ts";
import type { InputFiles } from "../inputs/files.ts";
import { readTextTable, type TextTable } from "../inputs/text_table.ts";
import type { DraftChoices } from "./choice.ts";
import type { PlainEntry } from "./models.ts";
import type { Reading } from "./reading.ts";

/** Templates where training texts are English sentences. */
const SENTENCES = [LABEL_PLACE, `the sound of ${LABEL_PLACE}`];
/** Templates elsewhere, as an audit has them by default. */
const NAMES = [LABEL_PLACE];

const WHY: Readonly<Record<Reading, string>> = {
  "English sentences": "training texts are English sentences, so labels are put into one, too",
  "other sentences": "training texts do not read like English sentences, so no template is added",
  numbers: "training texts are numbers, so no template is added",
  names: "training texts are names or single words, so labels stand alone",
};

/** What the texts of labels are chosen by. */
interface AskedPrompts {
  readonly labels: readonly string[];
  /** How training texts read; undefined without any. */
  readonly reading: Reading | undefined;
  /** The entries of `text`. */
  readonly text: readonly PlainEntry[];
}

/**
 * Returns the templates, or nothing where they are those of the default.
 *
 * @throws {InputError} when ready-made embeddings lack a label
 */
export async function choosePrompts(
  { labels, reading, text }: AskedPrompts,
  files: InputFiles,
  choices: DraftChoices,
): Promise<readonly string[] | undefined> {
  const wanted = reading === "English sentences" ? SENTENCES : NAMES;
  const tables = await tablesOf(text, files);
  const found = wanted.filter((template) => missingIn(tables, labels, template) === undefined);
  if (found.length === 0) throw withoutLabels(missingIn(tables, labels, LABEL_PLACE)!);
  const why = found.length < wanted.length
    ? "ready-made texts have no others"
    : WHY[reading ?? "names"];
  const change = "any templates with {label} whose texts can be embedded";
  choices.told("evaluation.prompts", found.join(", "), why, change);
  return found.length === 1 && found[0] === LABEL_PLACE ? undefined : found;
}

async function tablesOf(text: readonly PlainEntry[], files: InputFiles): Promise<TextTable[]> {
  const tables: TextTable[] = [];
  for (const [i, { embeddings, items }] of text.entries()) {
    if (embeddings === undefined) continue;
    const keys = { array: `text[${i}].embeddings`, items: `text[${i}].items` };
    tables.push(await readTextTable(embeddings, items, keys, files));
  }
  return tables;
}

/** The first text of a label that some table lacks. */
function missingIn(tables: readonly TextTable[], labels: readonly string[], template: string) {
  for (const { name, rowOf } of tables) {
    const text = labels.flatMap((label) => promptTexts(label, [template]))
      .find((text) => !rowOf.has(text));
    if (text !== undefined) return { name, text };
  }
  return undefined;
}

function withoutLabels({ name, text }: { readonly name: string; readonly text: string }) {
  return new InputError(
    `"${quotable(name)}" has no row for "${quotable(text)}", a label of the evaluation; expected ` +
      "texts of all labels among the training texts: embed both",
  );
}
