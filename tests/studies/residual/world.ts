import { type Matrix, measureStandardization, standardize } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { ResidualPool } from "../../../src/audit/trainings/residual.ts";

/** What is planted in a world. */
export interface Kind {
  /** What it is, in words. */
  readonly name: string;
  /** How much of a sound's position is a rotation of its text's embedding: real transfer; the rest is its own. */
  readonly meaning: number;
  /** Share of position and text that the topics of a family have in common; 0: there are no families. */
  readonly family: number;
  /** Number of sub-kinds of sound in each class and topic. */
  readonly parts: number;
  /** Number of evaluation classes that sound as another one does, in pairs. */
  readonly confusable: number;
  /** Number of columns that are faint noise, which standardization makes as loud as the others. */
  readonly faint: number;
  /** Number of training topics, a hidden one not counted. */
  readonly topics: number;
  /** Least and largest number of sounds of a topic. */
  readonly sounds: readonly [number, number];
  /** Number of sources of a class, of two items each. */
  readonly sources: number;
  /** Number of other kinds of sound in a hidden topic, for each of its class's. */
  readonly others: number;
}

const PLAIN = {
  meaning: 0.7,
  family: 0,
  parts: 1,
  confusable: 0,
  faint: 0,
  topics: 40,
  sounds: [4, 12],
  sources: 8,
  others: 0,
} as const;

/** The kinds of worlds that are simulated. */
export const KINDS: readonly Kind[] = [
  { ...PLAIN, name: "sounds and texts are unrelated", meaning: 0 },
  { ...PLAIN, name: "near sounds have near texts" },
  { ...PLAIN, name: "sounds are a rotation of their texts", meaning: 1 },
  { ...PLAIN, name: "families of five topics", family: 0.5 },
  { ...PLAIN, name: "classes and topics have three sub-kinds", parts: 3 },
  { ...PLAIN, name: "topics of one to three sounds", sounds: [1, 3] },
  { ...PLAIN, name: "four of ten classes are confusable", confusable: 4 },
];

/** Worlds in which less can be heard than in the others; they show what the check cannot do. */
export const HARD: readonly Kind[] = [
  { ...PLAIN, name: "half of the columns are faint noise", faint: 16 },
];

const LARGE = { ...PLAIN, topics: 15, sounds: [150, 300], sources: 75 } as const;

/** Worlds whose topics and classes have many sounds. */
export const LARGE_KINDS: readonly Kind[] = [
  { ...LARGE, name: "near sounds have near texts" },
  { ...LARGE, name: "four of ten classes are confusable", confusable: 4 },
  { ...LARGE, name: "half of the hidden topic is of its class", others: 1 },
  { ...LARGE, name: "a third of the hidden topic is of its class", others: 2 },
];

/** How embeddings are passed to the check. */
export type Scale = "as they are" | "standardized";

const [TEXT_COLUMNS, AUDIO_COLUMNS] = [24, 32];
const [CLASSES, FAMILY] = [10, 5];
const CLIPS = 2;
/** Spread of the clips of one source, as a share of the spread of sources. */
const CLIP_SPREAD = 0.5;
/** Scale of the columns that are faint noise, relative to that of others. */
const FAINTNESS = 0.1;
/** Distance of confusable classes, relative to that of others. */
const CONFUSABLE_DISTANCE = 0.15;
/** Distance of a synonym's text from the label's, where other texts have about 1.4. */
const SYNONYM_DISTANCE = 0.6;

/** A world, and the hidden topic if there is one. */
export interface World {
  /** What the check looks at. */
  readonly pool: ResidualPool;
  /** Number of the topic that is a class of the evaluation under another name, and that class. */
  readonly hidden?: { readonly topic: number; readonly label: number };
}

/**
 * Makes the world of a seed. The spread of sources, and how uneven the embeddings' columns are, differ between worlds.
 *
 * @param isHidden whether one more topic has the sounds of a class under a text near the label
 */
export function makeResidualWorld(
  seed: number,
  kind: Kind,
  isHidden: boolean,
  scale: Scale,
): World {
  const random = new RandomStream(seed, "residual world");
  const { texts, centers } = placeTopics(random, kind);
  let hidden: World["hidden"];
  if (isHidden) {
    const label = random.below(CLASSES);
    hidden = { topic: kind.topics, label };
    const own = centers[label]!;
    const others = Array.from(
      { length: kind.others * own.length },
      () => unit(random, AUDIO_COLUMNS),
    );
    centers.push([...own, ...others]);
    texts.push(toUnit(sum([texts[label]!, 1], [unit(random, TEXT_COLUMNS), SYNONYM_DISTANCE])));
  }
  const hear = hearing(random, kind.faint);
  const [least, most] = kind.sounds;
  const items = centers.slice(0, CLASSES).flatMap((parts) => hear(parts, kind.sources, CLIPS));
  const clips = centers.slice(CLASSES).map((parts) =>
    hear(parts, least + random.below(most - least + 1), 1)
  );
  const heard = { training: matrixOf(clips.flat()), evaluation: matrixOf(items) };
  return {
    pool: {
      ...scaled(heard, scale),
      topics: rangesOf(clips.map(({ length }) => length)),
      topicTexts: matrixOf(texts.slice(CLASSES)),
      sources: items.map((_, item) => `${Math.floor(item / CLIPS)}`),
      labelTexts: matrixOf(texts.slice(0, CLASSES)),
    },
    ...(hidden ? { hidden } : {}),
  };
}

/** Draws the text of each class, then of each topic, and the centers of its sounds, one for each sub-kind. */
function placeTopics(
  random: RandomStream,
  { meaning, family, parts, confusable, topics }: Kind,
): { texts: number[][]; centers: number[][][] } {
  const [textFamilies, soundFamilies] = [TEXT_COLUMNS, AUDIO_COLUMNS].map((columns) =>
    Array.from({ length: (CLASSES + topics) / FAMILY }, () => unit(random, columns))
  ) as [number[][], number[][]];
  // Evaluation classes are dealt over families, so that a class's nearest kin are training topics.
  const mix = (families: number[][], i: number, own: number[]) =>
    sum([families[i % families.length]!, Math.sqrt(family)], [own, Math.sqrt(1 - family)]);
  const texts = Array.from(
    { length: CLASSES + topics },
    (_, i) => toUnit(mix(textFamilies, i, unit(random, TEXT_COLUMNS))),
  );
  const axes = Array.from({ length: TEXT_COLUMNS }, () => normals(random, AUDIO_COLUMNS));
  const turned = (text: readonly number[]) =>
    toUnit(axes[0]!.map((_, c) => text.reduce((all, value, t) => all + value * axes[t]![c]!, 0)));
  const centers = texts.map((text, i) =>
    Array.from({ length: parts }, () => {
      const own = mix(soundFamilies, i, unit(random, AUDIO_COLUMNS));
      return toUnit(sum([turned(text), meaning], [own, Math.sqrt(1 - meaning ** 2)]));
    })
  );
  for (let c = 0; c + 1 < confusable; c += 2) {
    centers[c + 1] = centers[c]!.map((center) =>
      toUnit(sum([center, 1], [unit(random, AUDIO_COLUMNS), CONFUSABLE_DISTANCE]))
    );
  }
  return { texts, centers };
}

/** Makes a function that records sources of one topic, with some clips of each; the first columns may be noise. */
function hearing(random: RandomStream, faint: number) {
  const spread = 0.3 + 0.6 * random.uniform();
  const unevenness = random.uniform();
  const scales = normals(random, AUDIO_COLUMNS).map((value, c) =>
    (c < faint ? FAINTNESS : 1) * Math.exp(unevenness * value)
  );
  const shift = 2 * random.uniform();
  const offset = normals(random, AUDIO_COLUMNS).map((value) => shift * value);
  const noise = () =>
    normals(random, AUDIO_COLUMNS).map((value) => spread * value / Math.sqrt(AUDIO_COLUMNS));
  return (parts: readonly number[][], sources: number, clips: number) =>
    Array.from({ length: sources }, () => {
      const place = sum([parts[random.below(parts.length)]!, 1], [noise(), 1]);
      return Array.from({ length: clips }, () => {
        const sound = sum([place, Math.sqrt(AUDIO_COLUMNS)], [
          noise(),
          CLIP_SPREAD * Math.sqrt(AUDIO_COLUMNS),
        ]);
        return sound.map((value, c) =>
          scales[c]! * ((c < faint ? random.normal() : value) + offset[c]!)
        );
      });
    }).flat();
}

function scaled(
  { training, evaluation }: { training: Matrix; evaluation: Matrix },
  scale: Scale,
): Pick<ResidualPool, "sounds" | "items"> {
  const labeled = {
    classes: Array.from(
      { length: evaluation.rows },
      (_, item) => Math.floor(item / (evaluation.rows / CLASSES)),
    ),
    classCount: CLASSES,
  };
  if (scale === "as they are") return { sounds: training, items: { ...evaluation, ...labeled } };
  const by = measureStandardization(training, Array(training.rows).keys());
  return {
    sounds: standardize(training, by),
    items: { ...standardize(evaluation, by), ...labeled },
  };
}

/** Numbers rows group after group. */
function rangesOf(lengths: readonly number[]): number[][] {
  let next = 0;
  return lengths.map((length) => Array.from({ length }, () => next++));
}

function unit(random: RandomStream, columns: number): number[] {
  return toUnit(normals(random, columns));
}

function normals(random: RandomStream, length: number): number[] {
  return Array.from({ length }, () => random.normal());
}

function sum(
  ...parts: readonly (readonly [vector: readonly number[], weight: number])[]
): number[] {
  return parts[0]![0].map((_, c) =>
    parts.reduce((all, [vector, weight]) => all + weight * vector[c]!, 0)
  );
}

function toUnit(vector: readonly number[]): number[] {
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return {
    rows: rows.length,
    columns: rows[0]!.length,
    values: Float32Array.from(rows.flat()),
  };
}
