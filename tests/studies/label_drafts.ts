/**
 * Measures drafts of label sets, and those that ship, on the captions of Clotho and AudioCaps:
 *
 *     deno run -A tests/studies/label_drafts.ts [SET] [--shipped] [--plain] [--all] [--read N] [--seed N]
 *
 * SET is `FSD50k` (default), `audioset`, or a list of labels, which is drafted; with `--plain` its labels are not, and
 * with `--shipped` SET is a label set that ships, such as `fsd50k`. *Mechanical
 * recall*: of the captions that hold a label of one word in some form, as a noun or as a verb, the share that is
 * flagged for it. Where the word is part of another label's own name, or of a synonym of several words, it is that
 * label's: a fire truck is no Fire where `Fire engine, fire truck (siren)` is flagged, an engine's hum no Humming where
 * `Hum` is, and "birds sing" no Singing where it is `Bird song`; so is a word that is a name of another label that is
 * flagged, as honking is of `Vehicle horn, car horn, honking`; and forms that are nouns of their own ("a bit" for
 * Biting) do not count. (With `--all` they do.) It counts "trains" as Train where people train
 * dogs, so not all that is missed is a fault. With
 * `--read N`, N findings by another rule than the label's own words, N of any rule, and N captions without a finding
 * are printed, drawn by seed (default 0), for a person to judge.
 * @module
 */
import { parseArgs } from "node:util";
import { tableOf } from "../../cli/table.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { readCsv } from "../../src/formats/csv.ts";
import { dictionaryForms } from "../../src/leakage/labels/dictionary_form.ts";
import { draftLabels } from "../../src/leakage/labels/draft_labels.ts";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { TEXT_RULES } from "../../src/leakage/text/meaning.ts";
import { compileTextRules, type Mention } from "../../src/leakage/text/text_rules.ts";
import { tokenize } from "../../src/leakage/text/tokens.ts";
import { formsOf } from "../../src/leakage/wordnet/inflection.ts";
import { WordNet } from "../../src/leakage/wordnet/wordnet.ts";
import { sharedPath } from "../shared.ts";

/** Recall of one label. */
interface Recall {
  readonly label: string;
  /** Captions that hold it. */
  readonly holding: number;
  /** Those of them that are flagged for it. */
  readonly flagged: number;
}

/** A label that lacks this share of its captions is named. */
const LOW = 0.5;

const { values: { shipped, plain, all, read, seed }, positionals: [name = "FSD50k"] } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    shipped: { type: "boolean", default: false },
    plain: { type: "boolean", default: false },
    all: { type: "boolean", default: false },
    read: { type: "string", default: "0" },
    seed: { type: "string", default: "0" },
  },
});
const wordnet = await WordNet.open();
const listed = shipped
  ? undefined
  : sharedPath(`data/laion-class-labels/${name}_class_labels_indices.json`);
const given = await readLabels(listed ?? name);
const set = plain || shipped
  ? given
  : draftLabels(given.labels.map(({ label }) => label), given.name, wordnet).set;
const matcher = compileTextRules(set, wordnet, TEXT_RULES);
const captions = await allCaptions();
const unsure = set.labels.filter(({ checked }) => checked === false).length;
console.log(
  `${set.labels.length} labels, ${unsure} of them unsure; ${captions.length} captions\n`,
);

const tokens = captions.map((text) => tokenize(text));
const words = tokens.map((some) => new Set(some.words));
const found = captions.map((text) => matcher.find(text).filter(isFlagged));
printRecall();
if (Number(read) > 0) printSamples(Number(read), Number(seed));

function isFlagged({ rule, certain }: Mention): boolean {
  return certain && rule !== "TEXT-HYPERNYM";
}

async function allCaptions(): Promise<string[]> {
  const files = [
    ...["development", "evaluation"].map((part) => `clotho-captions/clotho_captions_${part}.csv`),
    ..."val test".split(" ").map((part) => `audiocaps/${part}.csv`),
  ];
  const texts: string[] = [];
  for (const file of files) {
    const path = sharedPath(`data/${file}`);
    if (path === undefined) continue;
    const { columns, rows } = readCsv(await Deno.readFile(path), path);
    const wanted = columns.filter((column) => /^caption(_\d)?$/.test(column));
    for (const { values } of rows) for (const column of wanted) texts.push(values[column]!);
  }
  return texts;
}

/** Prints mechanical recall over captions (micro), over labels (macro), and the labels where it is low. */
function printRecall(): void {
  const recalls = set.labels.flatMap(({ label }) => {
    const recall = recallOf(label);
    return recall === undefined || recall.holding === 0 ? [] : [recall];
  });
  const shareOf = ({ flagged, holding }: Omit<Recall, "label">) => flagged / holding;
  const total = recalls.reduce((sum, { holding, flagged }) => ({
    holding: sum.holding + holding,
    flagged: sum.flagged + flagged,
  }), { holding: 0, flagged: 0 });
  const low = recalls.filter((recall) => shareOf(recall) < LOW);
  console.log(tableOf([
    ["labels of one word that captions hold", String(recalls.length)],
    ["captions and labels", String(total.holding)],
    ["micro recall", shareOf(total).toFixed(3)],
    [
      "macro recall",
      (recalls.reduce((sum, one) => sum + shareOf(one), 0) / recalls.length).toFixed(3),
    ],
    [`labels below ${LOW}`, String(low.length)],
  ]));
  const missed = recalls.map((one) => ({ ...one, missed: one.holding - one.flagged }))
    .sort((a, b) => b.missed - a.missed).slice(0, 15);
  console.log(
    `\nlow: ${low.map(describe).join(", ")}\nmost missed: ${missed.map(describe).join(", ")}`,
  );
}

function describe({ label, flagged, holding }: Recall): string {
  return `${label} ${flagged}/${holding}`;
}

/** Returns the recall of a label of one word; undefined for another label. */
function recallOf(label: string): Recall | undefined {
  const { words: [word, ...others] } = tokenize(label);
  if (word === undefined || others.length > 0) return undefined;
  const forms = new Set(
    (["noun", "verb"] as const).flatMap((kind) =>
      [word, ...dictionaryForms(word, kind, wordnet)].flatMap((lemma) =>
        wordnet.senses(lemma, kind).length > 0 ? formsOf(lemma, kind) : [lemma]
      )
    ).filter((form) => all || form === word || !isOwnNoun(form)),
  );
  let holding = 0;
  let flagged = 0;
  captions.forEach((_, i) => {
    if (words[i]!.isDisjointFrom(forms)) return;
    const isFlaggedForIt = found[i]!.some((mention) => mention.label === label);
    if (!all && !isFlaggedForIt && (isOthers(i, forms) || isNamedBy(i, label, forms))) return;
    holding++;
    if (isFlaggedForIt) flagged++;
  });
  return { label, holding, flagged };
}

/** Whether an irregular form is a noun of another meaning: the bit of "a bit", not the bark of "barked". */
function isOwnNoun(form: string): boolean {
  return !/(?:s|ing|ed)$/.test(form) &&
    wordnet.senses(form, "noun").some(({ lemmas }) => lemmas[0] === form) &&
    dictionaryForms(form, "verb", wordnet).some((lemma) => lemma !== form);
}

/** Whether each of a caption's words of these forms is part of another label's own name, or of a longer synonym, there. */
function isOthers(i: number, forms: ReadonlySet<string>): boolean {
  const { words, starts, ends } = tokens[i]!;
  const names = found[i]!.filter(({ rule, matched }) =>
    rule === "TEXT-EXACT" || rule === "TEXT-LEMMA" ||
    (rule === "TEXT-SYNONYM" && tokenize(matched).words.length > 1)
  );
  return words.every((word, at) =>
    !forms.has(word) ||
    names.some(({ start, end }) => start <= starts[at]! && ends[at]! <= end)
  );
}

/** Whether a caption is flagged for another label that has a form of the word for a name, as honking is a car's horn. */
function isNamedBy(i: number, label: string, forms: ReadonlySet<string>): boolean {
  return found[i]!.some((mention) =>
    mention.label !== label && mention.label.replace(/\(.*\)/, "").split(",")
      .some((name) => forms.has(name.trim().toLowerCase()))
  );
}

/** Prints findings and captions without one, drawn by seed. */
function printSamples(count: number, seed: number): void {
  const random = new RandomStream(seed, "label drafts");
  const findings = captions.flatMap((text, i) => found[i]!.map((mention) => ({ text, mention })));
  const beyond = findings.filter(({ mention }) => /SYNONYM|HYPONYM/.test(mention.rule));
  const without = captions.filter((_, i) => found[i]!.length === 0);
  console.log(`\n${findings.length} findings, ${beyond.length} beyond the labels' own words`);
  for (const [title, some] of [["Beyond own words", beyond], ["Findings", findings]] as const) {
    console.log(`\n${title}`);
    for (const { text, mention } of random.shuffled(some).slice(0, count)) {
      const { rule, label, matched, path } = mention;
      console.log(`${rule.slice(5)} | ${label} | ${matched} | ${path ?? ""} | ${text}`);
    }
  }
  console.log(`\nWithout a finding (${without.length} of ${captions.length} captions)`);
  for (const text of random.shuffled(without).slice(0, count)) console.log(text);
}
