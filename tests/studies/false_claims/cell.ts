/** A cell of the study: worlds of one kind, with what is true of them. */
import type { Claim, ClaimKind } from "../../../src/audit/results/claims.ts";
import type { Effort, Found } from "./audit_world.ts";
import type { Draw, World } from "./world.ts";

/** What is true of a world. */
export interface Truth {
  /** Kinds of claims that are false whenever they are made. */
  readonly untrue: readonly ClaimKind[];
  /** What flagged pairs give: `no-leakage-shown` is false where its upper end is below this. */
  readonly leakage?: number;
}

/** Worlds of one kind. */
export interface Cell {
  /** A short name, without spaces. */
  readonly name: string;
  /** What is planted, in words. */
  readonly planted: string;
  readonly world: World;
  readonly effort: Effort;
  /**
   * What all worlds of the cell share: nothing; the pool, where the truth is about classes like these; or also the
   * classes, where it is about these classes. Recordings and training seeds are each world's own.
   */
  readonly shared: "nothing" | "pool" | "classes";
  /** The world whose pool and classes all have, where it is another than that of the calibrations. */
  readonly these?: number;
  readonly truth: Truth;
}

/** Seed of what the worlds of a cell share. */
const SHARED = 4_000_000;

/** Returns the seeds of a cell's world. */
export function drawOf({ shared, these }: Pick<Cell, "shared" | "these">, seed: number): Draw {
  if (these !== undefined) return { pool: these, classes: these, recordings: seed };
  return {
    pool: shared === "nothing" ? seed : SHARED,
    classes: shared === "classes" ? SHARED : seed,
    recordings: seed,
  };
}

/** A kind of claim in a world: whether it was made, and was false. */
export interface Judged {
  readonly made: boolean;
  readonly false: boolean;
}

/** Whether a claim of transfer says that topics that the residual check lists may explain it. */
export function hasCaveat({ numbers }: Pick<Claim, "numbers">): boolean {
  const again = numbers["without_listed_p"];
  return numbers["listed_topics"] !== undefined && !(typeof again === "number" && again <= 0.025);
}

/** Judges the claims of a kind. Transfer that is claimed with its caveat is no false claim. */
export function judge(kind: ClaimKind, { claims }: Pick<Found, "claims">, truth: Truth): Judged {
  const made = claims.filter((claim) => claim.kind === kind);
  const isFalse = made.some((claim) => {
    if (kind === "no-leakage-shown") {
      const part = claim.numbers["leakage"] ?? claim.numbers["flaggedPairs"];
      return typeof part === "object" && truth.leakage !== undefined && part.high < truth.leakage;
    }
    return truth.untrue.includes(kind) && !(kind === "transfer" && hasCaveat(claim));
  });
  return { made: made.length > 0, false: isFalse };
}
