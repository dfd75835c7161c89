import assert from "node:assert/strict";
import { z } from "npm:zod@4.6.7";
import { parseJson } from "../../src/basics/parse_json.ts";
import { recordOf } from "../../src/basics/record_schema.ts";

const schema = z.object({ per_class: recordOf(z.object({ share: z.number() })) });

Deno.test("every name is kept, whatever objects have by themselves", () => {
  const names = ["__proto__", "constructor", "toString", "1", "dog"];
  const text = JSON.stringify({
    per_class: Object.fromEntries(names.map((name, share) => [name, { share }])),
  });
  const { per_class } = parseJson(text, "a.json", schema);
  assert.deepEqual(new Set(Object.keys(per_class)), new Set(names));
  assert.deepEqual(per_class["__proto__"], { share: 0 });
  assert.equal(JSON.stringify({ per_class }), text);
});

Deno.test("what is wrong is named with its path", () => {
  const refuses = (per_class: unknown, message: string) =>
    assert.throws(() => parseJson(JSON.stringify({ per_class }), "a.json", schema), { message });
  refuses(
    { dog: { share: "half" } },
    'Cannot use "a.json": "per_class.dog.share" is "half"; expected number',
  );
  refuses([1], 'Cannot use "a.json": "per_class" is [1]; expected an object');
});
