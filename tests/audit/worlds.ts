import { parseConfiguration } from "../../src/audit/configuration/configuration.ts";
import type { AuditConfiguration } from "../../src/audit/configuration/configuration.ts";
import type {
  AuditBackbones,
  AuditEvaluation,
  AuditInputs,
} from "../../src/audit/inputs/read_inputs.ts";
import type { Matrix } from "../../src/basics/matrix.ts";
import { RandomStream } from "../../src/basics/random.ts";

/** What the embeddings of an audio backbone's sounds carry. */
export type Sounds =
  /** Nothing: noise. */
  | "nothing"
  /** The class, at positions that have nothing to do with the texts. */
  | "class"
  /** The meaning of the text: the positions are a rotation of the texts' embeddings. */
  | "meaning"
  /** A part of the meaning: half of such a position, half of one that has nothing to do with the text. */
  | "some meaning";

/** Dimensions of texts and sounds: few, so that training classes fill the space and new ones are between them. */
const DIMENSION = 8;
const EVALUATED = 10;
const CLASSES = 40;
const PER_CLASS = 3;
const NOISE = 0.08;

/** Returns a configuration for {@link makeWorld}; the files that it names are not read. */
export function worldConfiguration(): AuditConfiguration {
  const arrays = { training: "-", evaluation: "-" };
  return parseConfiguration(
    JSON.stringify({
      evaluation: { items: "-" },
      training: { items: "-" },
      audio: [{ name: "backbone", ...arrays, baseline: arrays }],
      text: [{ name: "text", backbone: "glove-100d" }],
      projector: { kind: "residual", dim: 16, dropout: 0 },
      optimizer: { steps: 80, batch: 60, learningRate: 0.03, warmupSteps: 5, targets: "same-text" },
      seeds: [0, 1],
      conditions: ["dirty", "clean"],
      shuffles: 4,
      bootstrap: 300,
      leakDose: [],
      diversity: [],
    }),
    "world.json",
  );
}

/**
 * Makes training pairs of 50 classes and evaluation items of the first 10, so that 40 classes are clean. The
 * information in the backbone's, the baseline's and the twin's sounds is planted.
 */
export function makeWorld(backbone: Sounds, baseline: Sounds, twin?: Sounds): AuditInputs {
  const random = new RandomStream(3, "world");
  const labels = Array.from({ length: CLASSES }, (_, i) => `label${String(i).padStart(2, "0")}`);
  const codes = labels.map(() => unitVector(random));
  const evaluated = labels.slice(0, EVALUATED);
  const items = (side: string, labels: readonly string[]) =>
    labels.flatMap((label) =>
      Array.from({ length: PER_CLASS }, (_, i) => ({ id: `${side}/${label}/${i}`, label }))
    );
  const audio = (name: string, baseline: string | undefined, sounds: Sounds) => {
    const places = placesOf(sounds, codes, random);
    return {
      name,
      baseline,
      training: recordings(places, random),
      evaluation: recordings(places.slice(0, EVALUATED), random),
    };
  };
  return knownInputs({
    pairs: items("training", labels).map((item) => ({ ...item, text: item.label })),
    items: items("evaluation", evaluated),
    labels: evaluated,
    audio: [
      {
        ...audio("backbone", "baseline", backbone),
        ...(twin === undefined ? {} : { twin: "twin" }),
      },
      audio("baseline", undefined, baseline),
      ...(twin === undefined ? [] : [audio("twin", undefined, twin)]),
    ],
    text: [{
      name: "text",
      baseline: undefined,
      texts: labels,
      vectors: matrixOf(codes),
      outOfVocabulary: [],
    }],
  });
}

/** Makes inputs whose labels are plain words; pairs of the evaluation's classes are flagged, as by the exact rule. */
export function knownInputs(
  { pairs, items, labels, audio, text }:
    & Pick<AuditInputs, "pairs">
    & Pick<AuditEvaluation, "items" | "labels">
    & Pick<AuditBackbones, "audio" | "text">,
): AuditInputs {
  const labelSet = { name: "labels", labels: labels.map((label) => ({ label })) };
  return {
    evaluation: { items, labels, labelSet, prompts: ["{label}"] },
    pairs,
    backbones: { audio, text, published: [], known: [] },
    leaks: {
      rules: ["TEXT-EXACT"],
      findings: labels.flatMap((label) =>
        pairs.filter((pair) => pair.label === label).map(({ id }) => ({
          rule: "TEXT-EXACT",
          flagged: true,
          item: id,
          label,
          evidence: label,
          confidence: 1,
        }))
      ),
      nouns: new Map(),
      covered: [],
      verdict: "leaky",
    },
    hashes: {},
    notes: [],
  };
}

function unitVector(random: RandomStream): number[] {
  const vector = Array.from({ length: DIMENSION }, () => random.normal());
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}

function placesOf(
  sounds: Sounds,
  codes: readonly (readonly number[])[],
  random: RandomStream,
): number[][] {
  // Axes are shifted by one and every other one is mirrored: projectors have to find this rotation.
  if (sounds === "meaning" || sounds === "some meaning") {
    const meaning = codes.map((code) => code.map((_, i) => (-1) ** i * code[(i + 1) % DIMENSION]!));
    if (sounds === "meaning") return meaning;
    return meaning.map((place) => {
      const other = unitVector(random);
      return place.map((value, i) => (value + other[i]!) / 2);
    });
  }
  return codes.map(() => sounds === "class" ? unitVector(random) : unitVector(random).map(() => 0));
}

function recordings(places: readonly (readonly number[])[], random: RandomStream): Matrix {
  return matrixOf(places.flatMap((place) =>
    Array.from(
      { length: PER_CLASS },
      () => place.map((value) => value + NOISE * random.normal()),
    )
  ));
}

function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return { rows: rows.length, columns: DIMENSION, values: Float32Array.from(rows.flat()) };
}
