/**
 * Lists the text backbones that an audit embeds with: those of its configuration, then their baselines.
 * @module
 */
import { CHARACTER_NGRAMS } from "../../backbones/character_ngrams.ts";
import type { TextEntry, TextSources } from "../configuration/backbone_entries.ts";
import { freeName, refuseTwice } from "./distinct.ts";
import type { AuditBackbone } from "./shape.ts";

/** The default baseline, a text backbone without pre-training. */
const BASELINE = CHARACTER_NGRAMS.name;

/** A text backbone to embed with. */
export interface WantedText {
  readonly name: string;
  /** Its key in the configuration, for messages. */
  readonly key: string;
  readonly sources: TextSources;
  readonly role: AuditBackbone["role"];
  /** Name of its baseline. */
  readonly baseline: string | undefined;
}

/**
 * Returns the text backbones, then their baselines; one that several share is there once.
 *
 * @throws {InputError} when two have one name
 */
export function wantedTexts(entries: readonly TextEntry[]): WantedText[] {
  const baselines: WantedText[] = [];
  const byDefault = freeName(BASELINE, entries);
  const chosen = entries.map((entry, i): WantedText => {
    const key = `text[${i}]`;
    const baseline = baselineOf(entry, `${key}.baseline`, baselines, byDefault);
    if (baseline !== undefined && !baselines.includes(baseline)) baselines.push(baseline);
    return { name: entry.name, key, sources: entry, role: "chosen", baseline: baseline?.name };
  });
  const all = [...chosen, ...baselines];
  refuseTwice(all.map(({ name }) => name), "text backbones, baselines included, are named");
  return all;
}

/** Returns an entry's baseline: one of those that are there, where its sources and name are the same. */
function baselineOf(
  { name: of, backbone, baseline }: TextEntry,
  key: string,
  others: readonly WantedText[],
  byDefault: string,
): WantedText | undefined {
  // The baseline is not compared with itself.
  if (baseline === undefined && backbone === BASELINE) return undefined;
  const { name, ...given } = baseline ?? {};
  const isWhole = given.backbone !== undefined || given.embeddings !== undefined;
  const sources: TextSources = isWhole ? given : { ...given, backbone: BASELINE };
  const same = others.find((one) =>
    (name ?? one.name) === one.name &&
    (["backbone", "embeddings", "items"] as const).every((key) => one.sources[key] === sources[key])
  );
  if (same !== undefined) return same;
  const isTaken = others.some((one) => one.name === byDefault);
  return {
    name: name ?? (isTaken ? `${BASELINE} of ${of}` : byDefault),
    key,
    sources,
    role: "baseline",
    baseline: undefined,
  };
}
