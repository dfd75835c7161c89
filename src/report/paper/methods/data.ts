/**
 * What a methods paragraph says of the data.
 * @module
 */
import type { BackboneRecord } from "../../../audit/results/backbones.ts";
import { corporaOf, type TrainingEntries } from "../../../audit/configuration/corpora.ts";
import { LABEL_PLACE } from "../../../audit/configuration/prompts.ts";
import { chanceText, count } from "../../../statistics/format.ts";
import { unitsOf } from "../table.ts";
import {
  hasCaptions,
  listed,
  type MethodsInput,
  type Paragraph,
  say,
  type Sentence,
} from "./sentence.ts";

/** Says what was audited, on which sounds, and with which pairs. */
export function dataParagraph(input: MethodsInput): Paragraph {
  return {
    heading: "Data",
    sentences: [
      audited(input),
      ...evaluation(input),
      prompts(input),
      training(input),
    ],
  };
}

function audited({ results }: MethodsInput): Sentence {
  const version = results.fingerprint.version;
  return say(
    `Zero-shot results of ${backbonesOf(results.backbones)} were audited with Earnest${
      version === undefined ? "" : ` ${version}`
    }, which separates what is learned from sound-text pairs from what frozen backbones bring and ` +
      "from what leaks into training",
    "earnest",
    "tavares2025pitfalls",
  );
}

function backbonesOf(backbones: readonly BackboneRecord[]): string {
  const side = (modality: "audio" | "text") => {
    const own = backbones.filter((one) => one.modality === modality && one.role === "chosen");
    const named = own.map(({ name, dimensions }) => `${name} (${count(dimensions)} dimensions)`);
    if (own.length === 0) return `a frozen ${modality} backbone`;
    return `the frozen ${modality} backbone${own.length === 1 ? "" : "s"} ${listed(named)}`;
  };
  return `${side("audio")} with ${side("text")}`;
}

function evaluation({ results }: MethodsInput): Sentence[] {
  const { evaluation_items: items, classes, class_folds: folds, chance, measure } = results;
  const { all: units } = unitsOf(results);
  const sizes = folds.map(({ length }) => length);
  const [fewest, most] = [Math.min(...sizes), Math.max(...sizes)];
  const size = fewest === most ? count(most) : `${count(fewest)} to ${count(most)}`;
  const has = measure === "macro_map"
    ? `${count(items)} sounds, each of one or more of ${count(classes.length)} labels`
    : `${count(items)} sounds of ${count(classes.length)} classes`;
  const first = say(`The evaluation has ${has}`);
  if (folds.length > 1) {
    const ranking = measure === "macro_map"
      ? `the labels of a class fold rank all sounds`
      : `a sound is named among the ${size} classes of its class fold, where chance is ${
        chanceText(chance)
      }`;
    return [
      first,
      say(
        `The ${units} were dealt into ${count(folds.length)} class folds, each held out once; ` +
          ranking,
      ),
    ];
  }
  return [
    first,
    ...(measure === "macro_map"
      ? []
      : [say(`A sound is named among all of them, so that chance is ${chanceText(chance)}`)]),
  ];
}

function prompts({ configuration }: MethodsInput): Sentence {
  const { prompts } = configuration.evaluation;
  const quoted = prompts.map((prompt) => `“${prompt}”`);
  if (prompts.length === 1) {
    return prompts[0] === LABEL_PLACE
      ? say("A label's text is the label itself")
      : say(`A label's text is ${quoted[0]}, with the label in the place of ${LABEL_PLACE}`);
  }
  return say(
    `A label's embedding is the mean of the normalized embeddings of ${
      count(prompts.length)
    } prompts: ${quoted.join(", ")}`,
  );
}

function training({ results, configuration }: MethodsInput): Sentence {
  const pairs = count(results.training_items);
  if (configuration.training === undefined) {
    return say(
      `The recordings of each class were dealt by source into two halves: one gives ${pairs} ` +
        "training pairs of a sound and its label, the other is evaluated",
    );
  }
  const corpora = corporaOf(configuration.training).length;
  const from = corpora > 1 ? ` from ${count(corpora)} corpora` : "";
  return say(
    `Training pairs are ${pairs} pairs of a sound and ${
      hasCaptions(results) ? "a caption" : textOf(configuration.training)
    }${from}`,
  );
}

/** Says what the text of a labeled pair is. */
function textOf(training: TrainingEntries): string {
  if (!("items" in training)) return "its text";
  const { text, textColumn, labelColumn = "label" } = training;
  if (textColumn !== undefined) return `the text in its column ${textColumn}`;
  if (text === undefined || text === `{${labelColumn}}`) return "its label";
  return `a text made by the template “${text}”`;
}
