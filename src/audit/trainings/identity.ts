/**
 * What a cell's outcome depends on, and nothing else: cells of one fingerprint that the same code made are the same,
 * whatever audit they are of.
 * @module
 */
import { sha256Of } from "../../basics/sha256.ts";
import type { DeviceDescription } from "../../compute/compute.ts";
import { fingerprintOf } from "../../embeddings/identity.ts";
import type { CellSetting } from "./run_training.ts";
import type { AuditText } from "../inputs/read_inputs.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { plainOf } from "./outcome_file.ts";
import type { Cell } from "./plan.ts";
import type { CellTrainer } from "./runner.ts";

const HASH_BYTES = 32;

/** Fingerprints of an audit's cells; each row of a matrix is hashed once, not for every cell. */
export class CellFingerprints {
  /** Hash of the code that trains the cells. */
  readonly code: string;
  readonly #trainer: CellTrainer;
  readonly #device: Pick<DeviceDescription, "class" | "name" | "variants">;
  readonly #known = new Map<string, string>();
  readonly #rows = new Map<Matrix, Uint8Array>();
  readonly #texts = new Map<AuditText, string>();

  /**
   * @param device what trains the cells: another one gives other last bits
   * @param code hash of the code of trainings
   */
  constructor(
    trainer: CellTrainer,
    { class: deviceClass, name, variants }: DeviceDescription,
    code: string,
  ) {
    this.code = code;
    this.#trainer = trainer;
    this.#device = { class: deviceClass, name, variants };
  }

  /**
   * The fingerprint of a cell's settings and data: 64 hexadecimal digits. The code is not in it, so that a cell that
   * other code finished is known as such.
   */
  of(cell: Cell): string {
    const key = JSON.stringify(cell);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fingerprint = this.#make(cell, this.#trainer.setting(cell));
    this.#known.set(key, fingerprint);
    return fingerprint;
  }

  #make(cell: Cell, setting: CellSetting): string {
    const { audio, text, fold, pool, rowOf, ...configuration } = setting;
    const { number: _number, findings: _findings, itemRows, ...judged } = fold;
    const poolPairs = [...pool.pairs, ...pool.heldOut?.pairs ?? []];
    const poolRows = poolPairs.map(({ id }) => rowOf.get(id)!);
    const { condition, randomText, seed, rank } = cell;
    return fingerprintOf({
      device: plainOf(this.#device),
      cell: { condition, randomText, seed },
      // Only there the outcome keeps the projections.
      isFirst: fold.number === 0 && rank === 0,
      configuration: plainOf(configuration),
      audio: {
        training: this.#hashOfRows(audio.training, poolRows),
        evaluation: this.#hashOfRows(audio.evaluation, itemRows),
      },
      text: this.#hashOfTexts(text),
      fold: sha256Of(JSON.stringify(plainOf(judged))),
      pool: sha256Of(JSON.stringify(plainOf(pool))),
    });
  }

  #hashOfRows(matrix: Matrix, chosen: readonly number[]): string {
    let hashes = this.#rows.get(matrix);
    if (!hashes) this.#rows.set(matrix, hashes = rowHashes(matrix));
    const together = new Uint8Array(chosen.length * HASH_BYTES);
    chosen.forEach((row, i) => {
      const place = row * HASH_BYTES;
      together.set(hashes.subarray(place, place + HASH_BYTES), i * HASH_BYTES);
    });
    return sha256Of(together);
  }

  /** Random codes depend on the place of a text among all, so all count. */
  #hashOfTexts(text: AuditText): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    const { texts, vectors } = text;
    const hash = sha256Of(
      JSON.stringify([texts, vectors.columns, sha256Of(bytesOf(vectors.values))]),
    );
    this.#texts.set(text, hash);
    return hash;
  }
}

function rowHashes({ rows, columns, values }: Matrix): Uint8Array {
  const hashes = new Uint8Array(rows * HASH_BYTES);
  for (let row = 0; row < rows; row++) {
    const hash = sha256Of(bytesOf(values.subarray(row * columns, (row + 1) * columns)));
    hashes.set(Uint8Array.fromHex(hash), row * HASH_BYTES);
  }
  return hashes;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
