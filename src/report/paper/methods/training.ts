/**
 * What a methods paragraph says of projectors and their training.
 * @module
 */
import type { AuditOptimizer } from "../../../audit/configuration/configuration.ts";
import type { ProjectorConfiguration, Targets } from "../../../projector/configuration.ts";
import { count } from "../../../statistics/format.ts";
import {
  hasCaptions,
  listed,
  type MethodsInput,
  type Paragraph,
  say,
  type Sentence,
} from "./sentence.ts";

const KINDS: Readonly<Record<ProjectorConfiguration["kind"], string>> = {
  residual: "LayerNorm(e + dropout(W₂ gelu(e) + b₂)) with e = W₁ x + b₁",
  mlp: "W₂ relu(W₁ x + b₁) + b₂",
  linear: "W₁ x + b₁",
};

const TARGETS: Readonly<Record<Targets, string>> = {
  "same-text": "all pairs of a batch that share a text are targets of each other",
  "same-sound": "all captions of a sound in a batch are its targets",
  pair: "the target of each sound is its own text",
};

/** Says how the projectors are made and trained. */
export function trainingParagraph(input: MethodsInput): Paragraph {
  const { results, configuration } = input;
  const { projector, optimizer } = configuration;
  const { seeds } = results;
  return {
    heading: "Training",
    sentences: [
      projectors(projector),
      say(
        "Audio embeddings were standardized by the training pool's mean and deviation, text " +
          "embeddings normalized to length 1",
      ),
      say(
        `The symmetric contrastive loss with a learned temperature was minimized; ${
          TARGETS[optimizer.targets]
        }`,
        "radford2021clip",
      ),
      ...schedule(optimizer),
      ...stopping(input),
      say(
        seeds.length === 1
          ? `Trainings have one seed (${seeds[0]})`
          : `Trainings have ${count(seeds.length)} seeds (${listed(seeds.map(String))})`,
      ),
    ],
  };
}

function projectors({ kind, dim, dropout }: ProjectorConfiguration): Sentence {
  const dropped = kind === "residual" && dropout > 0 ? `, dropout ${dropout}` : "";
  return say(
    `A projector for each modality, ${KINDS[kind]}, maps its embeddings into a shared space of ${
      count(dim)
    } dimensions${dropped}`,
  );
}

function schedule(optimizer: AuditOptimizer): Sentence[] {
  const { steps, batch, learningRate, weightDecay, betas, warmupSteps, clipNorm, perClass } =
    optimizer;
  const warmup = warmupSteps > 0
    ? `after a linear warm-up of ${count(warmupSteps)} steps falls to 0 along a cosine`
    : "falls to 0 along a cosine";
  const most = optimizer.validation === "none" ? "" : "at most ";
  return [
    say(
      `AdamW (β₁ ${betas[0]}, β₂ ${betas[1]}, weight decay ${weightDecay}) took ${most}${
        count(steps)
      } steps of at most ${
        count(batch)
      } pairs of distinct sounds; the learning rate of at most ${learningRate} ${warmup}`,
      "loshchilov2019adamw",
    ),
    say(`Gradients were clipped to a global norm of ${clipNorm}`),
    ...(perClass === undefined
      ? []
      : [say(`A batch has at most ${count(perClass)} pairs of a class`)]),
  ];
}

function stopping({ results, configuration }: MethodsInput): Sentence[] {
  const { validation, validationShare, validateEvery, patience } = configuration.optimizer;
  if (validation === "none") {
    return [
      say("The last step's projectors are evaluated; no step was chosen on evaluation items"),
    ];
  }
  const share = (part: number) => `${Number((100 * part).toPrecision(3))} %`;
  const groups = hasCaptions(results)
    ? "whole recordings, or whole sounds where recordings are not known"
    : "whole classes where possible";
  const held = validation === "early-stopping"
    ? `at most ${share(validationShare)} of the unflagged pairs, in ${groups}`
    : `${share(validation.random)} of the unflagged sounds, drawn at random`;
  const isWithoutWords = results.conditions.some(({ condition }) => condition === "shuffled") ||
    results.attribution.some(({ cells }) => cells.some(({ text, pairing }) => !text || !pairing));
  return [
    say(
      `The step with the lowest loss on held-out training pairs is evaluated (${held}; measured every ${
        count(validateEvery)
      } steps, stopped after ${
        count(patience)
      } without a lower loss); no step was chosen on evaluation items`,
    ),
    ...(isWithoutWords
      ? [
        say(
          "Trainings with shuffled texts or random codes take every step, since held-out pairs tell " +
            "them nothing",
        ),
      ]
      : []),
  ];
}
