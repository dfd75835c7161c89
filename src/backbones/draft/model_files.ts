/**
 * The files of a model that a card is drafted for: a folder as the Hugging Face Hub has it, here or there.
 * @module
 */
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { InputError } from "../../basics/errors.ts";
import { irregularKind, readInputFile } from "../../basics/input_file.ts";
import { isFolder, isOnDisk } from "../../basics/on_disk.ts";
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
/** Largest model or file of its weights, in bytes: the address space of WebAssembly, into which it is copied. */
export const MOST_MODEL_BYTES = 2 ** 32;
/** Most files of a model's folder, and how deep they may lie: the Hub's models have them one folder down. */
const MOST_FILES = 10_000;
const DEEPEST = 2;
/** Files that say how a model's input is made. */
const CONFIGURATIONS = ["tokenizer.json", "preprocessor_config.json"];

/**
 * Opens a folder, or an `.onnx` file with what lies beside it, or beside its folder as the Hub has it.
 *
 * @param reference the path
 * @param cardFolder the folder of the card that is to be written; the card's paths are relative to it
 * @throws {InputError} when there is neither, or the folder has too many files for a model's
 */
export async function openLocalModel(reference: string, cardFolder: string): Promise<ModelFiles> {
  const info = await Deno.stat(reference);
  const { isFile } = info;
  if (isFile ? !reference.toLowerCase().endsWith(".onnx") : !info.isDirectory) {
    throw new InputError(
      `"${quotable(reference)}" is ${
        isFile ? "a file" : irregularKind(info)
      }; expected a model's folder, an .onnx file, or the id of a ` +
        "repository of the Hugging Face Hub",
    );
  }
  const folder = isFile ? await folderOf(reference) : reference;
  const paths = await pathsIn(folder);
  const at = (path: string) => join(folder, path);
  return {
    reference,
    name: basename(resolve(folder)),
    source: basename(resolve(folder)),
    paths,
    model: isFile ? slashed(relative(resolve(folder), resolve(reference))) : undefined,
    text: async (path) =>
      paths.includes(path)
        ? decodeUtf8(await readInputFile(at(path), MOST_TEXT_BYTES), at(path))
        : undefined,
    bytes: (path) => readInputFile(at(path), MOST_MODEL_BYTES),
    entry: async (path) => ({
      file: slashed(relative(resolve(cardFolder), resolve(at(path)))),
      sha256: (await digestFile(at(path))).sha256,
    }),
  };
}

const slashed = (path: string) => path.replaceAll(sep, "/");

/** The folder of an ONNX file's model: the one above it, where that alone says how the input is made. */
async function folderOf(path: string): Promise<string> {
  const folder = dirname(path);
  const above = join(folder, "..");
  const isTold = async (where: string) =>
    (await Promise.all(CONFIGURATIONS.map((name) => isOnDisk(join(where, name))))).includes(true);
  return !await isTold(folder) && await isTold(above) ? above : folder;
}

async function pathsIn(folder: string): Promise<string[]> {
  const paths: string[] = [];
  const walk = async (inside: string, depth: number): Promise<void> => {
    for await (const { name, isDirectory, isSymlink } of Deno.readDir(join(folder, inside))) {
      // What is hidden is no part of a model, such as macOS's "._model.onnx".
      if (name.startsWith(".")) continue;
      const path = inside === "" ? name : `${inside}/${name}`;
      if (!isDirectory && !(isSymlink && await isFolder(join(folder, path)))) paths.push(path);
      else if (depth < DEEPEST) await walk(path, depth + 1);
      if (paths.length <= MOST_FILES) continue;
      throw new InputError(
        `"${quotable(folder)}" holds more than ${MOST_FILES.toLocaleString("en-US")} files; ` +
          "expected a model's folder",
      );
    }
  };
  await walk("", 1);
  return paths.sort();
}
