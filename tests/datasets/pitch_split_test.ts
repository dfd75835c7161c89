import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { evaluationNotes } from "../../src/datasets/pitch_split.ts";

Deno.test("the sides are separate ranges of at least three recordings, about 40 % evaluating", () => {
  const notes = fc.array(fc.integer({ min: 30, max: 90 }), { minLength: 12, maxLength: 40 });
  fc.assert(
    fc.property(notes, fc.constantFrom("upper", "lower"), (notes, end) => {
      const most = Math.max(...notes.map((note) => notes.filter((other) => other === note).length));
      fc.pre(most <= 3);
      const chosen = evaluationNotes(notes, end);
      const evaluation = notes.filter((note) => chosen.has(note));
      const training = notes.filter((note) => !chosen.has(note));
      assert.ok(evaluation.length >= 3 && training.length >= 3);
      assert.ok(Math.abs(evaluation.length - 0.4 * notes.length) <= 3);
      const [low, high] = end === "upper" ? [training, evaluation] : [evaluation, training];
      assert.ok(Math.max(...low) < Math.min(...high));
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("ranges that belong together move the border, and can make a split impossible", () => {
  const notes = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10];
  assert.deepEqual([...evaluationNotes(notes, "lower")], [1, 2, 3, 4]);
  assert.deepEqual([...evaluationNotes(notes, "lower", [[3, 6]])], [1, 2, 3, 4, 5, 6]);
  const none = { name: "RangeError", message: /Cannot split the notes 1, 2, 3/ };
  assert.throws(() => evaluationNotes(notes, "lower", [[2, 9]]), none);
});
