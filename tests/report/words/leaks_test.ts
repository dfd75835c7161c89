import assert from "node:assert/strict";
import { leakSentence } from "../../../src/report/words/leaks.ts";
import { escResults } from "../esc_results.ts";

const ESC = escResults();

Deno.test("the verdict and how many pairs each rule flags, most first", () => {
  const by_rule = {
    "AUDIO-SOURCE": { findings: 4, flagged_pairs: 2 },
    "TEXT-EXACT": { findings: 371, flagged_pairs: 61.83 },
    "TEXT-LEMMA": { findings: 0, flagged_pairs: 0 },
  };
  const leakage = { ...ESC.leakage, verdict: "leaky" as const, by_rule };
  const results = { ...ESC, training_items: 371, leakage };
  const expected = "Leaks: leaky; of 371 training pairs TEXT-EXACT flags 62, AUDIO-SOURCE 2";
  assert.equal(leakSentence({ ...results, class_folds: [["a", "b"]] }), `${expected}.`);
  assert.equal(
    leakSentence({ ...results, class_folds: [["a", "b"], ["c", "d"]] }),
    `${expected} for the classes of one class fold (the mean over 2).`,
  );
});

Deno.test("where nothing is flagged, the sentence speaks of the rules that ran", () => {
  const by_rule = { "TEXT-EXACT": { findings: 0, flagged_pairs: 0 } };
  const leakage = { ...ESC.leakage, verdict: "unknown" as const, by_rule };
  assert.equal(
    leakSentence({ ...ESC, training_items: 12, leakage }),
    "Leaks: unknown; no rule that ran flags any of 12 training pairs.",
  );
});
