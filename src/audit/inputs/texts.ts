/**
 * Embeds an audit's texts with its text backbones, or looks them up in ready-made embeddings.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { DatasetItem } from "../../datasets/open.ts";
import { rowNotes } from "../../embeddings/row_notes.ts";
import { embedUsable } from "../../leakage/semantic/embed_usable.ts";
import { unitRows } from "../../measures/labeled_vectors.ts";
import type { AuditBackbone, AuditPair, AuditText } from "./shape.ts";
import { type Matrix, selectSharedRows } from "../../basics/matrix.ts";
import { listed } from "./dropping.ts";
import type { InputFiles } from "./files.ts";
import { standIn } from "./stand_in.ts";
import type { InputOptions } from "./input_options.ts";
import { declaredBy, hasCard, withBackbone } from "./running.ts";
import { lookUp, readTextTable } from "./text_table.ts";
import { type WantedText, wantedTexts } from "./wanted_texts.ts";
import type { TextEntry } from "../configuration/backbone_entries.ts";

/** The texts of an audit. */
export interface Texts {
  /** Training pairs with their texts. */
  readonly pairs: readonly AuditPair[];
  /** The texts of the labels' prompts. */
  readonly prompts: readonly string[];
  /** The captions of the evaluation. */
  readonly captions: readonly string[];
}

/** The embedded texts. */
export interface ReadTexts {
  /** The text backbones, followed by their baselines. */
  readonly text: readonly AuditText[];
  /** What the text backbones declare. */
  readonly known: readonly AuditBackbone[];
  /** The pairs whose texts every backbone can embed. */
  readonly pairs: readonly AuditPair[];
}

/** The embeddings of one backbone. */
interface Embedded {
  readonly wanted: WantedText;
  readonly known: AuditBackbone;
  /** The row of each text that it can embed. */
  readonly rowOf: ReadonlyMap<string, number>;
  /** Why it cannot embed the others. */
  readonly refused: ReadonlyMap<string, string>;
  readonly vectors: Matrix;
  readonly outOfVocabulary: readonly string[];
}

/**
 * Embeds every distinct text with every text backbone and every baseline. Training pairs whose text one of them cannot
 * embed are left out.
 *
 * @param onNote called with each note for the report
 * @throws {InputError} when two backbones have one name, a label's text cannot be embedded, or ready-made embeddings
 * lack a text
 */
export async function readTexts(
  entries: readonly TextEntry[],
  { pairs, prompts, captions }: Texts,
  files: InputFiles,
  options: InputOptions,
  onNote: (note: string) => void,
): Promise<ReadTexts> {
  const trained = pairs.map(({ text }) => text);
  const all = [...new Set([...trained, ...prompts, ...captions])].sort();
  const embedded: Embedded[] = [];
  for (const wanted of wantedTexts(entries)) {
    const one = { wanted, ...await embedTexts(wanted, all, files, options) };
    requirePrompts(one, prompts);
    rowNotes(wanted.name, one.vectors, [...one.rowOf.keys()]).forEach(onNote);
    embedded.push(one);
  }
  const unusable = (text: string) => embedded.find(({ rowOf }) => !rowOf.has(text));
  const dropped = pairs.filter(({ text }) => unusable(text));
  if (dropped.length > 0) {
    const first = dropped[0]!.text;
    const { known, refused } = unusable(first)!;
    const texts = [...new Set(dropped.map(({ text }) => `"${quotable(text)}"`))];
    onNote(
      `${dropped.length} of ${pairs.length} training pairs are left out, since "${known.name}" ` +
        `cannot embed their texts: ${listed(texts)}. The first: ${refused.get(first)}.`,
    );
  }
  const texts = all.filter((text) => !unusable(text));
  return {
    known: embedded.map(({ known }) => known),
    pairs: pairs.filter(({ text }) => !unusable(text)),
    text: embedded.map(({ wanted: { name, baseline }, rowOf, vectors, outOfVocabulary }) => ({
      name,
      baseline,
      texts,
      vectors: unitRowsOf(vectors, texts.map((text) => rowOf.get(text)!)),
      outOfVocabulary,
    })),
  };
}

/** Some rows with length 1, in memory that workers share: copies, or the same memory where all rows are in it already. */
function unitRowsOf(vectors: Matrix, rows: readonly number[]): Matrix {
  const copies = selectSharedRows(vectors, rows);
  return unitRows(copies, copies.values);
}

function requirePrompts(
  { known: { name }, rowOf, refused }: Embedded,
  prompts: readonly string[],
): void {
  const text = prompts.find((text) => !rowOf.has(text));
  if (text === undefined) return;
  throw new InputError(
    `"${quotable(name)}" cannot embed the label's text "${quotable(text)}" ` +
      `(${refused.get(text)}): choose another text backbone, or leave the class out with ` +
      '"evaluation.where"',
  );
}

/** A text as an item, as samples of a data set have it. */
function itemOf(text: string, i: number): DatasetItem {
  return { id: text, row: i + 1, line: i + 1, columns: {}, text };
}

async function embedTexts(
  { name, key, role, sources: { backbone, embeddings, items } }: WantedText,
  texts: readonly string[],
  files: InputFiles,
  options: InputOptions,
): Promise<Omit<Embedded, "wanted">> {
  const asked = { name, key, modality: "text" } as const;
  const ledger = backbone === undefined ? undefined : await declaredBy(backbone, asked, files);
  const known = { name, modality: "text", role, ledger } as const;
  if (embeddings !== undefined) {
    const keys = { array: `${key}.embeddings`, items: `${key}.items` };
    const table = await readTextTable(embeddings, items, keys, files);
    const vectors = lookUp(table, texts);
    return {
      known: { ...known, dimensions: table.columns, embeddings: "ready-made" },
      rowOf: new Map(texts.map((text, row) => [text, row])),
      refused: new Map(),
      vectors,
      outOfVocabulary: [],
    };
  }
  if (options.onMissing !== undefined && hasCard(backbone!, files)) {
    options.onMissing(`${name}, texts`, {
      reference: backbone!,
      items: texts.map(itemOf),
      withBackbone: (work) => withBackbone(backbone!, files, { ...options, texts }, work),
    });
    return {
      known: { ...known, dimensions: ledger!.dimensions, embeddings: "run" },
      rowOf: new Map(texts.map((text, row) => [text, row])),
      refused: new Map(),
      vectors: standIn(texts.length, ledger!.dimensions),
      outOfVocabulary: [],
    };
  }
  return await withBackbone(backbone!, files, { ...options, texts }, async (opened) => {
    if (opened.modality !== "text") throw new RangeError("A backbone is not what its ledger says");
    const { usable, refused, vectors, outOfVocabulary } = await embedUsable(
      opened,
      texts,
      options.signal,
    );
    // Texts without an embedding are part of it: one that exceeds the time limit may not in another run.
    const dependsOn = [opened.identity, [...refused.keys()].map((index) => texts[index]!)];
    files.hashes[`run ${name}, texts`] = sha256Of(JSON.stringify(dependsOn));
    const columns = opened.dimensions;
    return {
      known: { ...known, dimensions: columns, embeddings: "run" },
      rowOf: new Map(usable.map((index, row) => [texts[index]!, row])),
      refused: new Map(refused.entries().map(([index, reason]) => [texts[index]!, reason])),
      vectors: { rows: usable.length, columns, values: vectors },
      outOfVocabulary,
    };
  });
}
