/**
 * Fingerprints of everything that a training's outcome depends on, and of nothing else: trainings with the same
 * fingerprint and code have the same outcome in every audit.
 * @module
 */
import { sha256Of } from "../../basics/sha256.ts";
import type { DeviceDescription } from "../../compute/compute.ts";
import { fingerprintOf } from "../../embeddings/identity.ts";
import { formatCondition } from "../../leakage/pools/conditions.ts";
import type { AuditText } from "../inputs/shape.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { plainOf } from "./outcome_file.ts";
import type { Training } from "./plan.ts";
import type { TrainingSetting } from "./train_projectors.ts";
import type { Trainer } from "./trainer.ts";

const HASH_BYTES = 32;

/** Fingerprints of an audit's trainings; each row of a matrix is hashed once, not for every training. */
export class TrainingFingerprints {
  /** Hash of the code that trains. */
  readonly code: string;
  readonly #trainer: Trainer;
  readonly #device: Pick<DeviceDescription, "class" | "name" | "variants">;
  readonly #known = new Map<string, string>();
  readonly #rows = new Map<Matrix, Uint8Array>();
  readonly #texts = new Map<AuditText, string>();
  readonly #lemmas = new Map<AuditText["lemmas"], string>();

  /**
   * @param device the device that trains, since the last bits depend on it
   * @param code hash of the code of trainings
   */
  constructor(
    trainer: Trainer,
    { class: deviceClass, name, variants }: DeviceDescription,
    code: string,
  ) {
    this.code = code;
    this.#trainer = trainer;
    this.#device = { class: deviceClass, name, variants };
  }

  /**
   * Returns the fingerprint of a training's settings and data: 64 hexadecimal digits. It does not include the code, so
   * that a training that other code finished is recognized.
   */
  of(training: Training): string {
    const key = JSON.stringify(training);
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const fingerprint = this.#make(training, this.#trainer.setting(training));
    this.#known.set(key, fingerprint);
    return fingerprint;
  }

  #make(training: Training, setting: TrainingSetting): string {
    const { audio, text, fold, pool, rowOf, ...configuration } = setting;
    const { number, labels, truths, sources, itemRows } = fold;
    const poolPairs = [...pool.pairs, ...pool.heldOut?.pairs ?? []];
    const poolRows = poolPairs.map(({ id }) => rowOf.get(id)!);
    const { condition, randomText, seed, rank } = training;
    return fingerprintOf({
      device: plainOf(this.#device),
      cell: { condition: formatCondition(condition), randomText, seed },
      // Only outcomes of the first fold and rank keep the projections.
      isFirst: number === 0 && rank === 0,
      configuration: plainOf({ ...configuration, sources }),
      audio: {
        training: this.#hashOfRows(audio.training, poolRows),
        evaluation: this.#hashOfRows(audio.evaluation, itemRows),
      },
      text: this.#hashOfTexts(text),
      ...(randomText && text.lemmas ? { lemmas: this.#hashOfLemmas(text.lemmas) } : {}),
      fold: sha256Of(JSON.stringify(plainOf({ labels, truths }))),
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

  /** Hashes all texts of a backbone, since random codes depend on the position of a text among all. */
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

  /** Hashes what the random codes of captions are made of; all text backbones of an audit share it. */
  #hashOfLemmas(lemmas: NonNullable<AuditText["lemmas"]>): string {
    const hash = this.#lemmas.get(lemmas) ?? sha256Of(JSON.stringify(lemmas));
    this.#lemmas.set(lemmas, hash);
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
