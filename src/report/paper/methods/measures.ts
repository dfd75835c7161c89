/**
 * What a methods paragraph says of measures, intervals and tests, and of how to make the results again.
 * @module
 */
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { AuditResults } from "../../../audit/results/results.ts";
import { count } from "../../../statistics/format.ts";
import { partsOfPath } from "../../path_parts.ts";
import { measureCaption, unitsOf } from "../table.ts";
import {
  isFirstSchema,
  listed,
  type MethodsInput,
  type Paragraph,
  say,
  type Sentence,
} from "./sentence.ts";

/** Says what is measured and how the dirty score is taken apart. */
export function measuresParagraph({ results }: MethodsInput): Paragraph {
  const { published, retrieval = [] } = results;
  return {
    heading: "Measures",
    sentences: [
      say(measureCaption(results).replace(/\.$/, "")),
      ...(results.measure === "macro_map"
        ? [say("Chance is the mean over permutations of the texts among the labels")]
        : []),
      ...path(results),
      ...(published.length > 0
        ? [
          say(
            `The published model${published.length === 1 ? "" : "s"} ${
              listed(published.map(({ name }) => name))
            } ${published.length === 1 ? "was" : "were"} evaluated as released, without training`,
          ),
        ]
        : []),
      ...(retrieval.length > 0
        ? [
          say(
            "Retrieval between captions and sounds was measured in both directions by recall at " +
              "1, 5 and 10, mean average precision at 10, and median rank",
          ),
        ]
        : []),
    ],
  };
}

function path(results: AuditResults): Sentence[] {
  const [first] = results.attribution;
  if (first === undefined) return [];
  const names = [
    ...new Set(
      results.attribution.flatMap(({ path }) => partsOfPath(path).map(({ name }) => name)),
    ),
  ];
  const baselines = [
    ...new Set(
      results.attribution.flatMap(({ baselines: { audio, text } }) =>
        [audio, text].filter((name) => name !== undefined)
      ),
    ),
  ];
  const twins = [...new Set(results.attribution.flatMap(({ twin }) => twin?.name ?? []))];
  return [
    say(
      `The dirty ${wordsOf(results.measure).accuracy} is chance plus ${
        listed(names)
      }: each part is ` +
        "the difference of two trained conditions, conditional on the parts before it",
    ),
    ...(baselines.length > 0
      ? [say(
        baselines.length === 1
          ? `The baseline without pre-training is ${baselines[0]}`
          : `Baselines without pre-training are ${listed(baselines)}`,
      )]
      : []),
    ...(twins.length > 0
      ? [
        say(
          `${listed(twins)} ${
            twins.length === 1 ? "is a twin" : "are twins"
          }, pre-trained without the evaluation's labels`,
        ),
      ]
      : []),
  ];
}

/** Says how sure the numbers are. */
export function statisticsParagraph({ results, configuration }: MethodsInput): Paragraph {
  const { all: units } = unitsOf(results);
  const resamples = count(configuration.bootstrap);
  const intervals = isFirstSchema(results)
    ? [
      say(
        `Intervals are 95 % bootstrap intervals of ${resamples} resamples, paired across conditions`,
      ),
    ]
    : [
      say(
        `Intervals are 95 % bootstrap intervals of ${resamples} resamples, paired across ` +
          `conditions: for ${units} like these, ${units} and training seeds are resampled; for these ` +
          `${units}, recordings and training seeds`,
      ),
      // How labels that share sounds are widened is another matter.
      ...(results.measure === "macro_map" ? [] : [
        say(
          "They are widened to the hull with intervals that add pseudo-classes or pseudo-recordings, " +
            "since few resampled units cover too little near the ends of the scale",
        ),
      ]),
    ];
  return {
    heading: "Statistics",
    sentences: [
      ...intervals,
      ...permutation(results),
      ...(results.overlap.some(({ p_value_holm }) => p_value_holm !== undefined)
        ? [say("p-values of neighborhood overlap are corrected by Holm's method", "holm1979")]
        : []),
      ...(results.contrasts.length > 0
        ? [
          say(
            "Differences between backbones also have intervals that hold with 95 % for all of them at once",
          ),
        ]
        : []),
      ...residual(results),
    ],
  };
}

function permutation(results: AuditResults): Sentence[] {
  const isTested = results.conditions.some(({ permutation_p: p }) => p !== undefined) ||
    results.attribution.some(({ transfer }) => transfer.permutation_p !== undefined);
  if (!isTested) return [];
  const stretched = results.class_folds.length > 1
    ? "; with class folds, deviations of permuted scores from chance are multiplied by √2"
    : "";
  return [
    say(
      "A score is tested against chance by permuting the labels among their texts, with the same " +
        `projectors, in 10,000 random assignments or all there are; p ≤ 0.025 counts as above chance${stretched}`,
    ),
  ];
}

function residual(results: AuditResults): Sentence[] {
  if (isFirstSchema(results) || results.attribution.length === 0) return [];
  const listedTopics = new Set(
    results.residual.filter(({ status }) => status === "listed").map(({ topic }) => topic),
  ).size;
  const unsure = results.residual.filter(({ status }) => status === "cannot tell").length;
  return [
    say(
      "The clean pool was searched for sounds that lie as near to a class as its own do, though no " +
        `rule flags their texts: ${
          listedTopics === 0
            ? "no topic was listed"
            : `${count(listedTopics)} topic${listedTopics === 1 ? " was" : "s were"} listed`
        }${unsure === 0 ? "" : `, and ${count(unsure)} more could not be told`}`,
    ),
  ];
}

/** Says what makes the results again. */
export function reproductionParagraph({ results }: MethodsInput): Paragraph {
  const { environment, fingerprint } = results;
  const named = ["adapter", "device", "device_class", "vendor", "runtime", "deno", "platform"]
    .flatMap((key) =>
      environment[key] === undefined ? [] : [`${key.replace("_", " ")} ${environment[key]}`]
    );
  const hash = (key: string) => fingerprint[key]?.slice(0, 12);
  const hashes = [
    ["configuration", hash("configuration") ?? hash("config")],
    ["code of trainings", hash("trainings_code")],
    ["code of embeddings", hash("embeddings_code")],
  ].flatMap(([name, value]) => value === undefined ? [] : [`${name} ${value}`]);
  return {
    heading: "Reproduction",
    sentences: [
      ...(named.length > 0 ? [say(`Results were computed on: ${named.join(", ")}`)] : []),
      ...(hashes.length > 0
        ? [
          say(`SHA-256 hashes begin with: ${listed(hashes)}; run.json has the whole configuration`),
        ]
        : [say("run.json has the whole configuration")]),
    ],
  };
}
