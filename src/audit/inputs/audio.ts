/**
 * Reads the audio backbones of an audit: each side from its array, else by running the backbone.
 * @module
 */
import { LOG_MEL_STATISTICS } from "../../backbones/log_mel_statistics.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { FILE_COLUMN } from "../../datasets/audio_names.ts";
import { rowNotes } from "../../embeddings/row_notes.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import type { AuditBackbone } from "./shape.ts";
import type { AudioEntry, AudioSources } from "../configuration/backbone_entries.ts";
import { freeName, refuseTwice } from "./distinct.ts";
import type { InputFiles } from "./files.ts";
import { type ItemRows, readItemRows } from "./item_rows.ts";
import { type LabelHeadRows, readLabelHead } from "./label_head.ts";
import type { InputOptions } from "./input_options.ts";
import { declaredBy, runOnSide } from "./running.ts";
import { scaleNote } from "./scales.ts";
import type { Side } from "./sides.ts";
import { soundlessness } from "./sounds.ts";

/** The default baseline, an audio backbone without pre-training. */
const BASELINE = LOG_MEL_STATISTICS.name;

/** The manifests of the two sides; without separate training items, both are the evaluation's. */
export interface Sides {
  readonly training: readonly Side[];
  readonly evaluation: readonly Side[];
}

/** An audio backbone's embeddings of the items of both sides. */
export interface AudioRows {
  readonly name: string;
  readonly baseline: string | undefined;
  readonly twin: string | undefined;
  readonly training: ItemRows;
  readonly evaluation: ItemRows;
  readonly labelHead: LabelHeadRows | undefined;
  readonly known: AuditBackbone;
}

/** An audio backbone to read. */
interface Wanted {
  readonly name: string;
  /** Its key in the configuration, for messages. */
  readonly key: string;
  readonly sources: AudioSources;
  readonly role: AuditBackbone["role"];
}

/** An entry of the configuration, with its key for messages. */
interface KeyedEntry extends AudioEntry {
  readonly key: string;
}

/** The baselines, or the twins, of the entries. */
interface Comparisons {
  /** Those to read, each once. */
  readonly wanted: readonly Wanted[];
  /** The name of each entry's own; undefined where it has none. */
  readonly nameOf: readonly (string | undefined)[];
}

/**
 * Reads or runs every audio backbone of a configuration, then their baselines, then their twins. A baseline or twin
 * that several entries give in the same way is read once.
 *
 * @param onNote called with each note for the report
 */
export async function readAudio(
  configuration: AuditConfiguration,
  sides: Sides,
  files: InputFiles,
  options: InputOptions,
  onNote: (note: string) => void,
): Promise<AudioRows[]> {
  const entries = configuration.audio.map((entry, i) => ({ ...entry, key: `audio[${i}]` }));
  const soundless = await soundlessness(sides.training, files) ??
    await soundlessness(sides.evaluation, files);
  const baselines = baselinesOf(entries, sides, soundless === undefined);
  const twins = twinsOf(entries);
  const compared = [...baselines.wanted, ...twins.wanted];
  const names = [...entries, ...compared].map(({ name }) => name);
  refuseTwice(names, "audio backbones, baselines and twins included, are named");
  noteMissing(entries, baselines.nameOf, soundless, onNote);
  const all: AudioRows[] = [];
  for (const [i, entry] of entries.entries()) {
    const { name, key, labelHead } = entry;
    const wanted = { name, key, sources: entry, role: "chosen" } as const;
    const read = await readBackbone(wanted, sides, files, options);
    const head = labelHead &&
      await readLabelHead(labelHead, name, key, sides.evaluation, files, options);
    const [baseline, twin] = [baselines.nameOf[i], twins.nameOf[i]];
    all.push({ ...read, baseline, twin, labelHead: head });
  }
  for (const wanted of compared) {
    const read = await readBackbone(wanted, sides, files, options);
    all.push({ ...read, baseline: undefined, twin: undefined, labelHead: undefined });
  }
  for (const rows of all) {
    const note = scaleNote(rows, sides);
    if (note !== undefined) onNote(note);
    for (const side of new Set([rows.training, rows.evaluation])) {
      rowNotes(side.name, side, [...side.rowOf.keys()]).forEach(onNote);
    }
  }
  return all;
}

function baselinesOf(
  entries: readonly KeyedEntry[],
  sides: Sides,
  haveSounds: boolean,
): Comparisons {
  const wanted = new Map<string, Wanted>();
  const free = freeName(BASELINE, entries);
  const nameOf = entries.map(({ name, key, backbone, baseline }) => {
    // The baseline is not compared with itself.
    const byDefault = haveSounds && backbone !== BASELINE ? {} : undefined;
    const sources = baselineSources(baseline ?? byDefault, sides);
    if (sources === undefined) return undefined;
    const byDefaultNamed = wanted.size === 0 ? free : `${BASELINE} of ${name}`;
    return shared(wanted, {
      name: baseline?.name ?? byDefaultNamed,
      key: `${key}.baseline`,
      sources,
      role: "baseline",
    });
  });
  return { wanted: [...wanted.values()], nameOf };
}

function twinsOf(entries: readonly KeyedEntry[]): Comparisons {
  const wanted = new Map<string, Wanted>();
  const nameOf = entries.map(({ name, key, twin }) =>
    twin && shared(wanted, {
      name: twin.name ?? `${name} twin`,
      key: `${key}.twin`,
      sources: twin,
      role: "twin",
    })
  );
  return { wanted: [...wanted.values()], nameOf };
}

/** Adds a backbone unless one with the same sources is there, and returns the name of the one that is read. */
function shared(wanted: Map<string, Wanted>, one: Wanted): string {
  const id = JSON.stringify(one.sources);
  const { name } = wanted.get(id) ?? one;
  if (!wanted.has(id)) wanted.set(id, one);
  return name;
}

/** Gives a side of a baseline with neither array nor backbone the shipped one. */
function baselineSources(
  sources: AudioSources | undefined,
  { training, evaluation }: Sides,
): AudioSources | undefined {
  if (sources === undefined) return undefined;
  const isWhole = sources.evaluation !== undefined &&
    (sources.training !== undefined || training === evaluation);
  return sources.backbone === undefined && !isWhole ? { ...sources, backbone: BASELINE } : sources;
}

function noteMissing(
  entries: readonly AudioEntry[],
  baselines: readonly (string | undefined)[],
  soundless: string | undefined,
  onNote: (note: string) => void,
): void {
  const without = entries.filter(({ backbone }, i) =>
    baselines[i] === undefined && backbone !== BASELINE
  ).map(({ name }) => name);
  if (without.length === 0) return;
  onNote(
    `There is no baseline for ${without.join(", ")}` +
      `${soundless === undefined ? "" : `, since ${soundless}`}: arrays of one can be named in ` +
      '"baseline", and ' +
      `items that name sounds in "${FILE_COLUMN}" on both sides have one by themselves. The ` +
      "attribution leaves out what needs it.",
  );
}

async function readBackbone(
  { name, key, sources, role }: Wanted,
  sides: Sides,
  files: InputFiles,
  options: InputOptions,
): Promise<Omit<AudioRows, "baseline" | "twin" | "labelHead">> {
  const { backbone } = sources;
  const asked = { name, key, modality: "audio" } as const;
  const ledger = backbone === undefined ? undefined : await declaredBy(backbone, asked, files);
  const isOne = sides.training === sides.evaluation;
  const readRows = async (sideName: "training" | "evaluation"): Promise<ItemRows> => {
    const path = sources[sideName];
    const side = sides[sideName];
    if (path !== undefined) return await readItemRows(path, `${key}.${sideName}`, side, files);
    const run = { name, reference: backbone!, key: `${key}.backbone`, sideName };
    return await runOnSide(run, side, files, options);
  };
  const evaluation = await readRows("evaluation");
  const training = isOne ? evaluation : await readRows("training");
  if (training.columns !== evaluation.columns) {
    throw new InputError(
      `"${quotable(training.name)}" has ${training.columns} columns, ` +
        `"${quotable(evaluation.name)}" has ${evaluation.columns}`,
    );
  }
  const made = (isOne ? [sources.evaluation] : [sources.training, sources.evaluation])
    .map((path) => path === undefined ? "run" as const : "ready-made" as const);
  const embeddings = new Set(made).size > 1 ? "run and ready-made" as const : made[0]!;
  const known = { name, modality: "audio" as const, role, dimensions: evaluation.columns };
  return { name, training, evaluation, known: { ...known, embeddings, ledger } };
}
