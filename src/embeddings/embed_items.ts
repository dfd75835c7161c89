/**
 * The embeddings of items by a frozen backbone.
 * @module
 */
import type { ClipWorkers } from "../audio/clip_workers.ts";
import type { ModelInput } from "../audio/front_end/model_input.ts";
import { type AudioBackbone, type TextBackbone, UnusableText } from "../backbones/backbone.ts";
import { fewOf, workOn } from "../basics/at_work.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";
import { vectorFault } from "../basics/vectors.ts";
import type { DatasetItem } from "../datasets/open.ts";
import { ClipsAhead } from "./clips_ahead.ts";
import { type Refusal, refusalOf } from "./refusal.ts";

/** The result for an item: its embedding, or the reason why there is none. */
export type Outcome = Float32Array | Refusal;

/** Embeds items, some at a time. */
export interface ItemEmbedder {
  /** Number of items in a call: parts of a set are whole multiples of it. */
  readonly batch: number;
  /** Returns the outcomes of the next items, in order. */
  embedNext(items: readonly DatasetItem[]): Promise<Outcome[]>;
  /** What was unusual about the files of the items so far, one line for each, by the item's id. */
  readonly unusual: ReadonlyMap<string, string>;
  /** Notes about all items that were embedded, one line each. */
  notes(): string[];
}

/** Largest number of unknown words that a note lists. */
const SHOWN_WORDS = 5;

/**
 * Embeds sounds: workers prepare them, the backbone runs in this thread.
 *
 * @param items all items that will be requested, in that order
 */
export function soundEmbedder(
  items: readonly DatasetItem[],
  backbone: AudioBackbone,
  workers: ClipWorkers,
): ItemEmbedder {
  const clips = new ClipsAhead(items.map(({ file }) => file!), workers);
  const embedAll = clipEmbedder(backbone);
  const unusual = new Map<string, string>();
  return {
    batch: backbone.batch,
    unusual,
    async embedNext(batch) {
      const prepared = await clips.take(batch.length);
      const read = batch.filter((_, i) => "values" in prepared[i]!);
      const inputs = prepared.filter((one) => "values" in one);
      inputs.forEach(({ notes }, i) => {
        if (notes.length > 0) unusual.set(read[i]!.id, notes.join("; "));
      });
      const embeddings = (await embedAll(read.map(({ id }, i) => [id, inputs[i]!]))).values();
      return prepared.map((one) => "reason" in one ? one : embeddings.next().value!);
    },
    notes: () => [],
  };
}

/** Failures before any success that show that the backbone is at fault and not the items. */
const MOST_FAILURES = 8;

/** A prepared clip: its item's id and the model's input. */
type Clip = readonly [id: string, input: ModelInput];

/**
 * Embeds clips together; if the backbone refuses the batch, embeds each clip alone to find the one that it refuses.
 */
function clipEmbedder(backbone: AudioBackbone): (clips: readonly Clip[]) => Promise<Outcome[]> {
  let failures = 0;
  let hasEmbedded = false;
  const embedded = async (clips: readonly Clip[]): Promise<Outcome[]> => {
    const inputs = clips.map(([, input]) => input);
    const embeddings = await workOn(
      () => `embedding ${fewOf(clips.map(([id]) => id))}`,
      () => backbone.embedInputs(inputs),
    );
    hasEmbedded ||= clips.length > 0;
    return embeddings.map((embedding) => usable(embedding, backbone.name));
  };
  const alone = async (clip: Clip): Promise<Outcome> => {
    try {
      return (await embedded([clip]))[0]!;
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      if (!hasEmbedded && ++failures >= MOST_FAILURES) throw thrown;
      return refusalOf(thrown);
    }
  };
  return async (clips) => {
    if (clips.length === 1) return [await alone(clips[0]!)];
    try {
      return await embedded(clips);
    } catch (thrown) {
      if (!(thrown instanceof InputError)) throw thrown;
      const outcomes: Outcome[] = [];
      for (const clip of clips) outcomes.push(await alone(clip));
      return outcomes;
    }
  };
}

/** Embeds items by their text alone. */
export interface TextEmbedder extends ItemEmbedder {
  embedNext(items: readonly Pick<DatasetItem, "text">[]): Promise<Outcome[]>;
}

/** Embeds texts. */
export function textEmbedder(backbone: TextBackbone): TextEmbedder {
  const unknown = new Set<string>();
  const rowsOf = async (texts: readonly string[]): Promise<Outcome[]> => {
    const { vectors, outOfVocabulary } = await backbone.embed(texts);
    outOfVocabulary.forEach((word) => unknown.add(word));
    const dim = backbone.dimensions;
    return texts.map((_, i) => usable(vectors.slice(i * dim, (i + 1) * dim), backbone.name));
  };
  return {
    batch: backbone.batch,
    unusual: new Map(),
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
          outcomes.set(kept[thrown.index]!, refusalOf(thrown));
        }
      }
    },
    notes() {
      if (unknown.size === 0) return [];
      const shown = [...unknown].slice(0, SHOWN_WORDS).map(quotable).join(", ");
      const more = unknown.size > SHOWN_WORDS ? ", …" : "";
      const words = unknown.size === 1 ? "1 word" : `${unknown.size} words`;
      const were = unknown.size === 1 ? "was" : "were";
      return [`${words} that ${backbone.name} does not know ${were} left out: ${shown}${more}`];
    },
  };
}

function usable(embedding: Float32Array, backbone: string): Outcome {
  const fault = vectorFault(embedding);
  return fault === undefined
    ? embedding
    : { reason: `what the backbone "${backbone}" gives ${fault}` };
}
