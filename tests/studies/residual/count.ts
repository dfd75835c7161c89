import { checkResidual, type ResidualCheck } from "../../../src/audit/trainings/residual.ts";
import { type Kind, makeResidualWorld, type Scale, type World } from "./world.ts";

/** What the residual check found in some worlds of a kind. */
export interface Counts {
  /** Worlds without a hidden class in which a topic is listed. */
  readonly falseAlarms: number;
  /** Worlds with a hidden class in which its topic is listed, for its class. */
  readonly hits: number;
  /** Worlds with a hidden class in which the check cannot tell about its topic. */
  readonly cannotTell: number;
  /** Worlds with a hidden class in which another topic is listed. */
  readonly others: number;
}

/** Checks as many worlds without a hidden class as with one. */
export async function countFindings(
  kind: Kind,
  scale: Scale,
  seeds: Iterable<number>,
): Promise<Counts> {
  const all = [];
  for (const seed of seeds) {
    const without = makeResidualWorld(seed, kind, false, scale);
    const hidden = makeResidualWorld(seed, kind, true, scale);
    const checks = [await checkResidual(without.pool), await checkResidual(hidden.pool)] as const;
    all.push(countsOf(checks, hidden.hidden!));
  }
  return sumCounts(all);
}

/** Counts what was found in a world without a hidden class, and in one with it. */
export function countsOf(
  [without, within]: readonly [ResidualCheck, ResidualCheck],
  hidden: NonNullable<World["hidden"]>,
): Counts {
  const { findings } = within;
  const found = findings.find(({ topic }) => topic === hidden.topic);
  const isListed = ({ status }: { readonly status: string }) => status === "listed";
  return {
    falseAlarms: Number(without.findings.some(isListed)),
    hits: Number(found?.status === "listed" && found.label === hidden.label),
    cannotTell: Number(found?.status === "cannot tell"),
    others: Number(findings.some((one) => isListed(one) && one.topic !== hidden.topic)),
  };
}

/** Adds up counts. */
export function sumCounts(all: readonly Counts[]): Counts {
  const sum = (key: keyof Counts) => all.reduce((total, one) => total + one[key], 0);
  return {
    falseAlarms: sum("falseAlarms"),
    hits: sum("hits"),
    cannotTell: sum("cannotTell"),
    others: sum("others"),
  };
}
