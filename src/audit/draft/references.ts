/**
 * Finds out what a reference to a model or to embeddings is.
 * @module
 */
import { join } from "node:path";
import { readLedger } from "../../backbones/open.ts";
import { backboneNames, SHIPPED_BACKBONES } from "../../backbones/shipped.ts";
import { InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { suggestion } from "../../basics/nearest.ts";
import { isFile, isOnDisk } from "../../basics/on_disk.ts";
import { quotable } from "../../basics/printable.ts";
import { readEmbeddingArray, splitArrayName } from "../../embeddings/arrays.ts";
import { readSetItems } from "../../embeddings/reading.ts";

/** A side of the models. */
export type Modality = "audio" | "text";

/** What a reference names. */
export type Reference =
  | {
    readonly kind: "backbone";
    readonly given: string;
    readonly name: string;
    readonly why: string;
    /** Whether it names a file or folder, not a shipped backbone or a repository. */
    readonly isPath: boolean;
    /** Whether it needs a ledger beside it. */
    readonly isWithoutCard: boolean;
  }
  | {
    readonly kind: "embeddings";
    readonly given: string;
    readonly rows: number;
    readonly columns: number;
    /** The ids of the rows, of an embedding set. */
    readonly ids?: readonly string[];
  };

const ARRAY = /\.(npy|npz|safetensors|parquet|csv|tsv|jsonl|pt|pth|pkl|pickle)$/i;
/** The name that `card` is given in a model's own folder. */
const CARD_FILE = "card.json";
const HUB_ID = /^[\w.-]+\/[\w.-]+(@[\w./-]+)?$/;

/**
 * Reads what a reference names, as far as it must be known.
 *
 * @param modality the side that it is given for
 * @throws {InputError} when it names nothing, or something of the other side
 */
export async function readReference(
  given: string,
  modality: Modality,
  allowOutside: boolean,
): Promise<Reference> {
  const shipped = SHIPPED_BACKBONES.find(({ name }) => name === given);
  if (shipped !== undefined) {
    requireModality(given, shipped.modality, modality);
    return backbone(given, given, "it ships with Earnest", false, false);
  }
  const { file } = splitArrayName(given);
  if (ARRAY.test(file)) {
    const { rows, columns } = await readEmbeddingArray(await readInputFile(file), given);
    return { kind: "embeddings", given, rows, columns };
  }
  if (await isFile(join(given, "set.json"))) {
    const { items, columns } = await readSetItems(given);
    return {
      kind: "embeddings",
      given,
      rows: items.length,
      columns,
      ids: items.map(({ id }) => id),
    };
  }
  if (/\.json$/i.test(given)) {
    const ledger = await readLedger(given, { allowOutside });
    requireModality(given, ledger.modality, modality);
    return backbone(given, ledger.name, "its card", true, false);
  }
  const inside = join(given, CARD_FILE);
  if (await isFile(inside)) return await readReference(inside, modality, allowOutside);
  if (await isOnDisk(given)) {
    return backbone(given, nameIn(given), "a model's files, without a card", true, true);
  }
  if (HUB_ID.test(given)) {
    return backbone(given, nameIn(given), "an id of the Hugging Face Hub", false, true);
  }
  const names = backboneNames(modality);
  throw new InputError(
    `--${modality} is "${quotable(given)}", which is no file, folder or shipped backbone; ` +
      `${
        suggestion(given, names)
      } (or give a card, a model's folder, an id of the Hub, or an array ` +
      "of embeddings)",
  );
}

function backbone(
  given: string,
  name: string,
  why: string,
  isPath: boolean,
  isWithoutCard: boolean,
): Reference {
  return { kind: "backbone", given, name, why, isPath, isWithoutCard };
}

function requireModality(given: string, found: Modality, wanted: Modality): void {
  if (found === wanted) return;
  const kind = (modality: Modality) => modality === "audio" ? "sounds" : "texts";
  throw new InputError(
    `--${wanted} is "${quotable(given)}", a backbone for ${kind(found)}; expected one for ` +
      `${kind(wanted)}, or --${found}`,
  );
}

/** The last part of a path or id, without ending and revision. */
export function nameIn(reference: string): string {
  const { file } = splitArrayName(reference);
  const last = file.replace(/[\\/]+$/, "").split(/[\\/]/).at(-1)!;
  return last.replace(/@.*$/, "").replace(
    /\.(onnx|npy|npz|safetensors|parquet|csv|tsv|jsonl)$/i,
    "",
  );
}
