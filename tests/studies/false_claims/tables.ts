/** Tables of how often claims are made and false, in Markdown. */
import { CLAIM_KINDS, type ClaimKind } from "../../../src/audit/results/claims.ts";
import { exactInterval } from "../residual/exact_interval.ts";
import type { Found } from "./audit_world.ts";
import { type Cell, judge } from "./cell.ts";
import type { PowerCell } from "./power.ts";

/** What was found in the worlds of a cell. */
export interface Audited<Of extends Cell = Cell> {
  readonly cell: Of;
  readonly found: readonly Found[];
}

/** Largest share of a cell's worlds in which a claim may be false, and of all worlds of the claim's cells. */
const MOST_OF_CELL = 0.08;
const MOST_OF_CLAIM = 0.05;

/** How often a claim was made and false in a number of worlds. */
export interface Counts {
  readonly worlds: number;
  readonly made: number;
  readonly false: number;
}

/** Counts the claims of a kind in the worlds of a cell. */
export function countsOf(kind: ClaimKind, { cell, found }: Audited): Counts {
  const judged = found.map((one) => judge(kind, one, cell.truth));
  return {
    worlds: judged.length,
    made: judged.filter(({ made }) => made).length,
    false: judged.filter((one) => one.false).length,
  };
}

/** Adds up counts. */
export function totalOf(counts: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => counts.reduce((total, one) => total + one[key], 0);
  return { worlds: sum("worlds"), made: sum("made"), false: sum("false") };
}

/** Whether a claim is untrue in a cell, or, where it names a bound, can be. */
function isTested(kind: ClaimKind, { truth }: Cell): boolean {
  return kind === "no-leakage-shown" ? truth.leakage !== undefined : truth.untrue.includes(kind);
}

/** Returns a table of the boundary: each claim in each cell where it is untrue, and in all of them. */
export function boundaryTable(audited: readonly Audited[]): string {
  const rows = CLAIM_KINDS.flatMap((kind) => {
    const own = audited.filter(({ cell }) => isTested(kind, cell));
    if (own.length === 0) return [];
    const counted = own.map((one) => ({ one, counts: countsOf(kind, one) }));
    const total = totalOf(counted.map(({ counts }) => counts));
    return [
      ...counted.map(({ one, counts }) =>
        rowOf(`\`${kind}\``, one.cell.planted, counts, MOST_OF_CELL)
      ),
      rowOf(`**\`${kind}\`**`, `**all ${own.length} cells**`, total, MOST_OF_CLAIM),
    ];
  });
  return markdown([["claim", "planted", "worlds", "made", "false", "share and 95 %", ""], ...rows]);
}

function rowOf(kind: string, planted: string, counts: Counts, most: number): string[] {
  const { worlds, made } = counts;
  const isOver = counts.false > most * worlds;
  const share = shareText(counts.false, worlds);
  return [
    kind,
    planted,
    `${worlds}`,
    `${made}`,
    `${counts.false}`,
    share,
    isOver ? "too many" : "",
  ];
}

/** Returns a table of how often true claims are made. */
export function powerTable(audited: readonly Audited<PowerCell>[]): string {
  const rows = audited.map((one) => {
    const { claim, planted, least } = one.cell;
    const { worlds, made } = countsOf(claim, one);
    const isUnder = made < least * worlds;
    const wanted = `at least ${100 * least} %`;
    return [
      `\`${claim}\``,
      planted,
      `${worlds}`,
      `${made}`,
      shareText(made, worlds),
      wanted,
      isUnder ? "too few" : "",
    ];
  });
  return markdown([
    ["claim", "planted", "worlds", "made", "share and 95 %", "wanted", ""],
    ...rows,
  ]);
}

/** Says what must hold in every world: no contradictions, and paths that add up. */
export function soundness(audited: readonly Audited[]): string {
  const found = audited.flatMap(({ found }) => found);
  const contradictions = found.flatMap(({ contradictions }) => contradictions);
  const error = Math.max(0, ...found.map(({ pathError }) => pathError));
  return `${found.length} worlds; contradictions: ${
    contradictions.length === 0 ? "none" : contradictions.join("; ")
  }; the path is off by at most ${error.toExponential(1)}.`;
}

/** Writes a share with its exact 95 % interval (Clopper and Pearson). */
export function shareText(count: number, of: number): string {
  if (of === 0) return "";
  const [low, high] = exactInterval(count, of).map((end) => (100 * end).toFixed(1));
  return `${(100 * count / of).toFixed(1)} % [${low}, ${high}]`;
}

/** Makes a table; the first row is its head. */
export function markdown([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [head!, head!.map(() => "---"), ...rows].map(line).join("\n");
}
