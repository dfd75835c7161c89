import { printable } from "../../src/basics/printable.ts";
import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { chanceText, decimal, shorten } from "../../src/report/text.ts";

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

Deno.test("a number is never shown as minus zero, and rounding never hides its sign", () => {
  const property = fc.property(fc.double({ min: -1, max: 1, noNaN: true }), (value) => {
    const shown = Number(decimal(value).replace("−", "-"));
    assert.ok(Math.abs(shown - value) <= 0.00501);
    assert.ok(!Object.is(shown, -0));
    if (Math.abs(value) > 0.0005) assert.equal(Math.sign(shown), Math.sign(value));
  });
  fc.assert(property, { seed: 2, numRuns: 300 });
});

Deno.test("chance has no more decimals than it needs", () => {
  assert.deepEqual([1 / 9, 0.1, 0.02, 1 / 8].map(chanceText), ["0.111", "0.10", "0.02", "0.125"]);
});
