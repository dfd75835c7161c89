import { checkResidual } from "../../../src/audit/trainings/residual.ts";
import { type Kind, makeResidualWorld, type Scale } from "./world.ts";

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
export function countFindings(kind: Kind, scale: Scale, seeds: Iterable<number>): Counts {
  let [falseAlarms, hits, cannotTell, others] = [0, 0, 0, 0];
  for (const seed of seeds) {
    const without = checkResidual(makeResidualWorld(seed, kind, false, scale).pool);
    if (without.findings.some(({ status }) => status === "listed")) falseAlarms++;
    const { pool, hidden } = makeResidualWorld(seed, kind, true, scale);
    const { findings } = checkResidual(pool);
    const found = findings.find(({ topic }) => topic === hidden!.topic);
    if (found?.status === "listed" && found.label === hidden!.label) hits++;
    if (found?.status === "cannot tell") cannotTell++;
    if (findings.some((one) => one.status === "listed" && one.topic !== hidden!.topic)) others++;
  }
  return { falseAlarms, hits, cannotTell, others };
}
