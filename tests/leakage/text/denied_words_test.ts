import assert from "node:assert/strict";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const labels = [
  { label: "Clock", senses: ["clock.n.01"] },
  { label: "Violin", senses: ["violin.n.01"] },
  { label: "Duck", senses: ["duck.n.01"] },
];
const matcher = compileTextRules({ name: "things", labels }, await WordNet.open(), ["TEXT-EXACT"]);

/** Whether all that is found in a caption is flagged. */
function isFlagged(text: string): boolean {
  const found = matcher.find(text);
  assert(found.length > 0, text);
  return found.every(({ certain }) => certain);
}

Deno.test("behind a comma, what is denied is something else", () => {
  assert(isFlagged("silent clock, doesn't tick"));
  assert(!isFlagged("the clock doesn't tick"));
  assert(!isFlagged("the clock is not heard"));
});

Deno.test("a word behind a hyphen can say what another thing is like", () => {
  assert(!isFlagged("a violin-shaped tin"));
  assert(isFlagged("a violin-led tune"));
});

Deno.test("a word that is shouted alone is a command, where it can be a verb", () => {
  assert(!isFlagged("Duck! incoming snowball"));
  assert(!isFlagged("Look out. Duck!"));
  assert(isFlagged("duck duck!"));
  assert(isFlagged("look, a duck!"));
});
