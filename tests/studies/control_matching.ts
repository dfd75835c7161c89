/**
 * Measures how well control pools match clean ones, over 20 draws on public data:
 *
 *     deno run -A tests/studies/control_matching.ts
 *
 * A row a set of pairs and labels: how much is flagged, how far the worst draw is from clean in pairs, sounds and topics
 * (in percent), how many draws are valid and why others are not, and how much of what it removes a draw has in common
 * with the next. `all nouns` is clean's number of nouns, those of one sound counted, and the draws' mean.
 * @module
 */
import { audiocapsCases, demoCases, escCase } from "./control_matching/cases.ts";
import { furthest, matchDraws, topicsApart } from "./control_matching/match_draws.ts";

const DRAWS = 20;

const esc = await escCase();
const cases = [
  ...(esc ? [esc] : []),
  ...await demoCases(),
  ...await audiocapsCases("val", 5) ?? [],
  ...await audiocapsCases("test", 5) ?? [],
];
console.log(
  "case | unit | flagged pairs | clean: pairs, sounds, topics | apart: pairs, sounds, topics | valid | in common | " +
    "ms | all nouns",
);
for (const one of cases) {
  for (const unit of ["sound", "pair"] as const) {
    const drawn = matchDraws(one, unit, DRAWS);
    const { flagged: [flagged, all], matches, shared, milliseconds } = drawn;
    const [first] = matches;
    const clean = [first!.pairs, first!.sounds, first!.topics].map(([count]) => count).join(", ");
    const apart = (["pairs", "sounds", "topics"] as const)
      .map((measure) => furthest(drawn, measure).toFixed(2)).join(", ");
    const valid = matches.filter(({ valid }) => valid).length;
    const nouns = topicsApart(one, unit, DRAWS);
    const cells = [
      one.name,
      unit,
      `${flagged} of ${all}`,
      clean,
      apart,
      `${valid} of ${DRAWS}`,
      shared.toFixed(2),
      milliseconds.toFixed(0),
      `${nouns.clean}, ${nouns.control.toFixed(0)}`,
    ];
    console.log(cells.join(" | "));
    const reasons = new Set(matches.flatMap(({ reason }) => reason ?? []));
    for (const reason of [...reasons].slice(0, 2)) console.log(`    ${reason}`);
  }
}
