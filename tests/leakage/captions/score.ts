/**
 * Computes precision and recall of a text matcher over the caption sets in this folder:
 * `deno run -A tests/leakage/captions/score.ts [--errors]`.
 * @module
 */
import { isShipped, shippedLabelSet } from "../../../src/leakage/labels/shipped.ts";
import { TEXT_RULES, type TextRule } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules, type Mention } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { type Caption, captionSets } from "./caption_set.ts";

/** Finds labels in captions. */
export interface CaptionMatcher {
  /** Returns the findings of one caption; for rules that flag, only `certain` ones count. */
  find(text: string): readonly Pick<Mention, "rule" | "label" | "confidence" | "certain">[];
}

/** A finding that is missing, or one that is wrong. */
export interface Mistake {
  /** `other rule` means that the label is found correctly, but by another rule than in the gold. */
  readonly kind: "missed" | "wrong" | "other rule";
  readonly caption: Caption;
  readonly rule: TextRule;
  readonly label: string;
}

/** Counts of combinations of caption and label for one rule. */
export interface Score {
  readonly rule: TextRule;
  /** True findings. */
  readonly gold: number;
  /** Findings of the matcher. */
  readonly found: number;
  /** Findings that are true and found. */
  readonly right: number;
}

/** Reported findings at or below this confidence are label words in another sense. */
const LEAST_CONFIDENCE = 0.3;
/** The 97.5 % quantile of the normal distribution. */
const Z = 1.959964;

/** Compares a matcher's findings with the gold, by rule. */
export function scoreMatcher(captions: readonly Caption[], matcher: CaptionMatcher) {
  const mistakes: Mistake[] = [];
  const counts = new Map(TEXT_RULES.map((rule) => [rule, { rule, gold: 0, found: 0, right: 0 }]));
  for (const caption of captions) {
    const gold = new Set(caption.gold.map(({ rule, label }) => `${rule} ${label}`));
    const found = new Set(
      matcher.find(caption.text).filter(isCounted).map(({ rule, label }) => `${rule} ${label}`),
    );
    for (const finding of new Set([...gold, ...found])) {
      const space = finding.indexOf(" ");
      const rule = finding.slice(0, space) as TextRule;
      const label = finding.slice(space + 1);
      const count = counts.get(rule)!;
      if (gold.has(finding)) count.gold++;
      if (found.has(finding)) count.found++;
      if (gold.has(finding) && found.has(finding)) count.right++;
      else mistakes.push({ kind: kindOf(finding, gold, found), caption, rule, label });
    }
  }
  return { scores: [...counts.values()] as Score[], mistakes };
}

function isCounted({ rule, confidence, certain }: ReturnType<CaptionMatcher["find"]>[number]) {
  return rule === "TEXT-HYPERNYM" ? confidence > LEAST_CONFIDENCE : certain;
}

function kindOf(finding: string, gold: ReadonlySet<string>, found: ReadonlySet<string>) {
  const missed = gold.has(finding);
  const label = finding.slice(finding.indexOf(" "));
  const others = missed ? found : gold;
  if ([...others].some((other) => other.endsWith(label))) return "other rule";
  return missed ? "missed" : "wrong";
}

/** Returns the share of correct ones; 1 where there are none at all. */
export function share(right: number, all: number): number {
  return all === 0 ? 1 : right / all;
}

/** Computes Wilson's 95 % interval of a share (E. B. Wilson 1927). */
export function wilsonInterval(right: number, all: number): [number, number] {
  if (all === 0) return [0, 1];
  const p = right / all;
  const spread = Z * Math.sqrt(p * (1 - p) / all + Z * Z / (4 * all * all));
  const shrink = 1 + Z * Z / all;
  const middle = p + Z * Z / (2 * all);
  return [Math.max(0, (middle - spread) / shrink), Math.min(1, (middle + spread) / shrink)];
}

/** Formats the scores as a table of at most 80 columns. */
export function scoreTable(scores: readonly Score[]): string {
  const cell = (right: number, all: number) => {
    const [low, high] = wilsonInterval(right, all);
    return `${share(right, all).toFixed(3)} [${low.toFixed(2)}, ${high.toFixed(2)}]`;
  };
  const lines = scores.map(({ rule, gold, found, right }) => {
    const counts = [gold, found, right].map((count) => String(count).padStart(7)).join("");
    return `${rule.padEnd(14)}${counts}   ${cell(right, found)}   ${cell(right, gold)}`;
  });
  return ["rule             gold  found  right   precision            recall", ...lines].join("\n");
}

/** Lists the mistakes by kind and rule, one a line. */
export function mistakeList(mistakes: readonly Mistake[]): string {
  return mistakes
    .map(({ kind, rule, label, caption }) =>
      `${kind.padEnd(10)}  ${rule.padEnd(13)}  ${label.padEnd(16)}  ${caption.id}  ` +
      `${caption.trap === undefined ? "" : `(${caption.trap}) `}${caption.text}`
    )
    .sort().join("\n");
}

/** Compiled matchers by the names of label sets: AudioSet's takes five seconds, and has six sets of captions. */
const MATCHERS = new Map<string, Promise<CaptionMatcher>>();

/** Compiles the text rules with a label set that ships. */
export function shippedMatcher(name: string): Promise<CaptionMatcher> {
  const compile = async () =>
    compileTextRules(await shippedLabelSet(name), await WordNet.open(), TEXT_RULES);
  const known = MATCHERS.get(name) ?? compile();
  MATCHERS.set(name, known);
  return known;
}

if (import.meta.main) {
  for (const { name, labelSet, isOpen, captions } of captionSets()) {
    if (!isShipped(labelSet)) continue;
    const traps = captions.filter(({ trap }) => trap !== undefined).length;
    const { scores, mistakes } = scoreMatcher(captions, await shippedMatcher(labelSet));
    console.log(`${name}: ${captions.length} captions, ${traps} of them traps\n`);
    console.log(`${scoreTable(scores)}\n`);
    // A blind set whose mistakes are read and corrected becomes a second development set.
    if (Deno.args.includes("--errors") && isOpen) console.log(`${mistakeList(mistakes)}\n`);
  }
}
