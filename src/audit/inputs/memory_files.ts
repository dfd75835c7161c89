/**
 * Tables and embeddings that are in memory, under the names that a configuration gives them.
 * @module
 */
import { sha256Of } from "../../basics/sha256.ts";
import { checkVectors } from "../../basics/vectors.ts";
import { InputError } from "../../basics/errors.ts";
import { type Matrix, requireMatrix } from "../../basics/matrix.ts";
import { quotable } from "../../basics/printable.ts";
import { DatasetFolder } from "../../datasets/folder.ts";
import { itemsOf } from "../../datasets/items.ts";
import type { ReadDataset } from "../../datasets/open.ts";
import type { EmbeddingSet } from "../../embeddings/embedding_set.ts";
import { fingerprintOf } from "../../embeddings/identity.ts";
import { type AskedRows, contentHash, InputFiles } from "./files.ts";

/** A row of a table: column name to value. */
export type TableRow = Readonly<Record<string, string>>;

/** Embeddings of the rows of a table. */
export interface RowEmbeddings {
  /** A row for each row of the table. */
  readonly matrix: Matrix;
  /** The table's rows. */
  readonly table: readonly TableRow[];
}

/** What is in memory, by the names that the configuration gives it. */
export interface InMemory {
  /** Tables of items. */
  readonly tables: ReadonlyMap<string, readonly TableRow[]>;
  /** Embeddings of sounds and texts. */
  readonly embeddings: ReadonlyMap<string, RowEmbeddings>;
}

/** Reads what is in memory, and all else from files. */
export class MemoryFiles extends InputFiles {
  readonly #held: InMemory;

  /**
   * @param held what is in memory
   * @param folder to which the paths of all else are relative
   * @param access access to the files that cards name
   */
  constructor(held: InMemory, folder: string, access: InputFiles["access"]) {
    super(folder, access);
    this.#held = held;
  }

  override dataset(path: string, asked: AskedRows): Promise<ReadDataset> {
    const table = this.#held.tables.get(path);
    return table === undefined
      ? super.dataset(path, asked)
      : Promise.try(() => this.#rows(path, table, asked));
  }

  #rows(
    path: string,
    table: readonly TableRow[],
    { soundColumn, textColumn, ...asked }: AskedRows,
  ): ReadDataset {
    const rows = table.map((columns, i) => ({ line: i + 1, columns }));
    const items = itemsOf(rows, path, {
      ...asked,
      ...(soundColumn === undefined ? {} : { soundColumn }),
      ...(textColumn === undefined ? {} : { textColumn }),
    });
    const sha256 = sha256Of(JSON.stringify(table));
    this.hashes[`file ${path}`] = sha256;
    const folder = new DatasetFolder(this.folder, false);
    return { name: "manifest", manifest: path, sha256, items, sounds: { folder, where: "beside" } };
  }

  override isFolder(path: string): Promise<boolean> {
    return this.#held.embeddings.has(path) ? Promise.resolve(true) : super.isFolder(path);
  }

  override set(path: string): Promise<EmbeddingSet> {
    const held = this.#held.embeddings.get(path);
    return held === undefined ? super.set(path) : Promise.try(() => this.#rowsOf(path, held));
  }

  #rowsOf(path: string, { matrix, table }: RowEmbeddings): EmbeddingSet {
    requireMatrix(`"${quotable(path)}"`, matrix);
    const { rows, columns, values } = matrix;
    if (rows !== table.length) {
      throw new InputError(
        `"${quotable(path)}" has ${rows} rows; expected one for each of ${table.length}`,
      );
    }
    checkVectors(path, matrix);
    const items = itemsOf(table.map((columns, i) => ({ line: i + 1, columns })), path)
      .map(({ id, columns }) => ({ id, columns }));
    const bytes = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const identity = {
      array: sha256Of(bytes),
      rows,
      columns,
      items: sha256Of(JSON.stringify(items)),
    };
    this.hashes[`file ${path}`] = contentHash(identity, []);
    const fingerprint = fingerprintOf(identity);
    return { rows, columns, values, items, unreadable: [], identity, fingerprint };
  }
}
