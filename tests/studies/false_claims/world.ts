/**
 * Planted worlds: the inputs of an audit, made at the level of embeddings, with what is true of them known.
 * @module
 */
import type { AuditAudio, AuditInputs, AuditPair } from "../../../src/audit/inputs/shape.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Finding } from "../../../src/leakage/findings.ts";
import { type Hearing, type Place, Space } from "./space.ts";
import { asCaptions } from "./captions.ts";
import { between, matrixOf, toUnit, unit } from "./vectors.ts";

/** What a world has. It is plain data, since it is part of the key of a finished audit. */
export interface World {
  /** Number of evaluation classes, and of the folds that they are dealt to. */
  readonly classes: number;
  readonly folds: number;
  /** Number of evaluation items of a class, each a source of its own. */
  readonly items: number;
  /** Number of training topics that no rule flags, and of the sounds of each. */
  readonly topics: number;
  readonly sounds: number;
  /** Number of classes that have flagged pairs, and of the pairs of each. */
  readonly leaked: number;
  readonly flagged: number;
  /** Share of these classes whose flagged pairs have sounds opposite to the class's own: they mislead. */
  readonly wrong: number;
  /** Share whose flagged pairs are of a topic like the unflagged ones. Those of the remaining classes are the class's own. */
  readonly other: number;
  /** Number of unflagged topics that are flagged all the same. */
  readonly misflagged: number;
  /** Number of classes whose sounds are also in the clean pool, under a text near the label that no rule lists. */
  readonly hidden: number;
  /** Whether each pair has a caption of its own in place of its label. */
  readonly captions: boolean;
  /** The audio backbone, and what it is compared with. */
  readonly backbone: Hearing;
  readonly baseline?: Hearing | "rotated";
  readonly twin?: Hearing | "rotated";
  /** A published model; its sounds are in the space of texts. */
  readonly published?: Hearing;
  /** How much of the text baseline is the texts' embeddings; no text baseline where it is absent. */
  readonly letters?: number;
}

/** The seeds of a world: worlds that share one share what it draws. */
export interface Draw {
  /** Seed of the unflagged topics and of their sounds, and of how spaces are turned. */
  readonly pool: number;
  /** Seed of the evaluation's classes and of their flagged pairs. */
  readonly classes: number;
  /** Seed of the evaluation's recordings. */
  readonly recordings: number;
}

export const TEXT_COLUMNS = 16;
/** Distance of a hidden synonym's text from its label's, where other texts have about 1.4. */
const SYNONYM_DISTANCE = 0.6;

/** What pairs are of: a text, and where their sounds are. */
interface Topic {
  readonly name: string;
  readonly code: readonly number[];
  /** Number among the topics or classes, whose place its sounds have. */
  readonly sounds: { readonly of: Place; readonly number: number };
  readonly pairs: number;
  /** The class that a rule flags its pairs for. */
  readonly flaggedFor?: number;
}

/** Makes the inputs of a world's audit. */
export function makeInputs(world: World, draw: Draw): AuditInputs {
  const codes = drawCodes(world, draw);
  const topics = drawTopics(world, draw, codes);
  const labels = codes.classes.map((_, i) => nameOf("class", i));
  const pairs = topics.flatMap(({ name, pairs }) =>
    Array.from({ length: pairs }, (_, i) => ({ id: `${name}/${i}`, label: name, text: name }))
  );
  const items = labels.flatMap((label) =>
    Array.from({ length: world.items }, (_, i) => {
      const id = `${label}/item ${i}`;
      return { id, label, source: id };
    })
  );
  const text = textsOf(labels, codes.classes, topics);
  const inputs: AuditInputs = {
    evaluation: {
      items,
      labels,
      labelSet: { name: "planted", labels: labels.map((label) => ({ label })) },
      prompts: ["{label}"],
    },
    pairs,
    backbones: {
      audio: drawSpaces(world, draw, codes, topics),
      text: withLetters(text, world.letters, draw),
      published: drawPublished(world, draw, codes.classes, labels),
      known: [],
    },
    leaks: {
      rules: ["TEXT-EXACT"],
      findings: findingsOf(topics, pairs, labels),
      nouns: new Map(),
      covered: [],
      verdict: "leaky",
    },
    hashes: {},
    notes: [],
  };
  return world.captions ? asCaptions(inputs) : inputs;
}

/** Names are one word, since random codes of captions are made of their lemmas. */
function nameOf(kind: "class" | "topic" | "flagged" | "kin", number: number): string {
  return `${kind}${String(number).padStart(3, "0")}`;
}

interface Codes {
  readonly topics: readonly (readonly number[])[];
  readonly classes: readonly (readonly number[])[];
}

function drawCodes({ topics, classes, leaked, other }: World, draw: Draw): Codes {
  const ofPool = new RandomStream(draw.pool, "texts of topics");
  const ofClasses = new RandomStream(draw.classes, "texts of classes");
  const list = (count: number, random: RandomStream) =>
    Array.from({ length: count }, () => unit(TEXT_COLUMNS, random));
  const own = list(classes, ofClasses);
  // Flagged topics that are like the unflagged ones come after these.
  return {
    topics: [...list(topics, ofPool), ...list(other > 0 ? leaked : 0, ofClasses)],
    classes: own,
  };
}

function drawTopics(world: World, { classes: seed }: Draw, codes: Codes): Topic[] {
  const { classes, topics, sounds, leaked, flagged, wrong, other, misflagged, hidden } = world;
  const random = new RandomStream(seed, "leaks");
  const plain = Array.from({ length: topics }, (_, number): Topic => ({
    name: nameOf("topic", number),
    code: codes.topics[number]!,
    sounds: { of: "topic", number },
    pairs: sounds,
    ...(number < misflagged ? { flaggedFor: number % classes } : {}),
  }));
  const ofClasses = Array.from({ length: leaked }, (_, number): Topic => {
    const chance = random.uniform();
    const place = { of: "topic", number: topics + number } as const;
    const leak = { pairs: flagged, flaggedFor: number };
    if (chance >= wrong && chance < wrong + other) {
      return {
        ...leak,
        name: nameOf("flagged", number),
        code: codes.topics[place.number]!,
        sounds: place,
      };
    }
    const own = { of: "class", number } as const;
    const label = { ...leak, name: nameOf("class", number), code: codes.classes[number]! };
    return { ...label, sounds: chance < wrong ? { of: "opposite", number } : own };
  });
  const kin = Array.from({ length: hidden }, (_, number): Topic => {
    const away = unit(TEXT_COLUMNS, random);
    const code = toUnit(
      codes.classes[number]!.map((value, i) => value + SYNONYM_DISTANCE * away[i]!),
    );
    return { name: nameOf("kin", number), code, sounds: { of: "class", number }, pairs: sounds };
  });
  return [...plain, ...ofClasses, ...kin];
}

function findingsOf(
  topics: readonly Topic[],
  pairs: readonly AuditPair[],
  labels: readonly string[],
): Finding[] {
  const flaggedFor = new Map(topics.map(({ name, flaggedFor }) => [name, flaggedFor]));
  return pairs.flatMap(({ id, label }): Finding[] => {
    const number = flaggedFor.get(label!);
    if (number === undefined) return [];
    const found = { rule: "TEXT-EXACT", flagged: true, confidence: 1 } as const;
    return [{ ...found, item: id, label: labels[number]!, evidence: label! }];
  });
}

function drawSpaces(
  world: World,
  draw: Draw,
  codes: Codes,
  topics: readonly Topic[],
): AuditAudio[] {
  const spaceOf = (name: string, hearing: Hearing) => {
    const space = new Space(name, hearing, codes, draw);
    return {
      training: matrixOf(topics.flatMap(({ sounds, pairs }) => space.train(sounds, pairs))),
      evaluation: matrixOf(
        codes.classes.flatMap((_, number) => space.evaluate(number, world.items)),
      ),
      turn: space.turn,
    };
  };
  const { turn, ...chosen } = spaceOf("backbone", world.backbone);
  const compared = (["baseline", "twin"] as const).flatMap((name): AuditAudio[] => {
    const hearing = world[name];
    if (hearing === undefined) return [];
    if (hearing !== "rotated") {
      const { training, evaluation } = spaceOf(name, hearing);
      return [{ name, baseline: undefined, training, evaluation }];
    }
    const [training, evaluation] = [turn(chosen.training, name), turn(chosen.evaluation, name)];
    return [{ name, baseline: undefined, training, evaluation }];
  });
  const has = (name: string) => compared.some((one) => one.name === name);
  const backbone: AuditAudio = {
    name: "backbone",
    baseline: has("baseline") ? "baseline" : undefined,
    ...(has("twin") ? { twin: "twin" } : {}),
    ...chosen,
  };
  return [backbone, ...compared];
}

type Texts = AuditInputs["backbones"]["text"][number];

function textsOf(
  labels: readonly string[],
  codes: readonly (readonly number[])[],
  topics: readonly Topic[],
): Texts {
  const all = new Map(topics.map(({ name, code }) => [name, code]));
  labels.forEach((label, i) => all.set(label, codes[i]!));
  return {
    name: "text",
    texts: [...all.keys()],
    vectors: matrixOf([...all.values()]),
    outOfVocabulary: [],
  };
}

/** Adds a text baseline, whose embeddings have something of the texts' meaning. */
function withLetters(text: Texts, share: number | undefined, { pool }: Draw): Texts[] {
  if (share === undefined) return [text];
  const random = new RandomStream(pool, "letters");
  const { rows, columns, values } = text.vectors;
  const vectors = Array.from(
    { length: rows },
    (_, row) =>
      between(unit(columns, random), values.subarray(row * columns, (row + 1) * columns), share),
  );
  return [{ ...text, baseline: "letters" }, {
    ...text,
    name: "letters",
    vectors: matrixOf(vectors),
  }];
}

function drawPublished(
  { published, items }: World,
  draw: Draw,
  codes: Codes["classes"],
  labels: readonly string[],
): AuditInputs["backbones"]["published"] {
  if (published === undefined) return [];
  const random = new RandomStream(draw.recordings, "published");
  const own = new RandomStream(draw.classes, "published");
  const rows = codes.flatMap((code) => {
    const place = between(unit(TEXT_COLUMNS, own), code, published.meaning);
    return Array.from(
      { length: items },
      () => place.map((value) => value + published.spread * random.normal()),
    );
  });
  return [{ name: "model", evaluation: matrixOf(rows), texts: labels, vectors: matrixOf(codes) }];
}
