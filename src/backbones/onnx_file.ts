/**
 * Reads the files of an ONNX model that a card names.
 * @module
 */
import type { CardStage } from "./card.ts";
import type { CardFiles } from "./card_files.ts";
import type { OnnxFile } from "./onnx/session.ts";

/** SHA-256 of a model's files. */
export interface OnnxHashes {
  /** SHA-256 of the model. */
  readonly model: string;
  /** SHA-256 of its external data files, by the names that the model uses for them. */
  readonly externalData: Readonly<Record<string, string>>;
}

/** Largest file of external data, in bytes: the address space of WebAssembly, into which it is copied. */
const MOST_EXTERNAL_BYTES = 2 ** 32;

/**
 * Reads a model and its external data.
 *
 * @throws {InputError} when a file does not exist, or its SHA-256 is not the card's
 */
export async function readOnnxFile(
  stage: Pick<CardStage, "file" | "sha256" | "externalData">,
  files: CardFiles,
): Promise<{ file: OnnxFile; hashes: OnnxHashes }> {
  const model = await files.read(stage);
  const externalData = [];
  const hashes: Record<string, string> = {};
  for (const external of stage.externalData) {
    const { bytes, sha256 } = await files.read(external, MOST_EXTERNAL_BYTES);
    externalData.push({ path: external.path, bytes });
    hashes[external.path] = sha256;
  }
  return {
    file: { path: model.name, bytes: model.bytes, externalData },
    hashes: { model: model.sha256, externalData: hashes },
  };
}
