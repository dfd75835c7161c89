/**
 * The rule `AUDIO-EXACT`: the same decoded samples.
 * @module
 */
import type { MonoAudio } from "../../audio/decode.ts";
import { sha256Of } from "../../basics/sha256.ts";
import type { EvaluationItem, Finding } from "../findings.ts";

/** A finding about a sound, before its training pair is known. */
export type SoundFinding = Omit<Finding, "item">;

/** Confidence for silent sounds, whose equality is no evidence. */
const SILENT_CONFIDENCE = 0.1;

/**
 * Hashes of the items' samples. Files of different formats, such as WAV and FLAC, are equal where they decode to the
 * same samples at the same rate; channels are averaged. Equal silent sounds are reported, not flagged.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const copies = new ExactCopies();
 * const audio = { samples: Float32Array.of(0, 0.5, -0.5), sampleRateHz: 8000 };
 * copies.add(audio, [{ id: "e.wav", label: "dog" }]);
 * assert.equal(copies.find(audio)[0]?.evidence, "the same 3 samples as evaluation item e.wav");
 * assert.deepEqual(copies.find({ ...audio, sampleRateHz: 16_000 }), []);
 * ```
 */
export class ExactCopies {
  /** The first item of each label, by hash. */
  readonly #items = new Map<string, Map<string, string>>();

  /** Adds a sound and the items that have it. */
  add(audio: MonoAudio, items: readonly EvaluationItem[]): void {
    const hash = soundKey(audio);
    const firsts = this.#items.get(hash) ?? new Map<string, string>();
    this.#items.set(hash, firsts);
    for (const { id, label } of items) {
      if (!firsts.has(label)) firsts.set(label, id);
    }
  }

  /** Returns a finding for each label that has the same sound. */
  find(audio: MonoAudio): SoundFinding[] {
    const items = this.#items.get(soundKey(audio));
    if (items === undefined) return [];
    const { samples } = audio;
    const silent = samples.every((sample) => sample === samples[0]);
    const what = `the same ${samples.length.toLocaleString("en-US")} samples`;
    return Array.from(items, ([label, id]) => ({
      rule: "AUDIO-EXACT",
      flagged: !silent,
      label,
      evidence: `${what}${silent ? ", all silent," : ""} as evaluation item ${id}`,
      confidence: silent ? SILENT_CONFIDENCE : 1,
      evaluationItem: id,
    }));
  }
}

function soundKey({ samples, sampleRateHz }: MonoAudio): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  return `${sampleRateHz} ${sha256Of(bytes)}`;
}
