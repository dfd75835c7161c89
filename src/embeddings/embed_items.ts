/**
 * The embeddings of items by a frozen backbone.
 * @module
 */
import type { ClipWorkers } from "../audio/clip_workers.ts";
import type { ModelInput } from "../audio/front_end/model_input.ts";
import { type AudioBackbone, type TextBackbone, UnusableText } from "../backbones/backbone.ts";
import type { DatasetItem } from "../datasets/open.ts";
import { ClipsAhead } from "./clips_ahead.ts";

/** What an item gives: its embedding, or why there is none. */
export type Outcome = Float32Array | { readonly reason: string };

/** Embeds items, some at a time. */
export interface ItemEmbedder {
  /** How many items are embedded at once: parts of a set are whole numbers of these. */
  readonly batch: number;
  /** The outcomes of the next items, in order. */
  embedNext(items: readonly DatasetItem[]): Promise<Outcome[]>;
}

/**
 * Embeds sounds: workers make them ready, the backbone runs in this thread.
 *
 * @param items all that will be asked for, in that order
 */
export function soundEmbedder(
  items: readonly DatasetItem[],
  backbone: AudioBackbone,
  workers: ClipWorkers,
): ItemEmbedder {
  const clips = new ClipsAhead(items.map(({ file }) => file!), workers);
  return {
    batch: backbone.batch,
    async embedNext(batch) {
      const prepared = await clips.take(batch.length);
      const inputs = prepared.filter((one): one is ModelInput => "values" in one);
      const embeddings = (await backbone.embedInputs(inputs)).values();
      return prepared.map((one) =>
        "reason" in one ? one : finite(embeddings.next().value!, backbone.name)
      );
    },
  };
}

/** Embeds texts. */
export function textEmbedder(backbone: TextBackbone): ItemEmbedder {
  const rowsOf = async (texts: readonly string[]): Promise<Outcome[]> => {
    const { vectors } = await backbone.embed(texts);
    const dim = backbone.dimensions;
    return texts.map((_, i) => finite(vectors.slice(i * dim, (i + 1) * dim), backbone.name));
  };
  return {
    batch: backbone.batch,
    async embedNext(items) {
      const texts = items.map(({ text }) => text!);
      const outcomes = new Map<number, Outcome>();
      for (;;) {
        const kept = texts.keys().filter((i) => !outcomes.has(i)).toArray();
        try {
          const rows = kept.length === 0 ? [] : await rowsOf(kept.map((i) => texts[i]!));
          kept.forEach((i, row) => outcomes.set(i, rows[row]!));
          return texts.map((_, i) => outcomes.get(i)!);
        } catch (thrown) {
          if (!(thrown instanceof UnusableText)) throw thrown;
          outcomes.set(kept[thrown.index]!, { reason: thrown.message });
        }
      }
    },
  };
}

function finite(embedding: Float32Array, backbone: string): Outcome {
  const bad = embedding.find((value) => !Number.isFinite(value));
  return bad === undefined
    ? embedding
    : { reason: `the backbone "${backbone}" gives ${bad}; expected finite numbers` };
}
