/**
 * The files of a model that a card is drafted for: a folder as the Hugging Face Hub has it, here or there.
 * @module
 */
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { quotable } from "../../basics/printable.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { CardFile } from "../card.ts";
import { digestFile } from "../hub/digest.ts";

/** The files of a model. */
export interface ModelFiles {
  /** What the user named it by. */
  readonly reference: string;
  /** A name for the backbone. */
  readonly name: string;
  /** Where the model comes from, as a ledger says it. */
  readonly source: string;
  /** Paths with `/` between their parts. */
  readonly paths: readonly string[];
  /** The ONNX model that the user named; undefined where one is to be chosen. */
  readonly model: string | undefined;
  /** Returns the text of a small file; undefined where there is none. */
  text(path: string): Promise<string | undefined>;
  /** Returns the bytes of a file. */
  bytes(path: string): Promise<Uint8Array>;
  /** Returns what a card says of a file: its place and its SHA-256. */
  entry(path: string): Promise<CardFile & { readonly sha256: string }>;
}

/** Largest configuration file, in bytes; tokenizers take 20 MB. */
export const MOST_TEXT_BYTES = 2 ** 27;
/** Most files of a folder that are looked at, and how deep they may lie: the Hub's models have them one folder down. */
const MOST_FILES = 10_000;
const DEEPEST = 2;

/**
 * Opens a folder, or an `.onnx` file with what lies beside it.
 *
 * @param reference the path
 * @param cardFolder the folder of the card that is to be written; the card's paths are relative to it
 * @throws {InputError} when there is neither
 */
export async function openLocalModel(reference: string, cardFolder: string): Promise<ModelFiles> {
  const isFile = (await Deno.stat(reference)).isFile;
  if (isFile && !reference.toLowerCase().endsWith(".onnx")) {
    throw new InputError(
      `"${
        quotable(reference)
      }" is a file; expected a model's folder, an .onnx file, or the id of a ` +
        "repository of the Hugging Face Hub",
    );
  }
  const folder = isFile ? dirname(reference) : reference;
  const paths = await pathsIn(folder);
  const at = (path: string) => join(folder, path);
  return {
    reference,
    name: basename(resolve(folder)),
    source: basename(resolve(folder)),
    paths,
    model: isFile ? basename(reference) : undefined,
    text: async (path) =>
      paths.includes(path)
        ? decodeUtf8(await readInputFile(at(path), MOST_TEXT_BYTES), at(path))
        : undefined,
    bytes: (path) => readInputFile(at(path)),
    entry: async (path) => ({
      file: relative(resolve(cardFolder), resolve(at(path))).replaceAll(sep, "/"),
      sha256: (await digestFile(at(path))).sha256,
    }),
  };
}

async function pathsIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const walk = async (inside: string, depth: number): Promise<void> => {
    for await (const { name, isDirectory } of Deno.readDir(join(folder, inside))) {
      const path = inside === "" ? name : `${inside}/${name}`;
      if (paths.length >= MOST_FILES) return;
      if (!isDirectory) paths.push(path);
      else if (depth < DEEPEST && !name.startsWith(".")) await walk(path, depth + 1);
    }
  };
  await walk("", 1);
  return paths.sort();
}
