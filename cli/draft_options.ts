/** The options that say of a model without a card what its files do not tell. */
import { type Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import type { Modality } from "../src/backbones/draft/choose_model.ts";
import type { DraftingOptions } from "../src/backbones/draft/drafted.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";

/** Values of the options that {@link withDraftOptions} adds. */
export interface DraftOptions {
  ledger?: string;
  modality?: Modality;
}

/** Adds the options to a command. */
export function withDraftOptions(command: Command): Command {
  return command
    .option(
      "--ledger <file>",
      "JSON of what a model without a card was trained on: trainingData, trainingLabels, source",
    )
    .addOption(
      new Option("--modality <side>", "which side is meant, of a model for sounds and texts")
        .choices(["audio", "text"]),
    );
}

/** Reads the file of `--ledger`; returns the options as the library takes them. */
export async function readDraftOptions(
  { ledger: path, modality }: DraftOptions,
): Promise<Pick<DraftingOptions, "ledger" | "modality">> {
  if (path === undefined) return { modality };
  return { ledger: { text: decodeUtf8(await readInputFile(path), path), name: path }, modality };
}
