/**
 * Counts false alarms and hits of the residual check where topics and classes have hundreds of sounds, by how many of
 * them it compares:
 *
 *     deno run -A tests/studies/residual_sounds.ts [WORLDS]
 *
 * Of each kind of world there are WORLDS (default 30) without a hidden class, and as many in which one training topic has
 * the sounds of an evaluation class, or among them. Embeddings are standardized as in an audit, which draws the sounds
 * that are compared; every row is of the same worlds. "as without limit" is the share of worlds, of both sorts, in which
 * the same topics are listed as when all sounds are compared. It takes about three minutes of processor time; the same
 * number gives the same tables, but for the last column.
 * @module
 */
import process from "node:process";
import { checkResidual, itemsOfClasses } from "../../src/audit/trainings/residual.ts";
import { drawSounds } from "../../src/audit/trainings/residual_topics.ts";
import { tableOf } from "../../cli/table.ts";
import { type Counts, countsOf, sumCounts } from "./residual/count.ts";
import { type Kind, LARGE_KINDS, makeResidualWorld, type World } from "./residual/world.ts";

const LIMITS = [64, 128, 256, Infinity];
const HEAD = ["", "sounds", "false alarms", "hits", "cannot tell", "as without limit", "core-ms"];
const [worlds = 30] = Deno.args.map(Number);

/** What a limit gives in a pair of worlds. */
interface Found {
  readonly counts: Counts;
  readonly listed: string;
  readonly milliseconds: number;
}

for (const kind of LARGE_KINDS) console.log(tableOf([HEAD, ...await rowsOf(kind)]));

async function rowsOf(kind: Kind): Promise<string[][]> {
  const found = LIMITS.map((): Found[] => []);
  for (let seed = 0; seed < worlds; seed++) {
    const [without, within] = [false, true].map((isHidden) =>
      makeResidualWorld(seed, kind, isHidden, "standardized")
    );
    for (const [at, most] of LIMITS.entries()) {
      found[at]!.push(await findingsOf(without!, within!, most));
    }
  }
  return LIMITS.map((most, at) => rowOf(kind, most, found[at]!, found.at(-1)!));
}

async function findingsOf(without: World, within: World, most: number): Promise<Found> {
  const before = process.cpuUsage().user;
  const check = ({ pool }: World) =>
    checkResidual({
      ...pool,
      topics: drawSounds(pool.topics, most),
      comparedItems: drawSounds(itemsOfClasses(pool.items), most),
    });
  const checks = [await check(without), await check(within)] as const;
  const milliseconds = (process.cpuUsage().user - before) / 1000 / checks.length;
  const listed = checks.map(({ findings }) =>
    findings.filter(({ status }) => status === "listed").map(({ topic }) => topic)
  );
  return {
    counts: countsOf(checks, within.hidden!),
    listed: JSON.stringify(listed),
    milliseconds,
  };
}

function rowOf(
  kind: Kind,
  most: number,
  found: readonly Found[],
  unlimited: readonly Found[],
): string[] {
  const { falseAlarms, hits, cannotTell } = sumCounts(found.map(({ counts }) => counts));
  const share = (count: number) => `${(100 * count / worlds).toFixed(1)} %`;
  const same = found.filter(({ listed }, world) => listed === unlimited[world]!.listed).length;
  const milliseconds = found.reduce((sum, one) => sum + one.milliseconds, 0) / found.length;
  return [
    kind.name,
    most === Infinity ? "all" : `${most}`,
    ...[falseAlarms, hits, cannotTell, same].map(share),
    milliseconds.toFixed(0),
  ];
}
