/**
 * The table of the path from chance to the dirty accuracy: its parts down, pairs of backbones across.
 * @module
 */
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { Attribution, AuditResults } from "../../../audit/results/results.ts";
import { chanceText, decimal, withRange } from "../../../statistics/format.ts";
import { pairsOf } from "../../pairs.ts";
import { partsOfPath } from "../../path_parts.ts";
import { listed } from "../methods/sentence.ts";
import {
  ENDS,
  endsOf,
  intervalsCaption,
  numbers,
  type PaperTable,
  type ShownTable,
  words,
} from "../table.ts";

/** Parts that clean minus chance is made of. */
const TRANSFER = ["baseline features", "text backbone", "audio backbone", "backbone labels"];

/** Most pairs of backbones beside each other: more are not readable across two columns of a page. */
const MOST_ACROSS = 4;

interface NamedPath {
  readonly name: string;
  readonly attribution: Attribution;
}

/** Makes the table; undefined where nothing was taken apart. */
export function pathTable(results: AuditResults): PaperTable | undefined {
  const paths = pairsOf(results).flatMap(({ name, attribution }) =>
    attribution === undefined ? [] : [{ name, attribution }]
  );
  if (paths.length === 0) return undefined;
  const shares = Array.from(
    { length: Math.ceil(paths.length / MOST_ACROSS) },
    (_, at) => paths.slice(at * MOST_ACROSS, (at + 1) * MOST_ACROSS),
  );
  return {
    name: "path",
    columns: ["audio", "text", "part", "value", ...ENDS],
    rows: paths.flatMap(({ attribution }) => rowsOf(attribution)),
    shown: shares.map((share) => shownOf(share, results)),
  };
}

function rowsOf({ audio, text, path, dirty }: Attribution) {
  const row = (part: string, value: number) => [audio, text, part, value, ...endsOf(undefined)];
  return [
    row("chance", path.chance),
    ...partsOfPath(path).map(({ name, part }) => [audio, text, name, part.value, ...endsOf(part)]),
    row("dirty", dirty),
  ];
}

function shownOf(paths: readonly NamedPath[], results: AuditResults): ShownTable {
  const { accuracy } = wordsOf(results.measure);
  // A part that one path has and another has not stands where the longest path has it.
  const names = [
    ...new Set(
      paths.map(({ attribution: { path } }) => partsOfPath(path).map(({ name }) => name))
        .sort((a, b) => b.length - a.length).flat(),
    ),
  ];
  const cell = ({ attribution: { path } }: NamedPath, name: string) => {
    const found = partsOfPath(path).find((part) => part.name === name)?.part;
    return found === undefined ? "" : withRange(found.value, found);
  };
  return {
    caption: `The dirty ${accuracy} taken apart: its parts add up to it. Transfer is what is ` +
      `learned on pairs that the leak rules find clean (clean minus chance)${
        names.includes("transfer") ? "" : transferParts(names)
      }; ${leaksOf(names)}. ${intervalsOf(results)}`,
    heads: [words("part"), ...paths.map(({ name }) => numbers(name))],
    groups: [{
      rows: [
        ["chance", ...paths.map(({ attribution }) => chanceText(attribution.path.chance))],
        ...names.map((name) => [`+ ${name}`, ...paths.map((path) => cell(path, name))]),
        ["= dirty", ...paths.map(({ attribution }) => decimal(attribution.dirty))],
      ],
    }],
  };
}

/** Says which parts are transfer, where that has several. */
function transferParts(names: readonly string[]): string {
  const parts = TRANSFER.filter((name) => names.includes(name));
  return parts.length === 0 ? "" : `, in parts: ${listed(parts)}`;
}

/** Says what the parts about flagged pairs are, of those that are shown. */
function leaksOf(names: readonly string[]): string {
  const split =
    "leakage is what flagged pairs give beyond as many unflagged ones, volume what the " +
    "rest of the pairs gives";
  const whole = "flagged pairs is dirty minus clean, not split into leakage and volume, since no " +
    "control pool matches the clean one";
  const shown = [
    ...(names.includes("leakage") ? [split] : []),
    ...(names.includes("flagged pairs") ? [whole] : []),
  ];
  return shown.join("; ");
}

/** The first of both intervals is the one that is shown. */
function intervalsOf(results: AuditResults): string {
  return intervalsCaption(results).replace(/ and for these .*\.$/, ".");
}
