import assert from "node:assert/strict";
import { titleOf } from "../../../src/report/words/title.ts";
import { escResults } from "../esc_results.ts";
import { madeResults } from "../made_results.ts";

Deno.test("the title names the pair of backbones, or speaks of all", () => {
  const [made, esc] = [madeResults(), escResults()];
  assert.equal(titleOf(esc), "mn04 with glove-100d: dirty 0.95, clean 0.42, chance 0.10");
  const both = { ...made, conditions: [...made.conditions, ...esc.conditions] };
  assert.equal(
    titleOf({ ...both, attribution: [...made.attribution, ...esc.attribution] }),
    "2 pairs of backbones: dirty 0.55 to 0.95, clean 0.19 to 0.42, chance 0.111",
  );
  const dirty = esc.conditions.filter(({ condition }) => condition === "dirty");
  assert.equal(
    titleOf({ ...esc, conditions: dirty }),
    "mn04 with glove-100d: dirty 0.95, chance 0.10",
  );
  assert.equal(titleOf({ ...esc, conditions: [] }), "No condition was trained");
});
