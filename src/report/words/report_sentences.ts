/**
 * Writes what an audit found as one list of sentences: its claims, and numbers without a claim.
 * @module
 */
import { type ChosenPair, chosenPairs } from "../../audit/claims/chosen_pairs.ts";
import type { PublishedResult } from "../../audit/results/backbones.ts";
import { type MeasureWords, wordsOf } from "../../audit/results/measure_names.ts";
import type { AuditResults, Claim, Contrast } from "../../audit/results/results.ts";
import { printable } from "../../basics/printable.ts";
import { chanceText, count, withRange } from "../../statistics/format.ts";

/**
 * Returns the sentences of a report: what there is too little of, then for each chosen pair of backbones its accuracy
 * and its claims, then every two backbones of a side, published models, and last what the intervals are for. The notes about the data are not repeated.
 *
 * @example
 * ```ts
 * import { parseResults } from "../../audit/claims/read_results.ts";
 * async function print(file: string): Promise<void> {
 *   const results = parseResults(await Deno.readTextFile(file), file);
 *   for (const sentence of reportSentences(results)) console.log(sentence);
 * }
 * ```
 */
export function reportSentences(results: AuditResults): string[] {
  const { cautions, pairs, differences, published, basis } = reportFindings(results);
  return [
    ...cautions,
    ...pairs.flatMap(({ sentences }) => sentences),
    ...contrastSentences(results),
    ...differences,
    ...published,
    basis,
  ];
}

/** What a report says of an audit; differences of which nothing is claimed stand in its tables alone. */
export interface ReportFindings {
  /** What there is too little of. */
  readonly cautions: readonly string[];
  /** What was found for each chosen pair of backbones. */
  readonly pairs: readonly { readonly name: string; readonly sentences: readonly string[] }[];
  /** What is claimed of two backbones of a side. */
  readonly differences: readonly string[];
  /** What was found of published models. */
  readonly published: readonly string[];
  /** What the intervals are for. */
  readonly basis: string;
}

/** Returns what {@link reportSentences} says, by what it is about. */
export function reportFindings(results: AuditResults): ReportFindings {
  const { claims, published, chance } = results;
  const words = wordsOf(results.measure);
  const sentencesOf = (isMeant: (claim: Claim) => boolean) =>
    claims.filter(isMeant).map(({ sentence }) => sentence);
  return {
    cautions: sentencesOf(({ audio, text, model }) =>
      audio === undefined && text === undefined && model === undefined
    ),
    pairs: chosenPairs(results).map((pair) => {
      const own = claims.filter(({ audio, text }) => audio === pair.audio && text === pair.text);
      const sentences = [
        accuracySentence(pair),
        ...own.map(({ sentence }) => sentence),
        own.some(speaksOfClean) ? undefined : transferSentence(pair),
      ].filter((sentence) => sentence !== undefined);
      return { name: pair.name, sentences };
    }),
    differences: sentencesOf(({ between }) => between !== undefined),
    published: published.flatMap((model) => {
      const own = sentencesOf((claim) => claim.model === model.name);
      return own.length > 0 ? own : [publishedSentence(words, model, chance)];
    }),
    basis: intervalsSentence(results),
  };
}

/** States the differences of each two backbones of a side of which nothing is claimed, in one sentence. */
function contrastSentences({ contrasts, claims, measure }: AuditResults): string[] {
  const isClaimed = ({ between, side, with: other, condition }: Contrast) =>
    claims.some((claim) =>
      claim.condition === condition && claim[side === "audio" ? "text" : "audio"] === other &&
      between.every((name) => claim.between?.includes(name))
    );
  const groups = Map.groupBy(
    contrasts.filter((one) => !isClaimed(one)),
    ({ between, side, with: other }) => JSON.stringify([between, side, other]),
  );
  return Array.from(groups.values(), (own) => {
    const { between: [first, second], with: other } = own[0]!;
    const values = own.map((one) => `${one.condition} ${withRange(one.value, one)}`);
    return `${wordsOf(measure).first} of ${printable(first)} minus ${
      printable(second)
    }, both with ` +
      `${printable(other)}: ${values.join(", ")}.`;
  });
}

/** States dirty and clean accuracy. */
function accuracySentence({ name, words, conditions, chance }: ChosenPair): string | undefined {
  const trained = [conditions.dirty, conditions.clean].filter((one) => one !== undefined);
  if (trained.length === 0) return undefined;
  const values = trained.map(({ condition, accuracy, chance: own }) =>
    `${condition} ${withRange(accuracy.mean, accuracy)}` +
    (own === undefined ? "" : ` (chance ${chanceText(own)})`)
  );
  const isOwn = trained.every((one) => one.chance !== undefined);
  return `${words.first} of ${name}: ${values.join(", ")}${
    isOwn ? "" : `, chance ${chanceText(chance)}`
  }.`;
}

/** Whether a claim is about the clean score itself. */
function speaksOfClean({ kind, condition }: Claim): boolean {
  return kind === "transfer" || (kind === "not-above-chance" && condition === "clean");
}

/** States transfer, where nothing is claimed of it. */
function transferSentence({ name, attribution }: ChosenPair): string | undefined {
  const transfer = attribution?.transfer;
  if (transfer === undefined) return undefined;
  const { over_shuffled: lead } = transfer;
  const overShuffled = lead &&
    `, and clean minus trainings with shuffled texts ${withRange(lead.value, lead)}`;
  return `Clean minus chance is ${withRange(transfer.value, transfer)} for ${name}${
    overShuffled ?? ""
  }.`;
}

function publishedSentence(words: MeasureWords, model: PublishedResult, ofAudit: number) {
  const { name, balanced_top1: accuracy, chance = ofAudit } = model;
  return `${words.first} of the published model ${printable(name)} as it is: ` +
    `${withRange(accuracy.value, accuracy)}, chance ${chanceText(chance)}.`;
}

/** Says which classes or labels the figures and their intervals apply to. */
function intervalsSentence({ classes, class_folds, measure }: AuditResults): string {
  const sizes = class_folds.map(({ length }) => length);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  const choice = fewest === most ? count(most) : `${count(fewest)} to ${count(most)}`;
  const isRotated = class_folds.length > 1;
  if (measure === "macro_map") {
    const rotation = isRotated ? `, in ${class_folds.length} class folds of ${choice} labels` : "";
    return `Brackets hold 95 % intervals for labels like these ${count(classes.length)}, each of ` +
      `which ranks all sounds${rotation}; those “for these labels” keep the labels as they are.`;
  }
  const rotation = isRotated ? `, in ${class_folds.length} class folds` : "";
  return `Brackets hold 95 % intervals for classes like these ${
    count(classes.length)
  }, each named ` +
    `among ${choice} labels${rotation}; those “for these classes” keep the classes as they are.`;
}
