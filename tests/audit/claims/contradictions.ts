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
  return [
    ...[...Map.groupBy(claims, subjectOf).values()].flatMap(contradictionsOfOne),
    ...contradictionsOfContrasts(claims),
  ];
}

/** Lists contrasts whose interval does not lie above zero, or whose higher accuracy is denied to be above chance. */
function contradictionsOfContrasts(claims: readonly Claim[]): string[] {
  return claims.flatMap(({ kind, between, audio, text, condition, numbers }) => {
    if (kind !== "backbones-differ") return [];
    const [higher, lower] = between!;
    const part = numbers["difference"];
    const isShown = typeof part === "object" && part.low > 0;
    const denied = claims.some((claim) =>
      claim.kind === "not-above-chance" && claim.condition === condition &&
      claim.audio === (audio ?? higher) && claim.text === (text ?? higher)
    );
    return [
      ...(isShown ? [] : [`${higher} above ${lower}, by an interval that holds zero`]),
      ...(denied ? [`${higher} above ${lower}, and not above chance`] : []),
    ];
  });
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
