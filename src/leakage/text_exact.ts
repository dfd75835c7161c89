/**
 * The rule `TEXT-EXACT`: a training text that contains an evaluation label as a whole phrase.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import { printable } from "../basics/printable.ts";
import type { Finding, TrainingPair } from "./findings.ts";
import { type Word, wordsOf } from "./text/words.ts";

/** A node of the trie over the labels' words. */
interface Node {
  readonly next: Map<string, Node>;
  /** The labels whose last word leads here; several where they differ in case or separators only. */
  readonly labels: string[];
}

/**
 * Compiles labels into a function that finds them in training texts, in one pass over a text's words.
 *
 * A label matches where all its words stand in the text one after the other, after case folding and with any
 * separators between them: "snare drum" is found in "marching snare-drum", "crow" is not found in "crowd".
 * A label is found at most once in a text, at its first place. The span covers the phrase in the raw text.
 *
 * @throws {InputError} when a label has no word
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const find = compileTextExact(["sea_waves", "crow"]);
 * const [finding, ...rest] = find({ id: "1", text: "A crowd by the Sea-Waves" });
 * assert.equal(finding?.label, "sea_waves");
 * assert.deepEqual(finding?.span, [15, 24]);
 * assert.deepEqual(rest, []);
 * ```
 */
export function compileTextExact(labels: readonly string[]): (pair: TrainingPair) => Finding[] {
  const root = compileTrie(labels);
  return ({ id, text }) =>
    labelsIn(root, wordsOf(text)).map(({ label, span }) => ({
      rule: "TEXT-EXACT",
      flagged: true,
      item: id,
      label,
      evidence: text,
      span,
      confidence: 1,
    }));
}

function compileTrie(labels: readonly string[]): Node {
  const root: Node = { next: new Map(), labels: [] };
  for (const label of new Set(labels)) {
    const words = wordsOf(label);
    if (words.length === 0) {
      throw new InputError(`Label "${printable(label)}" has no word; expected a letter or digit`);
    }
    let node = root;
    for (const { key } of words) {
      let child = node.next.get(key);
      if (child === undefined) node.next.set(key, child = { next: new Map(), labels: [] });
      node = child;
    }
    node.labels.push(label);
  }
  return root;
}

function labelsIn(root: Node, words: readonly Word[]) {
  const found = new Map<string, [number, number]>();
  for (let first = 0; first < words.length; first++) {
    let node: Node | undefined = root;
    for (let last = first; last < words.length; last++) {
      node = node.next.get(words[last]!.key);
      if (node === undefined) break;
      for (const label of node.labels) {
        if (!found.has(label)) found.set(label, [words[first]!.start, words[last]!.end]);
      }
    }
  }
  return Array.from(found, ([label, span]) => ({ label, span }));
}
