import assert from "node:assert/strict";
import { cardLines } from "../../cli/doctor.ts";
import { wrap } from "../../cli/wrap.ts";
import { reportSentences } from "../../src/report/words/report_sentences.ts";
import { madeInput } from "../report/made_input.ts";
import { withTexts } from "../report/with_texts.ts";

Deno.test("no line of a report passes 80 columns, however long a name is", () => {
  for (const name of ["n".repeat(200), "ü".repeat(200), "🐕".repeat(200)]) {
    const { results } = withTexts(madeInput(), name);
    const sentences = reportSentences(results);
    assert.ok(sentences.some((sentence) => sentence.includes(name)));
    for (const sentence of sentences) {
      const lines = wrap(sentence, "- ").split("\n");
      for (const line of lines) assert.ok(line.length <= 80, `${line.length} columns: ${line}`);
      const whole = lines.map((line) => line.slice(2)).join("").replaceAll(" ", "");
      assert.equal(whole, sentence.replaceAll(" ", ""), "nothing is lost");
      assert.ok(lines.every((line) => line.isWellFormed()));
    }
  }
});

Deno.test("a path is not broken", () => {
  const path = `/${"folder/".repeat(20)}file.csv`;
  assert.deepEqual(wrap(`Cannot read ${path} now`, "- ").split("\n"), [
    "- Cannot read",
    `  ${path}`,
    "  now",
  ]);
});

Deno.test("a card's line fits, and ends with its address where no more may be seen", () => {
  const details = "NVIDIA H100 80GB HBM3, GPU-11111111-2222-3333-4444-555555555555";
  const lines = cardLines({ pciAddress: "0000:3b:00.0", details }).split("\n");
  assert.ok(lines.every(({ length }) => length <= 80), lines.join("\n"));
  assert.equal(cardLines({ pciAddress: "0000:3b:00.0", details: "" }), "Card at 0000:3b:00.0");
});
