/**
 * Training pairs and what leaks from them, from public data: what controls are matched on.
 * @module
 */
import { readItems } from "../../../src/datasets/items.ts";
import { loadInstruments } from "../../../src/datasets/instruments.ts";
import { dealClasses } from "../../../src/audit/trainings/folds.ts";
import { captionNouns } from "../../../src/leakage/caption_nouns.ts";
import type { Finding, TrainingPair } from "../../../src/leakage/findings.ts";
import type { LabelSet } from "../../../src/leakage/labels/label_set.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import type { CaptionNouns } from "../../../src/leakage/pools/sounds_and_topics.ts";
import { scanPairs } from "../../../src/leakage/scan.ts";
import { sharedPath } from "../../shared.ts";

/** Pairs with what the rules find. */
export interface MatchingCase {
  /** What it is, for the table. */
  readonly name: string;
  /** The training pairs. */
  readonly pairs: readonly TrainingPair[];
  /** What the rules find. */
  readonly findings: readonly Finding[];
  /** The nouns of captions. */
  readonly nouns: CaptionNouns;
}

/** The rules about words that flag. */
const WORD_RULES = ["TEXT-EXACT", "TEXT-LEMMA", "TEXT-SYNONYM", "TEXT-HYPONYM"] as const;

/** Makes the case of fold 4 of ESC-50 against the other folds of ESC-10; undefined without the data. */
export async function escCase(): Promise<MatchingCase | undefined> {
  const fold4 = sharedPath("data/esc50-fold4/esc50-fold4.csv");
  const esc10 = sharedPath("data/esc10/metadata.csv");
  if (fold4 === undefined || esc10 === undefined) return undefined;
  const pairs = (await readItems(fold4, { fileColumn: "filename" })).map(({ id, columns }) => ({
    id,
    text: columns["category"]!.replaceAll("_", " "),
    label: columns["category"]!,
    source: columns["src_file"]!,
  }));
  const items = (await readItems(esc10)).filter(({ columns }) => columns["fold"] !== "4")
    .map(({ id, columns }) => ({ id, label: columns["label"]!, source: columns["source_id"]! }));
  const labels = named([...new Set(items.map(({ label }) => label))]);
  const rules = ["TEXT-EXACT", "AUDIO-SOURCE"] as const;
  const findings = await scanPairs(pairs, { labels, items }, rules);
  return { name: "ESC-50 fold 4, ESC-10", pairs, findings, nouns: new Map() };
}

/** Makes a case for each class fold of the demo. */
export async function demoCases(): Promise<MatchingCase[]> {
  const notes = await loadInstruments();
  const of = (side: string) =>
    notes.filter((note) => note.side === side)
      .map(({ id, label, sourceId }) => ({ id, label, source: sourceId, text: label }));
  const [pairs, items] = [of("training"), of("evaluation")];
  const labels = [...new Set(items.map(({ label }) => label))].sort();
  const folds = dealClasses(labels, 6);
  return await Promise.all(folds.map(async (own, fold) => {
    const evaluation = {
      labels: named(own),
      items: items.filter(({ label }) => own.includes(label)),
    };
    const findings = await scanPairs(pairs, evaluation, ["TEXT-EXACT", "AUDIO-SOURCE"]);
    return { name: `demo, fold ${fold + 1} of 6`, pairs, findings, nouns: new Map() };
  }));
}

/**
 * Makes the cases of AudioCaps' captions against all labels of ESC-50, and against each of its class folds; undefined
 * without the data.
 *
 * @param file `val` has 5 captions of 495 sounds
 */
export async function audiocapsCases(
  file: string,
  folds: number,
): Promise<MatchingCase[] | undefined> {
  const path = sharedPath(`data/audiocaps/${file}.csv`);
  if (path === undefined) return undefined;
  const seen = new Map<string, number>();
  const rows = await readItems(path, { idColumn: "audiocap_id" });
  const pairs = rows.map(({ columns }) => {
    const sound = `${columns["youtube_id"]}_${columns["start_time"]}`;
    const number = (seen.get(sound) ?? 0) + 1;
    seen.set(sound, number);
    return { id: `${sound}#${number}`, text: columns["caption"]! };
  });
  const nouns = await captionNouns(pairs);
  const { labels } = await readLabels("esc50");
  const names = labels.map(({ label }) => label).sort();
  const groups = folds === 1 ? [] : dealClasses(names, folds);
  const cases = [
    { name: `AudioCaps ${file}, ESC-50`, own: names },
    ...groups.map((own, i) => ({ name: `AudioCaps ${file}, fold ${i + 1} of ${folds}`, own })),
  ];
  return await Promise.all(cases.map(async ({ name, own }) => {
    const set = { name: "ESC-50", labels: labels.filter(({ label }) => own.includes(label)) };
    const findings = await scanPairs(pairs, { labels: set, items: [] }, WORD_RULES);
    return { name, pairs, findings, nouns };
  }));
}

/** Labels that mean their own words. */
function named(labels: readonly string[]): LabelSet {
  return { name: "labels", labels: labels.map((label) => ({ label })) };
}
