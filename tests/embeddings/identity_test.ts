import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Makes random inputs and shrinks those that fail.
import {
  canonicalJson,
  differencesOf,
  fingerprintOf,
  type JsonObject,
  quotableJson,
} from "../../src/embeddings/identity.ts";

const anyObject = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })) as fc.Arbitrary<
  JsonObject
>;

Deno.test("canonical JSON is JSON of the same value, and one text for any order of fields", () => {
  fc.assert(fc.property(anyObject, (value) => {
    // JSON has no negative zero.
    assert.equal(
      JSON.stringify(JSON.parse(canonicalJson(value))).length,
      canonicalJson(value).length,
    );
    const reversed = Object.fromEntries(Object.entries(value).reverse());
    assert.equal(canonicalJson(reversed), canonicalJson(value));
    assert.deepEqual(differencesOf(reversed, value), []);
  }));
  assert.equal(
    fingerprintOf({ b: { d: [1.5, "ä"], c: null }, a: true }),
    // printf '{"a":true,"b":{"c":null,"d":[1.5,"ä"]}}' | sha256sum
    "b8a9644937775f06310034a3220641637d1bd354d416ec35ca98440df59027ba",
  );
});

Deno.test("two objects differ in fields exactly when their fingerprints do", () => {
  fc.assert(fc.property(anyObject, anyObject, (first, second) => {
    const same = fingerprintOf(first) === fingerprintOf(second);
    assert.equal(differencesOf(first, second).length === 0, same);
  }));
});

Deno.test("differences are named by their whole path, for values of any kind", () => {
  const first = { a: { b: [1, { c: 2 }] }, d: null, e: "x", f: [1] };
  const second = { a: { b: [1, { c: 3 }, 4] }, d: {}, e: "x", g: false };
  assert.deepEqual(differencesOf(first, second), [
    { field: "a.b.1.c", first: 2, second: 3 },
    { field: "a.b.2", first: undefined, second: 4 },
    { field: "d", first: null, second: {} },
    { field: "f", first: [1], second: undefined },
    { field: "g", first: undefined, second: false },
  ]);
  assert.equal(quotableJson("a\u001bb"), "a\ufffdb");
  assert.equal(quotableJson({ a: ["x".repeat(200)] }).length, 101);
});

Deno.test("a value that is not JSON, or nested without end, is a defect", () => {
  assert.throws(() => canonicalJson([Infinity]), { message: "JSON has no number Infinity" });
  let nested: JsonObject = {};
  for (let depth = 0; depth < 40; depth++) nested = { nested };
  assert.throws(() => fingerprintOf(nested), { message: "JSON is nested more than 32 deep" });
});
