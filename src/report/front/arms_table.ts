/**
 * The table over all arms of an audit: a row for each combination of backbones, a column for each condition and part.
 * @module
 */
import { type AuditCondition, CONDITIONS } from "../../audit/configuration/conditions.ts";
import type { AuditResults, Contrast } from "../../audit/results/results.ts";
import { wordsOf } from "../../audit/results/measure_names.ts";
import { printable } from "../../basics/printable.ts";
import { chanceText, decimal, pValue, range } from "../../statistics/format.ts";
import type { Interval } from "../../statistics/intervals.ts";
import { anchorOf, frame } from "../elements.ts";
import { CONTRASTS_TITLE } from "../sections/contrasts.ts";
import { type Markup, markup } from "../markup.ts";
import type { BackbonePair } from "../pairs.ts";
import { term } from "../term.ts";
import type { Term } from "../words/terms.ts";

/** Most contrasts of backbones in the table; more stand in their own section alone. */
const MOST_CONTRASTS = 4;

/** The columns that are differences. */
const DIFFERENCES: readonly string[] = ["leakage", "volume", "flagged pairs", "transfer"];

/** A column: its heading, and what it holds for a pair of backbones. */
interface ArmColumn {
  readonly head: Term;
  readonly condition?: AuditCondition;
  readonly cell: (pair: BackbonePair) => Markup | undefined;
}

const COLUMNS: readonly ArmColumn[] = [
  ...CONDITIONS.map((condition): ArmColumn => ({
    head: condition,
    condition,
    cell: ({ conditions }) => {
      const found = conditions[condition];
      if (found === undefined) return undefined;
      const { accuracy, chance } = found;
      return value(accuracy.mean, accuracy, chance);
    },
  })),
  {
    head: "audio only",
    cell: ({ reference, isSamePairsComparable }) => {
      const same = reference?.same_pairs?.nearest_centroid;
      return same && isSamePairsComparable ? value(same.value, same) : undefined;
    },
  },
  { head: "leakage", cell: ofPath("leakage") },
  { head: "volume", cell: ofPath("volume") },
  { head: "flagged pairs", cell: ofPath("flaggedPairs") },
  {
    head: "transfer",
    cell: ({ attribution }) =>
      attribution && value(attribution.transfer.value, attribution.transfer),
  },
  {
    head: "p",
    cell: ({ attribution }) => {
      const p = attribution?.transfer.permutation_p;
      return p === undefined ? undefined : markup`${pValue(p)}`;
    },
  },
];

/** Makes what a column holds that is a part of the path. */
function ofPath(part: "leakage" | "volume" | "flaggedPairs"): ArmColumn["cell"] {
  return ({ attribution }) => {
    const found = attribution?.path[part];
    return found && value(found.value, found);
  };
}

/** Makes the table; undefined where nothing was trained. */
export function armsTable(
  results: AuditResults,
  pairs: readonly BackbonePair[],
): Markup | undefined {
  const columns = COLUMNS.filter(({ cell }) => pairs.some((pair) => cell(pair) !== undefined));
  if (columns.length === 0) return undefined;
  const heads = columns.map(({ head }) =>
    markup`<th scope="col" class="number">${term(head)}</th>`
  );
  const row = (pair: BackbonePair) => rowOf(pair.name, columns.map(({ cell }) => cell(pair)));
  const isAlone = pairs.every(({ isBaseline }) => isBaseline);
  const baselines = isAlone ? [] : pairs.filter(({ isBaseline }) => isBaseline);
  const contrasts = contrastRows(results, columns);
  return frame(
    { name: "All combinations", caption: captionOf(results, columns), kind: "arms" },
    markup`<thead><tr><th scope="col" class="words">combination</th>${heads}</tr></thead>
<tbody>
${pairs.filter((pair) => !baselines.includes(pair)).map(row)}</tbody>${
      rowGroup("difference of two backbones", contrasts, columns.length)
    }${rowGroup("baselines, for comparison", baselines.map(row), columns.length)}`,
  );
}

function value(mean: number, interval: Interval, chance?: number): Markup {
  return markup`${decimal(mean)}<span class="ends">${range(interval)}</span>${
    chance === undefined
      ? undefined
      : markup`<span class="ends">chance ${chanceText(chance)}</span>`
  }`;
}

function rowOf(name: string, cells: readonly (Markup | undefined)[]): Markup {
  const rest = cells.map((cell) => markup`<td class="number">${cell}</td>`);
  return markup`<tr><th scope="row" class="words">${name}</th>${rest}</tr>\n`;
}

function rowGroup(name: string, rows: readonly Markup[], columns: number): Markup | undefined {
  if (rows.length === 0) return undefined;
  return markup`
<tbody class="quiet">
<tr><th scope="rowgroup" colspan="${columns + 1}" class="words">${name}</th></tr>
${rows}</tbody>`;
}

/** Groups the contrasts by the two backbones and the one of the other side. */
function contrastGroups({ contrasts }: Pick<AuditResults, "contrasts">): Contrast[][] {
  const groups = Map.groupBy(
    contrasts,
    ({ between, side, with: other }) => JSON.stringify([between, side, other]),
  );
  return [...groups.values()];
}

/** Makes a row for every two backbones of a side, in the columns of the conditions. */
function contrastRows(results: AuditResults, columns: readonly ArmColumn[]): Markup[] {
  const groups = contrastGroups(results);
  if (groups.length > MOST_CONTRASTS) return [];
  return groups.map((own) => {
    const { between: [first, second], with: other } = own[0]!;
    const cells = columns.map(({ condition }) => {
      const found = own.find((one) => one.condition === condition);
      return found && value(found.value, found);
    });
    return rowOf(`${printable(first)} − ${printable(second)}, with ${printable(other)}`, cells);
  });
}

function captionOf(results: AuditResults, columns: readonly ArmColumn[]): Markup {
  const { measure, chance } = results;
  const isRanked = measure === "macro_map";
  const { first, accuracy } = wordsOf(measure);
  const differences = columns.map(({ head }) => head).filter((head) => DIFFERENCES.includes(head));
  return markup`<b>All combinations.</b> ${
    isRanked ? term("mean average precision", first) : term("accuracy", first)
  } with 95 % intervals for ${isRanked ? term("labels like these") : term("classes like these")}${
    isRanked ? undefined : markup`; ${term("chance")} is ${chanceText(chance)}`
  }.${
    differences.length === 0
      ? undefined
      : ` ${listed(differences)} ${
        differences.length === 1 ? "is a difference" : "are differences"
      } of ${accuracy}.`
  }${
    contrastGroups(results).length <= MOST_CONTRASTS
      ? undefined
      : markup` Differences of two backbones have <a href="#${
        anchorOf(CONTRASTS_TITLE)
      }">a section</a>.`
  }`;
}

/** Joins words as in "Leakage, volume and transfer". */
function listed(words: readonly string[]): string {
  const text = [words.slice(0, -1).join(", "), words.at(-1)!].filter((part) => part !== "")
    .join(" and ");
  return text[0]!.toUpperCase() + text.slice(1);
}
