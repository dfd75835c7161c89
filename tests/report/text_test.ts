import { printable } from "../../src/basics/printable.ts";
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { shorten } from "../../src/report/text.ts";

Deno.test("characters that control terminals, reorder text or break XML become visible", () => {
  for (
    const bad of ["\u0000", "\u001b", "\r\n", "\u0085", "\u202e", "\u2066", "\u200f", "\ufeff"]
  ) {
    assert.equal(printable(`a${bad}b`), `a${"\ufffd".repeat(bad.length)}b`);
  }
  assert.equal(printable("\ud800 \uffff \u2028"), "\ufffd \ufffd \ufffd");
});

Deno.test("ordinary text of any script is unchanged", () => {
  for (
    const text of [
      "Hündin bellt",
      "犬が吠える",
      "כלב נובח",
      "می\u200cخواهم",
      "👩\u200d🚒",
      "50 % — a/b",
    ]
  ) {
    assert.equal(printable(text), text);
  }
});

Deno.test("a printable text stays the same, and shortening respects the length", () => {
  const property = fc.property(
    fc.string({ unit: "binary" }),
    fc.integer({ min: 1, max: 20 }),
    (text, length) => {
      const once = printable(text);
      assert.equal(printable(once), once);
      assert.ok([...shorten(once, length)].length <= length);
    },
  );
  fc.assert(property, { seed: 1, numRuns: 200 });
});
