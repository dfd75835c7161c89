import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Property tests.
import { readCsv } from "../../../src/formats/csv.ts";
import { CaptionIndex, foldedCaption, gramsOf } from "../../../src/leakage/text/caption_index.ts";
import { compileTextCopy, LEAST_SIMILARITY } from "../../../src/leakage/text/text_copy.ts";
import { sharedPath } from "../../shared.ts";

Deno.test("the index finds the nearest caption, as a comparison with each does", () => {
  const word = fc.constantFrom(
    ..."a man woman dog barks speaks while the rain falls loudly on".split(" "),
  );
  const caption = fc.array(word, { maxLength: 9 }).map((words) => words.join(" "));
  const threshold = fc.constantFrom(0.3, 0.5, 0.8, 0.85, 1);
  fc.assert(
    fc.property(
      fc.array(caption, { minLength: 1, maxLength: 12 }),
      caption,
      threshold,
      (all, text, least) => {
        const own = gramsOf(text);
        const similarities = all.map((one) => {
          const grams = gramsOf(one);
          const both = [...grams].filter((gram) => own.has(gram)).length;
          return 2 * both / (grams.size + own.size);
        });
        const best = Math.max(...similarities);
        const expected = best < least
          ? undefined
          : { caption: similarities.indexOf(best), similarity: best };
        assert.deepEqual(new CaptionIndex(all, least).nearest(text), expected);
      },
    ),
  );
});

Deno.test("equal captions are copies whatever their case, marks and accents; near ones have their similarity", () => {
  const find = compileTextCopy([
    { id: "1", text: "A dog barks." },
    { id: "2", text: "a dog barks" },
    { id: "3", text: "Wind is blowing at the café, and birds chirp" },
    { id: "4", text: "!" },
  ]);
  const copy = find({ id: "t", text: "  a DOG, barks" });
  assert.deepEqual([copy?.evaluationItem, copy?.label, copy?.confidence], ["1", "A dog barks.", 1]);
  assert.deepEqual([copy?.span, copy?.matched], [[2, 14], "a DOG, barks"]);
  const accents = find({ id: "t", text: "wind is blowing at the cafe\u0301 and birds chirp" });
  assert.deepEqual([accents?.evaluationItem, accents?.confidence], ["3", 1]);
  const near = find({ id: "t", text: "Wind is blowing at the café, and the birds chirp" });
  assert.equal(near?.evaluationItem, "3");
  assert.ok(near!.confidence >= LEAST_SIMILARITY && near!.confidence < 1);
  // One word more is too much of a short caption.
  assert.equal(find({ id: "t", text: "a dog barks once" }), undefined);
  assert.equal(find({ id: "t", text: "?" }), undefined);
});

/** The captions of one of the public tables. */
function captionsOf(folder: string, name: string): string[] {
  const { rows } = readCsv(Deno.readFileSync(`${folder}/${name}.csv`), name);
  return rows.flatMap(({ values }) =>
    Object.keys(values).filter((column) => column.startsWith("caption")).map((column) =>
      values[column]!
    )
  );
}

Deno.test("false alarms and hits of near copies are as stated", () => {
  const folder = sharedPath("data");
  if (folder === undefined) return;
  const evaluation = captionsOf(folder, "clotho-captions/clotho_captions_evaluation");
  const find = compileTextCopy(evaluation.map((text, i) => ({ id: String(i), text })));
  const rate = (texts: readonly string[]) => {
    const near = texts.filter((text) => (find({ id: "t", text })?.confidence ?? 1) < 1);
    return near.length / texts.length;
  };
  const training = captionsOf(folder, "clotho-captions/clotho_captions_development").slice(0, 5000);
  assert.ok(rate(training) < 0.012, `${rate(training)}`);
  assert.ok(rate(captionsOf(folder, "audiocaps/val")) < 0.001);
  const dropped = evaluation.slice(0, 500).map((text, i) => {
    const words = foldedCaption(text).split(" ");
    return words.toSpliced(i % words.length, 1).join(" ");
  });
  assert.ok(rate(dropped) > 0.98, `${rate(dropped)}`);
});
