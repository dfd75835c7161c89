import assert from "node:assert/strict";
import { audiocapsCases, escCase } from "./cases.ts";
import { furthest, isMatchedOrRefused, matchDraws, type MatchedDraws } from "./match_draws.ts";

const DRAWS = 5;

Deno.test("controls of ESC-50's fold 4 match in pairs, sounds and topics", async () => {
  const esc = await escCase();
  if (esc === undefined) return;
  const drawn = matchDraws(esc, "sound", DRAWS);
  assert.deepEqual(drawn.flagged, [82, 400]);
  for (const match of drawn.matches) {
    const numbers = { pairs: [318, 318], sounds: [318, 318], topics: [40, 40] };
    assert.deepEqual(match, { valid: true, ...numbers });
  }
  assert(drawn.shared < 0.6, "draws differ");
});

Deno.test("controls of AudioCaps' captions match ten labels of ESC-50, and all fifty are refused", async () => {
  const cases = await audiocapsCases("val", 5);
  if (cases === undefined) return;
  for (const unit of ["sound", "pair"] as const) {
    const drawn: readonly MatchedDraws[] = cases.map((one) => matchDraws(one, unit, DRAWS));
    assert(drawn.every(isMatchedOrRefused));
    const validOf = drawn.map(({ matches }) => matches.filter(({ valid }) => valid).length);
    assert.deepEqual(
      validOf,
      unit === "sound" ? [0, DRAWS, DRAWS, 0, DRAWS, DRAWS] : [0, ...Array(5).fill(DRAWS)],
    );
    for (const one of drawn.filter(({ matches }) => matches[0]!.valid)) {
      assert.equal(furthest(one, "pairs"), 0);
      assert.equal(furthest(one, "sounds"), 0);
      assert(furthest(one, "topics") <= 2);
    }
    assert.match(drawn[0]!.matches[0]!.reason!, /too much is flagged/);
  }
});
