/**
 * Lists the files that a configuration names.
 * @module
 */
import { splitArrayName } from "../../embeddings/arrays.ts";
import { isShipped } from "../../leakage/labels/shipped.ts";
import type { AuditConfiguration } from "./configuration.ts";
import { corporaOf, type ItemPaths, pathsOf } from "./corpora.ts";

/** Returns the cards that a configuration names, each once, as written there. */
export function cardsOf({ audio, text }: AuditConfiguration): string[] {
  const all: readonly { readonly backbone?: string | undefined }[] = [
    ...audio,
    ...audio.flatMap(({ baseline, twin, labelHead }) => [baseline, twin, labelHead])
      .filter((one) => one !== undefined),
    ...text,
    ...text.map(({ baseline }) => baseline ?? {}),
  ];
  const references = all.flatMap(({ backbone }) => backbone ?? []);
  return [...new Set(references.filter((reference) => /\.json$/i.test(reference)))];
}

/** A model without a card. */
export interface NamedModel {
  /** The key of its entry: `audio[0].twin`. */
  readonly key: string;
  /** What it embeds. */
  readonly modality: "audio" | "text";
  /** What names it; undefined where that is missing. */
  readonly backbone: string | undefined;
  /** The file of its ledger. */
  readonly ledger: string;
}

/** Returns the models without a card that a configuration names. */
export function modelsOf({ audio, text }: AuditConfiguration): NamedModel[] {
  const entries = [
    ...audio.flatMap((entry, i) => [
      { key: `audio[${i}]`, modality: "audio" as const, ...entry },
      { ...entry.baseline, key: `audio[${i}].baseline`, modality: "audio" as const },
      { ...entry.twin, key: `audio[${i}].twin`, modality: "audio" as const },
    ]),
    ...text.flatMap((entry, i) => [
      { key: `text[${i}]`, modality: "text" as const, ...entry },
      { ...entry.baseline, key: `text[${i}].baseline`, modality: "text" as const },
    ]),
  ];
  return entries.flatMap(({ key, modality, backbone, ledger }) =>
    ledger === undefined ? [] : [{ key, modality, backbone, ledger }]
  );
}

/** Returns every file and embedding set that a configuration names, each once, as written there. */
export function filesOf(configuration: AuditConfiguration): string[] {
  const { training, evaluation, audio, text, published, leakage } = configuration;
  const { labels, exclude = [] } = leakage;
  const isFile = (labels: string | undefined) => labels !== undefined && !isShipped(labels);
  const arrays = audio.flatMap(({ baseline, twin, labelHead, ...entry }) => [
    ...[entry, baseline, twin].flatMap((sides) =>
      [sides?.training, sides?.evaluation].flatMap(listOf)
    ),
    ...listOf(labelHead?.evaluation),
    ...[labelHead?.labels].filter(isFile),
  ]);
  const named = [
    ...corporaOf(training).map(({ items }) => items),
    ...pathsOf(evaluation.items),
    ...[labels].filter(isFile),
    ...exclude,
    ...arrays,
    ...text.flatMap(({ embeddings, items, baseline }) => [
      ...[embeddings, items],
      ...[baseline?.embeddings, baseline?.items],
    ]),
    ...published.flatMap(({ audio, text, textItems }) => [...pathsOf(audio), text, textItems]),
    ...cardsOf(configuration),
    ...modelsOf(configuration).map(({ ledger }) => ledger),
  ];
  const files = named.filter((path) => path !== undefined).map((path) => splitArrayName(path).file);
  return [...new Set(files)];
}

function listOf(paths: ItemPaths | undefined): readonly string[] {
  return paths === undefined ? [] : pathsOf(paths);
}
