/**
 * Fingerprints of everything that a training's projectors and its outcome depend on, and of nothing else: with the same
 * fingerprint, device and code they are the same in every audit, whatever the names of backbones and conditions.
 * @module
 */
import { sha256Of, sha256OfJson } from "../../basics/sha256.ts";
import { fingerprintOf } from "../../embeddings/identity.ts";
import type { AuditText } from "../inputs/shape.ts";
import type { Matrix } from "../../basics/matrix.ts";
import { askedMeasures } from "./asked_measures.ts";
import { plainOf } from "./outcome_file.ts";
import type { Training } from "./plan.ts";
import type { TrainingSetting } from "./setting.ts";
import { isStoppedEarly } from "./train_projectors.ts";

const HASH_BYTES = 32;

/** The two fingerprints of a training: 64 hexadecimal digits each. */
export interface TrainingFingerprint {
  /** Of what its projectors depend on. */
  readonly projectors: string;
  /** Of what its outcome depends on: the projectors, and on what and how they are evaluated. */
  readonly outcome: string;
}

/**
 * Makes the fingerprints of trainings; each row of a matrix is hashed once, not for every training. They do not include
 * the device and the code, so that trainings that other code finished are recognized.
 */
export class TrainingFingerprints {
  readonly #rows = new Map<Matrix, Uint8Array>();
  readonly #texts = new Map<AuditText, string>();
  readonly #codes = new Map<AuditText, string>();

  /** Returns the fingerprints of a training with its settings and data. */
  of(training: Training, setting: TrainingSetting): TrainingFingerprint {
    const { audio, prompts, captions, fold } = setting;
    const { labels, truths, sources, itemRows, ranked, compared } = fold;
    const own = captions && itemRows.map((row) => captions[row]!);
    const projectors = this.#ofProjectors(training, setting);
    const outcome = fingerprintOf({
      projectors,
      measures: plainOf(askedMeasures(training)),
      items: this.#hashOfRows(audio.evaluation, ranked?.rows ?? itemRows),
      fold: sha256Of(JSON.stringify(plainOf({
        labels,
        truths,
        sources,
        prompts,
        ranked: ranked && { sources: ranked.sources, soundOf: ranked.soundOf },
        compared,
      }))),
      ...(own ? { captions: sha256Of(JSON.stringify(own)) } : {}),
    });
    return { projectors, outcome };
  }

  #ofProjectors(training: Training, setting: TrainingSetting): string {
    const { audio, text, pool, rowOf, fold: _, prompts: __, captions: ___, ...configuration } =
      setting;
    const poolPairs = [...pool.pairs, ...pool.heldOut?.pairs ?? []];
    const { condition, randomText, seed } = training;
    return fingerprintOf({
      seed,
      isUntrained: condition.kind === "untrained",
      stopsEarly: isStoppedEarly(training, setting.optimizer),
      configuration: plainOf(configuration),
      sounds: this.#hashOfRows(audio.training, poolPairs.map(({ id }) => rowOf.get(id)!)),
      texts: randomText ? this.#hashOfCodes(text) : this.#hashOfTexts(text),
      // Plain already; converted by plainOf, 20,000 pairs took 0.36 s for each training in place of 0.05 s.
      pool: sha256OfJson(pool),
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

  /** Hashes the texts of a backbone and their embeddings. */
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

  /** Hashes what random codes depend on, besides the seed: the position of each text among all, or its lemmas. */
  #hashOfCodes(text: AuditText): string {
    const { texts, lemmas, vectors: { columns } } = text;
    const hash = this.#codes.get(text) ??
      sha256Of(JSON.stringify(["random codes", columns, texts, lemmas ?? []]));
    this.#codes.set(text, hash);
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
