/**
 * What a card says about its backbone's training.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { suggestion } from "../basics/nearest.ts";
import { readCsv } from "../formats/csv.ts";
import { decodeUtf8 } from "../formats/reading.ts";
import type { BackboneLedger } from "./backbone.ts";
import type { BackboneCard, CardFile } from "./card.ts";
import type { CardFiles } from "./card_files.ts";

/**
 * Reads the ledger of a card, including labels that are listed in a file.
 *
 * @throws {InputError} when the file does not exist, or does not have the column
 */
export async function cardLedger(card: BackboneCard, files: CardFiles): Promise<BackboneLedger> {
  const { name, modality, dimensions, license, ledger } = card;
  const { trainingData, trainingLabels, source } = ledger;
  return {
    name,
    modality,
    dimensions,
    license,
    trainingData,
    trainingLabels: typeof trainingLabels === "object" && "file" in trainingLabels
      ? await readLabels(trainingLabels, trainingLabels.column, files)
      : trainingLabels,
    source,
  };
}

/** Reads one label a line, or the column of a CSV file. */
async function readLabels(
  file: CardFile,
  column: string | undefined,
  files: CardFiles,
): Promise<string[]> {
  const { bytes, name } = await files.read(file);
  if (column === undefined) {
    const lines = decodeUtf8(bytes, name).split(/\r?\n/);
    return lines.map((line) => line.trim()).filter((line) => line !== "");
  }
  const { columns, rows } = readCsv(bytes, name);
  if (columns.includes(column)) return rows.map(({ values }) => values[column]!);
  throw new InputError(
    `"${name}" has no column "${column}", which "${files.card}" names for its training labels; ` +
      suggestion(column, columns),
  );
}
