import { withClaims } from "../../src/audit/claims/claims.ts";
import type { AuditResults, Contrast } from "../../src/audit/results/results.ts";
import type { ReportInput } from "../../src/report/html.ts";
import { madeCells, madeInput } from "./made_input.ts";
import { interval, madeResults } from "./made_results.ts";

const AUDIO = ["openwakeword", "panns-cnn14", "mn04"];
const TEXT = ["glove-100d", "minilm"];

/**
 * Makes the input of a report on several combinations of backbones.
 *
 * @param combinations 1, 3 (audio backbones with one text backbone) or 6 (the same with two)
 * @param classes number of classes
 */
export function madeCombinations(combinations: 1 | 3 | 6, classes: number): ReportInput {
  const audio = AUDIO.slice(0, combinations === 1 ? 1 : 3);
  const text = TEXT.slice(0, combinations === 6 ? 2 : 1);
  const pairs = text.flatMap((text) => audio.map((audio) => ({ audio, text })));
  const labels = labelsOf(classes);
  const folds = classes < 20 ? 1 : 6;
  const each = Math.ceil(classes / folds);
  const made = madeResults();
  const everyPair = <One extends { audio: string; text: string }>(all: readonly One[]) =>
    pairs.flatMap((pair) =>
      all.filter(({ audio }) => audio === AUDIO[0]).map((one) => ({ ...one, ...pair }))
    );
  const conditions = [
    ...everyPair(made.conditions),
    ...text.flatMap((text) =>
      made.conditions.filter(({ audio }) => audio !== AUDIO[0]).map((one) => ({ ...one, text }))
    ),
  ].map((one) => ({ ...one, per_class: relabel(one.per_class, labels) }));
  const results = withClaims({
    ...made,
    classes: labels,
    class_folds: Array.from({ length: folds }, (_, at) => labels.slice(at * each, (at + 1) * each)),
    conditions,
    attribution: everyPair(made.attribution),
    references: [
      ...audio.map((name) => ({ ...made.references[0]!, audio: name })),
      made.references[1]!,
    ],
    leak_dose: everyPair(made.leak_dose),
    diversity: everyPair(made.diversity),
    overlap: everyPair(made.overlap),
    associations: everyPair(made.associations),
    contrasts: contrastsOf(audio, text),
    backbones: [
      ...audio.map((name) => ({ ...made.backbones[0]!, name })),
      ...made.backbones.slice(1, 2),
      ...text.map((name) => ({ ...made.backbones[2]!, name })),
    ],
  });
  const cells = madeCells(results).filter(({ audio, text, confusion }) =>
    audio === AUDIO[0] && text === TEXT[0] && confusion.length > 0
  );
  return {
    ...madeInput(results),
    cells: pairs.flatMap((pair) => cells.map((cell) => ({ ...cell, ...pair }))),
  };
}

function labelsOf(count: number): string[] {
  const kinds = ["barking dog", "acoustic guitar", "rain", "chainsaw", "church organ"];
  return Array.from({ length: count }, (_, at) => `${kinds[at % kinds.length]} ${at + 1}`);
}

function relabel(
  values: Readonly<Record<string, number>>,
  labels: readonly string[],
): Record<string, number> {
  const all = Object.values(values);
  return Object.fromEntries(labels.map((label, at) => [label, all[at % all.length]!]));
}

function contrastsOf(audio: readonly string[], text: readonly string[]): Contrast[] {
  const everyTwo = (names: readonly string[]) =>
    names.flatMap((first, at) => names.slice(at + 1).map((second) => [first, second] as const));
  const sides = [
    ...everyTwo(audio).flatMap((between) =>
      text.map((other) => ({ between, side: "audio" as const, with: other }))
    ),
    ...everyTwo(text).flatMap((between) =>
      audio.map((other) => ({ between, side: "text" as const, with: other }))
    ),
  ];
  return sides.flatMap((side): AuditResults["contrasts"][number][] =>
    (["dirty", "clean", "control"] as const).map((condition) => ({
      ...side,
      condition,
      value: 0.02,
      ...interval(-0.03, 0.07),
      low_together: -0.04,
      high_together: 0.08,
    }))
  );
}
