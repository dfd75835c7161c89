import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../src/basics/errors.ts";
import { compileTextExact } from "../../src/leakage/text_exact.ts";
import { wordsOf } from "../../src/leakage/text/words.ts";

function labelsFound(labels: string[], text: string): string[] {
  return compileTextExact(labels)({ id: "1", text }).map(({ label }) => label!);
}

const MATCHES: [label: string, text: string, found: string][] = [
  ["snare drum", "marching snare drum", "snare drum"],
  ["snare drum", "A Snare-Drum, slowly", "Snare-Drum"],
  ["sea_waves", "sea/waves", "sea/waves"],
  ["sea waves", "the sea, waves.", "sea, waves"],
  ["dog", "(dog)!", "dog"],
  ["dog", "the dog's bark", "dog"],
  ["dog", "the dog’s bark", "dog"],
  ["straße", "STRASSE", "STRASSE"],
  ["STRAẞE", "in der Straße", "Straße"],
  ["café", "CAFE\u0301 noise", "CAFE\u0301"],
  ["οδοσ", "ΟΔΟΣ", "ΟΔΟΣ"],
  ["ﬁre", "Fire", "Fire"],
  ["808 kick", "an 808_kick", "808_kick"],
  ["犬", "🐕 犬 🐕", "犬"],
];

for (const [label, text, found] of MATCHES) {
  Deno.test(`"${label}" is found in "${text}"`, () => {
    const [finding] = compileTextExact([label])({ id: "7", text });
    assert(finding?.span);
    assert.equal(text.slice(...finding.span), found);
    const { span: _, ...rest } = finding;
    assert.deepEqual(rest, {
      rule: "TEXT-EXACT",
      flagged: true,
      item: "7",
      label,
      evidence: text,
      confidence: 1,
    });
  });
}

const MISSES: [label: string, text: string][] = [
  ["crow", "crowd"],
  ["cat", "category"],
  ["hen", "then"],
  ["dog", "hotdog"],
  ["dog", "dogs"],
  ["snare drum", "drum snare"],
  ["snare drum", "snare bass drum"],
  ["snare drum", "snare"],
  ["cafe", "café"],
  ["dog", ""],
];

for (const [label, text] of MISSES) {
  Deno.test(`"${label}" is not found in "${text}"`, () => {
    assert.deepEqual(labelsFound([label], text), []);
  });
}

Deno.test("labels within labels are all found, each once and verbatim", () => {
  const labels = ["drum", "snare drum", "Snare_Drum", "drum"];
  const found = labelsFound(labels, "a snare drum and a drum");
  assert.deepEqual(found.sort(), ["Snare_Drum", "drum", "snare drum"]);
});

Deno.test("a label without a word is refused by name", () => {
  assert.throws(
    () => compileTextExact(["dog", "--\u001b"]),
    (error) => error instanceof InputError && error.message.includes('"--\ufffd"'),
  );
});

Deno.test("whatever case and separators a phrase has, it is found where it stands", () => {
  const letters = fc.constantFrom(..."abzßẞéσςİıﬁжÅ9");
  const word = fc.array(letters, { minLength: 1, maxLength: 4 }).map((units) => units.join(""));
  const separator = fc.constantFrom(" ", "_", "-", "/", ", ", ". ", "'", " \u{1f415} ");
  const cased = fc.constantFrom(
    (text: string) => text,
    (text: string) => text.toUpperCase(),
    (text: string) => text.normalize("NFD"),
  );
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1, maxLength: 3 }),
      fc.array(word, { maxLength: 3 }),
      separator,
      cased,
      (label, before, gap, change) => {
        const phrase = change(label.join(gap));
        const text = [...before, phrase, "end"].join(gap);
        const [finding] = compileTextExact([label.join(" ")])({ id: "", text });
        assert(finding?.span);
        const keys = (raw: string) => wordsOf(raw).map(({ key }) => key);
        assert.deepEqual(keys(text.slice(...finding.span)), keys(label.join(" ")));
      },
    ),
    { seed: 1, numRuns: 200 },
  );
});
