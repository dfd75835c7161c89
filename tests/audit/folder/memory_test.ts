import assert from "node:assert/strict";
import { memoryOf } from "../../../src/audit/folder/memory.ts";

/** What is known of the size of an audit of 50,000 captions and 6,000 items. */
function sized(columns: number) {
  const matrix = (rows: number, columns: number) => ({ rows, columns, values: new Float32Array() });
  return {
    backbones: {
      audio: [{
        name: "m",
        baseline: undefined,
        training: matrix(50_000, columns),
        evaluation: matrix(6000, columns),
      }],
      text: [{
        name: "glove-100d",
        texts: [],
        vectors: matrix(33_343, 100),
        outOfVocabulary: [],
      }],
      published: [],
      known: [],
    },
    pairs: { length: 50_000 },
    evaluation: { items: { length: 6000 } },
  };
}

Deno.test("the memory of an audit is within a fifth of what was measured", () => {
  for (const [columns, measured] of [[512, 1401e6], [12, 1198e6]] as const) {
    const ratio = memoryOf(sized(columns), 2) / measured / 1.024;
    assert.ok(Math.abs(ratio - 1) < 0.2, `${ratio} with rows of ${columns}`);
  }
});

Deno.test("workers share embeddings, and each has a copy of what is known of the items", () => {
  const [two, four] = [2, 4].map((workers) => memoryOf(sized(512), workers));
  const [thinTwo, thinFour] = [2, 4].map((workers) => memoryOf(sized(12), workers));
  assert.equal(four! - two!, thinFour! - thinTwo!);
  assert.ok(four! - two! > 2 * 50_000 * 1000);
});
