/** The option that says what a model without a card was trained on. */
import type { DraftingOptions } from "../src/backbones/draft/drafted.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";

/** Reads the file of `--ledger`. */
export async function readLedgerFile(path: string): Promise<DraftingOptions["ledger"]> {
  return { text: decodeUtf8(await readInputFile(path), path), name: path };
}
