// Which claims contradict each other.
import type { Claim, ClaimKind } from "../../../src/audit/results/claims.ts";

/** Groups of kinds of claims; a pair of backbones can have only one kind of a group. */
export const EXCLUSIVE: readonly (readonly ClaimKind[])[] = [
  ["nothing-flagged", "leakage", "flagged-pairs-hurt", "no-leakage-shown"],
  ["nothing-flagged", "volume"],
  ["nothing-flagged", "needs-no-text-meaning"],
  ["no-leakage-shown", "needs-no-text-meaning"],
  ["flagged-pairs-hurt", "needs-no-text-meaning"],
];

/** Kinds that must not stand beside a score that is not shown to be above chance. */
export const OF_SCORE: Readonly<Record<"dirty" | "clean", readonly ClaimKind[]>> = {
  dirty: ["needs-no-text-meaning", "no-better-than-audio-alone"],
  clean: ["transfer", "backbone", "backbone-labels"],
};

/** Lists the contradictions among claims, in words. */
export function contradictionsIn(claims: readonly Claim[]): string[] {
  const subjectOf = ({ audio, text, model }: Claim) => JSON.stringify([audio, text, model]);
  return [...Map.groupBy(claims, subjectOf).values()].flatMap(contradictionsOfOne);
}

/** Lists those among claims about the same pair of backbones. */
function contradictionsOfOne(claims: readonly Claim[]): string[] {
  const kinds = claims.map(({ kind, condition }) => `${kind} ${condition}`);
  const has = (kind: ClaimKind) => claims.some((claim) => claim.kind === kind);
  return [
    ...kinds.filter((kind, i) => kinds.indexOf(kind) !== i).map((kind) => `${kind} twice`),
    ...EXCLUSIVE.map((group) => group.filter(has)).filter(({ length }) => length > 1)
      .map((group) => group.join(" and ")),
    ...(["dirty", "clean"] as const).flatMap((score) =>
      kinds.includes(`not-above-chance ${score}`)
        ? OF_SCORE[score].filter(has).map((kind) => `${kind} and not-above-chance ${score}`)
        : []
    ),
    ...(has("backbone") && !has("transfer") ? ["backbone without transfer"] : []),
  ];
}
