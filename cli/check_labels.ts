/** `earnest labels --check SET`: goes through what is unsure in a label set, one key each. */
import { InputError } from "../src/basics/errors.ts";
import { OutputFile } from "../src/basics/output/output_file.ts";
import { printable, quotable } from "../src/basics/printable.ts";
import { safeJson } from "../src/basics/safe_json.ts";
import {
  answered,
  questionsAbout,
  type SenseAnswer,
  type SenseQuestion,
  withChecked,
} from "../src/leakage/labels/check_labels.ts";
import { formatLabelSet, type LabelEntry, type LabelSet } from "../src/leakage/labels/label_set.ts";
import { readLabels } from "../src/leakage/labels/read_labels.ts";
import { isShipped } from "../src/leakage/labels/shipped.ts";
import type { SenseChoice } from "../src/leakage/labels/sense_candidates.ts";
import { WordNet } from "../src/leakage/wordnet/wordnet.ts";
import { LABEL_SET } from "./outputs.ts";
import { wrap } from "./wrap.ts";

/** What a key says. */
type Said = SenseAnswer | "skip" | "quit";

/** Gives the next key that a person presses; undefined where there is none. */
export type NextKey = () => Promise<string | undefined>;

/** Begins what a key without a character sends. */
const ESCAPE = "\x1b";

/** Keys of other senses; 0, n, q, s and y say something else. */
const KEYS = "123456789abcdefghijklmoprtuvwxz";

/**
 * Asks about the labels that are marked `checked: false`, and writes the set after each label that was answered, so that
 * a later call goes on with the rest.
 *
 * @throws {InputError} when the file is no label set, or it is edited meanwhile
 */
export async function checkLabels(path: string, json: boolean, nextKey: NextKey): Promise<void> {
  if (isShipped(path) || !/\.json$/i.test(path)) throw noSet(path);
  let written = await Deno.readTextFile(path).catch(() => "");
  const given = await readLabels(path);
  if (!isSet(written)) throw noSet(path);
  using file = await OutputFile.open(path, { ...LABEL_SET, isOwn: () => true }, { force: true });
  const wordnet = await WordNet.open();
  const questionsOf = questionsAbout(given, wordnet);
  const unsure = given.labels.filter(({ checked }) => checked === false);
  const say = json ? () => {} : (text: string) => console.log(text);
  let set: LabelSet = given;
  const write = async (changed: LabelSet) => {
    // A person may have edited it meanwhile.
    if (await Deno.readTextFile(path) !== written) throw changedMeanwhile(path);
    await file.write(written = formatLabelSet(set = changed));
  };
  for (const [i, entry] of unsure.entries()) {
    say(`\n${wrap(printable(entry.label), `[${i + 1} of ${unsure.length}] `)}`);
    const outcome = await ask(entry, questionsOf(entry), { wordnet, nextKey, say });
    if (outcome === "quit") break;
    if (outcome === "skip") continue;
    await write(withChecked(set, outcome));
  }
  if (unsure.length === 0 && given.checked === false) {
    const { checked: _, ...checked } = given;
    await write(checked);
  }
  const left = set.labels.filter(({ checked }) => checked === false).length;
  if (json) {
    return console.log(safeJson({ file: path, checked: unsure.length - left, unsure: left }));
  }
  const rest = left === 0
    ? "nothing is unsure"
    : `${left} unsure; the same command goes on with them`;
  say(`\n${wrap(`${printable(path)}: ${unsure.length - left} checked, ${rest}.`, "")}`);
}

interface Asking {
  readonly wordnet: WordNet;
  readonly nextKey: NextKey;
  readonly say: (text: string) => void;
}

/** Asks about a label; returns its entry after the answers. */
async function ask(
  entry: LabelEntry,
  questions: readonly SenseQuestion[],
  { wordnet, nextKey, say }: Asking,
): Promise<LabelEntry | "skip" | "quit"> {
  let now = entry;
  for (const question of questions) {
    const others = question.others.slice(0, KEYS.length);
    say(questionText(question, others));
    let said: Said | undefined;
    while (said === undefined) {
      const key = await nextKey();
      if (key === undefined) return "quit";
      said = meaningOfKey(key, others.length);
    }
    if (said === "skip" || said === "quit") return said;
    now = answered(now, { ...question, others }, said, wordnet);
  }
  return now;
}

function questionText({ words, current }: SenseQuestion, others: readonly SenseChoice[]): string {
  const line = ({ name, gloss }: SenseChoice, key: string) =>
    wrap(
      `${name}: ${printable(gloss.replace(/; ".*$/, ""))}`,
      `  ${key.padEnd(6)}`,
      " ".repeat(10),
    );
  const lines = current.map((sense, i) => line(sense, i === 0 ? "Enter" : "and"));
  if (current.length === 0) {
    lines.push(wrap(`"${printable(words)}" is found by its own words alone`, "  Enter "));
  }
  lines.push(...others.map((sense, i) => line(sense, KEYS[i]!)));
  if (current.length > 0) lines.push(wrap("none of them: its own words alone", "  0     "));
  return [...lines, "  s skips, q quits"].join("\n");
}

/** What a key says; undefined for a key that says nothing. */
function meaningOfKey(key: string, others: number): Said | undefined {
  if (key === "\n" || key === "\r" || key === "y") return "right";
  if (key === "0" || key === "n") return "none";
  if (key === "s") return "skip";
  if (key === "q" || key === "\x04") return "quit";
  const number = KEYS.indexOf(key);
  return number >= 0 && number < others ? number : undefined;
}

/** Reads keys from the terminal as they are pressed, or from a pipe; call what it returns last to restore the terminal. */
export function keysOfStandardInput(): { nextKey: NextKey; restore: () => void } {
  const isTerminal = Deno.stdin.isTerminal();
  if (isTerminal) Deno.stdin.setRaw(true, { cbreak: true });
  const byte = new Uint8Array(1);
  // Waiting must not keep a signal from being handled.
  const nextByte = async () =>
    await Deno.stdin.read(byte) === null ? undefined : String.fromCharCode(byte[0]!);
  return {
    nextKey: async () => {
      let key = await nextByte();
      while (key === ESCAPE) {
        await passOver(nextByte);
        key = await nextByte();
      }
      return key;
    },
    restore: () => {
      if (isTerminal) Deno.stdin.setRaw(false);
    },
  };
}

/** Passes over the rest of what an arrow, Delete or function key sends: its digits are no answers. */
async function passOver(nextByte: NextKey): Promise<void> {
  const kind = await nextByte();
  if (kind === "O") await nextByte();
  if (kind !== "[") return;
  let last = await nextByte();
  while (last !== undefined && !/[@-~]/.test(last)) last = await nextByte();
}

function isSet(text: string): boolean {
  const value: unknown = JSON.parse(text);
  return typeof value === "object" && value !== null && "schema" in value;
}

function changedMeanwhile(path: string): InputError {
  return new InputError(
    `"${
      quotable(path)
    }" changed while it was checked, so the last answer is not written; run the same command again`,
  );
}

function noSet(path: string): InputError {
  return new InputError(
    `"${quotable(path)}" is no label set that can be checked; "earnest labels ${quotable(path)} ` +
      '--out labels.json" drafts one',
  );
}
