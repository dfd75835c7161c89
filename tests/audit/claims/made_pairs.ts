import { claimsOf } from "../../../src/audit/claims/claims.ts";
import type {
  Attribution,
  AuditResults,
  Claim,
  PathPart,
} from "../../../src/audit/results/results.ts";
import { escResults } from "../../report/esc_results.ts";

const ESC = escResults();

/** Makes a difference with the same interval for both estimands. */
export function part(value: number, low: number, high: number): PathPart {
  return { value, low, high, low_fixed: low, high_fixed: high };
}

/** Makes results like those of the ESC experiment, with another attribution. */
export function withAttribution(change: Partial<Attribution>): AuditResults {
  return { ...ESC, attribution: [{ ...ESC.attribution[0]!, ...change }] };
}

/** Makes results like those of the ESC experiment, with another path. */
export function withPath(change: Partial<Attribution["path"]>): AuditResults {
  return withAttribution({ path: { ...ESC.attribution[0]!.path, ...change } });
}

/** Returns the claims of a kind. */
export function made(results: AuditResults, kind: Claim["kind"]): Claim[] {
  return claimsOf(results).filter((claim) => claim.kind === kind);
}

/** Returns the kinds of all claims. */
export function kindsOf(results: AuditResults): string[] {
  return claimsOf(results).map(({ kind }) => kind);
}
