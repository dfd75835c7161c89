/**
 * What a reviewer would ask about backbones, references and reproduction.
 * @module
 */
import { chosenPairs } from "../../../audit/claims/chosen_pairs.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { count, decimal, withRange } from "../../../statistics/format.ts";
import { codesOf, listed, type MethodsInput } from "../methods/sentence.ts";
import { environmentSentence } from "../../words/environment.ts";
import { unitsOf } from "../table.ts";
import { notAnswered, type Question, SECTIONS } from "./question.ts";

/** Questions about what backbones know, what audio alone gives, and how to make the results again. */
export function backboneQuestions({ results }: MethodsInput): Question[] {
  return [
    ledger(results),
    twin(results),
    meaning(results),
    audioAlone(results),
    published(results),
    reproduction(results),
  ];
}

function ledger(results: AuditResults): Question {
  const question = "Were the backbones trained with the evaluation's labels or data?";
  const chosen = results.backbones.filter(({ role }) => role === "chosen");
  if (chosen.length === 0) {
    return notAnswered(question, "Cards with a ledger would.", "backbones");
  }
  const said = chosen.map(({ name, ledger, covered_labels: covered }) => {
    const labels = ledger?.training_labels;
    if (labels === "none") return `${name}: trained without labels`;
    if (covered !== undefined) {
      return `${name}: ${count(covered.length)} of ${
        count(results.classes.length)
      } evaluation labels among its training labels`;
    }
    return `${name}: not declared`;
  });
  return {
    question,
    answer: `${said.join("; ")}.`,
    report: SECTIONS.ledger,
    results: "backbones[].ledger, backbones[].covered_labels",
  };
}

function twin(results: AuditResults): Question {
  const { attribution, coverage, label_heads: heads, measure } = results;
  const question = "How much do labels of the backbone's pre-training give?";
  const twins = attribution.flatMap(({ audio, text, twin }) =>
    twin
      ? [`${audio} with ${text} ${withRange(twin.backboneLabels.value, twin.backboneLabels)}`]
      : []
  );
  if (twins.length > 0) {
    return {
      question,
      answer: `Against a twin trained without them: ${twins.join("; ")}.`,
      report: SECTIONS.path(measure),
      results: "attribution[].twin",
    };
  }
  if (coverage.length + heads.length > 0) {
    return {
      question,
      answer:
        `Only in part: covered ${unitsOf(results).all} stand beside the others, and what a label ` +
        "head gives beside both where there is one. A twin trained without the labels " +
        "(audio[].twin) would tell.",
      report: SECTIONS.labels,
      results: "coverage, label_heads",
    };
  }
  return notAnswered(
    question,
    "A twin trained without the labels (audio[].twin), or a card with training labels, would.",
    "attribution[].twin, coverage",
  );
}

function meaning(results: AuditResults): Question {
  const { attribution } = results;
  const question = "Does the dirty score need what the texts mean?";
  const drops = attribution.flatMap(({ audio, text, dirty_drops: drops }) =>
    drops ? [`${audio} with ${text} ${withRange(drops.text.value, drops.text)}`] : []
  );
  if (drops.length === 0) {
    return notAnswered(
      question,
      'Trainings with random codes in place of texts would ("attribution": true).',
      "attribution[].dirty_drops",
    );
  }
  return {
    question,
    answer: "Dirty minus the same with random codes (in place of a text's embedding, " +
      `${codesOf(results)}): ${drops.join("; ")}.`,
    report: SECTIONS.factors,
    results: "attribution[].dirty_drops, attribution[].codes",
  };
}

function audioAlone(results: AuditResults): Question {
  const question = "What do the same pairs give a classifier of audio alone?";
  const chosen = new Set(chosenPairs(results).map(({ audio }) => audio));
  const found = results.references.flatMap(({ audio, same_pairs: same }) =>
    same && chosen.has(audio)
      ? [
        `${audio} ${withRange(same.nearest_centroid.value, same.nearest_centroid)} (pairs of ${
          count(same.classes)
        } of ${count(results.classes.length)} ${unitsOf(results).all})`,
      ]
      : []
  );
  if (found.length === 0) {
    return notAnswered(
      question,
      `It takes training pairs of the evaluation's ${unitsOf(results).all}.`,
      "references[].same_pairs",
    );
  }
  return {
    question,
    answer: `Nearest centroid: ${found.join("; ")}.`,
    report: SECTIONS.references,
    results: "references[].same_pairs",
  };
}

function published({ published }: AuditResults): Question {
  const question = "What does the published model itself score?";
  if (published.length === 0) {
    return notAnswered(
      question,
      "Its own shared embeddings (published in the configuration) would.",
      "published",
    );
  }
  const values = published.map((one) =>
    `${one.name} ${withRange(one.balanced_top1.value, one.balanced_top1)}, its audio alone ${
      decimal(one.nearest_centroid.value)
    }`
  );
  return {
    question,
    answer: `${values.join("; ")}.`,
    report: SECTIONS.published,
    results: "published",
  };
}

function reproduction({ fingerprint, environment, seeds }: AuditResults): Question {
  return {
    question: "Can the numbers be made again?",
    answer:
      `With run.json's configuration, the inputs of these hashes (${
        count(Object.keys(fingerprint).length)
      } entries) and ${seeds.length === 1 ? "seed" : "seeds"} ${
        listed(seeds.map(String))
      }: the same device and version give the same ` +
      `bytes. ${environmentSentence(environment)} Other devices round differently.`,
    report: SECTIONS.reproduction,
    results: "fingerprint, environment, seeds",
  };
}
