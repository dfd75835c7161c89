/**
 * The rule `AUDIO-NEAR`: a sound that shares a part with another, whatever their encoding, rate, level and cuts.
 * @module
 */
import type { MonoAudio } from "../../audio/decode.ts";
import type { EvaluationItem } from "../findings.ts";
import type { SoundFinding } from "./exact.ts";
import { Fingerprinter } from "./fingerprint.ts";
import { FingerprintIndex, type Match } from "./fingerprint_index.ts";

/** Fingerprints of the items' sounds. */
export class NearCopies {
  readonly #fingerprinter: Fingerprinter;
  readonly #index = new FingerprintIndex();
  /** Items by the id that their sound has in the index, which is the first item's. */
  readonly #items = new Map<string, readonly EvaluationItem[]>();

  private constructor(fingerprinter: Fingerprinter) {
    this.#fingerprinter = fingerprinter;
  }

  /** Opens a collection without items. */
  static async open(): Promise<NearCopies> {
    return new NearCopies(await Fingerprinter.open());
  }

  /** Adds a sound and the items that have it; there must be at least one. */
  add(audio: MonoAudio, items: readonly EvaluationItem[]): void {
    const { id } = items[0]!;
    this.#items.set(id, items);
    this.#index.add(id, this.#fingerprinter.fingerprint(audio));
  }

  /** Returns a finding for each label, about the item that agrees best. */
  find(audio: MonoAudio): SoundFinding[] {
    const best = new Map<string, SoundFinding>();
    for (const match of this.#index.find(this.#fingerprinter.fingerprint(audio))) {
      for (const item of this.#items.get(match.id)!) {
        if (!best.has(item.label)) best.set(item.label, nearFinding(item, match));
      }
    }
    return [...best.values()];
  }
}

function nearFinding({ id, label }: EvaluationItem, match: Match): SoundFinding {
  return {
    rule: "AUDIO-NEAR",
    flagged: true,
    label,
    evidence: `${nearEvidence(id, match.offsetSeconds)} (${Math.floor(100 * match.score)} % of ${
      match.bits.toLocaleString("en-US")
    } bits agree)`,
    confidence: match.score,
    evaluationItem: id,
  };
}

function nearEvidence(id: string, offsetSeconds: number): string {
  const seconds = `${Math.abs(offsetSeconds).toFixed(2)} s on`;
  if (offsetSeconds > 0) return `same sound as evaluation item ${id} from ${seconds}`;
  if (offsetSeconds < 0) return `from ${seconds} same sound as evaluation item ${id}`;
  return `same sound as evaluation item ${id}`;
}
