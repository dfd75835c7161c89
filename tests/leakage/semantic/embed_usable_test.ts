import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { embedUsable } from "../../../src/leakage/semantic/embed_usable.ts";
import { withWords } from "./planted.ts";

Deno.test("the other texts have their own embeddings, whichever are refused", () =>
  withWords({ dog: [3, 4], rain: [0, 2] }, async (backbone) => {
    const text = fc.constantFrom("dog", "rain", "dog rain", "zither", "");
    await fc.assert(
      fc.asyncProperty(fc.array(text, { maxLength: 600, size: "max" }), async (texts) => {
        const { usable, vectors } = await embedUsable(backbone, texts);
        const known = texts.flatMap((one, i) => /dog|rain/.test(one) ? [i] : []);
        assert.deepEqual(usable, known);
        const expected = known.length === 0
          ? new Float32Array(0)
          : (await backbone.embed(known.map((i) => texts[i]!))).vectors;
        assert.deepEqual(vectors.slice(), expected);
      }),
      { seed: 8, numRuns: 40 },
    );
  }));
