/**
 * The rule `BACKBONE-DATA`: an evaluation data set, or one that its clips come from, in a backbone's training data.
 * @module
 */
import type { BackboneLedger } from "../../backbones/backbone.ts";
import type { Finding } from "../findings.ts";
import { type Origin, originsOf } from "./data_sets.ts";

// Confidence that evaluation clips were trained on, by the relation of the two data sets.
const CONFIDENCE = { same: 1, whole: 0.9, archive: 0.5 };

/** How a training data set and an evaluation data set are related. */
interface Relation {
  readonly way: readonly string[];
  readonly confidence: number;
}

/**
 * Whether a ledger declares both the data and the labels that its backbone was trained on. Where one does not, the
 * lack of findings proves nothing, and the verdict of a scan is `unknown`, not `clean`.
 */
export function declares(
  { trainingData, trainingLabels }: Pick<BackboneLedger, "trainingData" | "trainingLabels">,
): boolean {
  return trainingData !== "unknown" && trainingLabels !== "unknown";
}

/**
 * Finds a backbone's training data sets that are an evaluation data set, contain it, are a part of it, or share an
 * archive such as Freesound with it. Two data sets of one archive need not have clips in common, so their confidence
 * is 0.5. Names are compared without case, separators, versions and portions (`Clotho v2.1 dev`);
 * `known_data_sets.json` lists the known data sets. Training data that are `unknown` give no finding; use
 * {@link declares} for them.
 *
 * @param evaluationSets names of the evaluation's data sets
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const tagger = { name: "tagger", trainingData: ["AudioSet", "esc50"] };
 * const [finding, ...rest] = findBackboneData(tagger, ["ESC-10"]);
 * assert.equal(finding?.evidence, 'trained on "esc50", evaluated on "ESC-10"');
 * assert.equal(finding?.path, "ESC-10 > ESC-50");
 * assert.deepEqual(rest, []);
 * ```
 */
export function findBackboneData(
  { name, trainingData }: Pick<BackboneLedger, "name" | "trainingData">,
  evaluationSets: readonly string[],
): Finding[] {
  if (trainingData === "unknown") return [];
  const trained = [...new Set(trainingData)].map((raw) => ({ raw, origins: originsOf(raw) }));
  return [...new Set(evaluationSets)].flatMap((evaluationSet) => {
    const origins = originsOf(evaluationSet);
    return trained.flatMap(({ raw, origins: trainedOn }) => {
      const relation = relationOf(origins, trainedOn);
      return relation === undefined ? [] : [{
        rule: "BACKBONE-DATA" as const,
        flagged: true,
        item: name,
        evidence: `trained on "${raw}", evaluated on "${evaluationSet}"`,
        matched: raw,
        ...(relation.way.length > 1 ? { path: relation.way.join(" > ") } : {}),
        confidence: relation.confidence,
      }];
    });
  });
}

/** Returns the relation through the common origin nearest to the evaluation data set. */
function relationOf(
  evaluation: readonly Origin[],
  trained: readonly Origin[],
): Relation | undefined {
  for (const origin of evaluation) {
    const common = trained.find(({ key }) => key === origin.key);
    if (common === undefined) continue;
    const way = [...origin.way, ...common.way.toReversed().slice(1)];
    if (way.length === 1) return { way, confidence: CONFIDENCE.same };
    const oneHoldsOther = origin.way.length === 1 || common.way.length === 1;
    const isWhole = oneHoldsOther && origin.holdsAll && common.holdsAll;
    return { way, confidence: isWhole ? CONFIDENCE.whole : CONFIDENCE.archive };
  }
  return undefined;
}
