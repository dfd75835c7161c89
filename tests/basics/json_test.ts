import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { jsonKeys, readJson } from "../../src/basics/json.ts";

const refused = (text: string, message: string, line?: number) =>
  assert.throws(() => readJson(text, "a.json", line), { name: "InputError", message });

Deno.test("a key that appears twice is refused with its lines", () => {
  refused(
    '{\n "seeds": [0],\n "x": {"seeds": 1},\n "seeds": [1]\n}',
    'Cannot read "a.json": the key "seeds" appears twice, in lines 2 and 4',
  );
  refused('[{"a":1},{"a":2,"a":2}]', 'Cannot read "a.json": the key "a" appears twice in line 1');
  // An escape, a quotation with quotes and colons in it, the name that assigns no property, and an empty name.
  refused('{"a":1,"\\u0061":2}', 'Cannot read "a.json": the key "a" appears twice in line 1');
  refused(
    '{"\\"\\\\":1,"\\"\\\\":2}',
    'Cannot read "a.json": the key ""\\" appears twice in line 1',
  );
  refused(
    '{"__proto__":1,"__proto__":2}',
    'Cannot read "a.json": the key "__proto__" appears twice in line 1',
  );
  refused('{"":1,"":2}', 'Cannot read "a.json": the key "" appears twice in line 1');
  refused('{"a":1,"a":2}', 'Cannot read "a.json": the key "a" appears twice in line 7', 7);
});

Deno.test("keys of other objects, and text that looks like keys, do not count as repeated", () => {
  for (
    const text of ['[{"a":1},{"a":1}]', '{"a":{"a":{}}}', '{"a":"{\\"a\\":1,\\"a\\":2}"}', '"a:b"']
  ) {
    assert.deepEqual(readJson(text, "a.json"), JSON.parse(text));
  }
});

Deno.test("text nested beyond the bound is refused with its line, however deep it is", () => {
  const nested = (depth: number) => "[\n" + "[".repeat(depth - 1) + "]".repeat(depth);
  assert.ok(Array.isArray(readJson(nested(100), "a.json")));
  for (const depth of [101, 5000, 5_000_000]) {
    refused(nested(depth), 'Cannot read "a.json": line 2 is nested more than 100 deep');
  }
  // Also in text that is not JSON at all.
  refused("{".repeat(5000), 'Cannot read "a.json": line 4 is nested more than 100 deep', 4);
});

Deno.test("text that is not JSON is refused, whichever pass reads it first", () => {
  for (
    const text of [
      "",
      "{",
      '"',
      '"\\',
      '{"a"',
      '{"a":',
      "]]]]",
      ":",
      "::{}",
      '{"a":1}}',
      "\u001b[2J",
    ]
  ) {
    assert.throws(() => readJson(text, "a.json"), {
      name: "InputError",
      message: /^Cannot read "a\.json": it is not JSON \(\P{Cc}*\)$/u,
    });
    assert.throws(() => readJson(text, "a.jsonl", 3), { message: /: line 3 is not JSON: / });
  }
});

Deno.test("keys come in the order in which they are written", () => {
  const found = [...jsonKeys('{"b": {"c": 1},\n"1": [{"d": 2}]}')];
  assert.deepEqual(found.map(({ key, depth, line }) => [key, depth, line]), [
    ["b", 1, 1],
    ["c", 2, 1],
    ["1", 1, 2],
    ["d", 3, 2],
  ]);
});

Deno.test("any JSON is read as by JSON.parse, and refused once one of its keys is repeated", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 6 }), fc.nat(3), fc.nat(), (json, indent, pick) => {
      const text = JSON.stringify(JSON.parse(json), null, indent);
      assert.deepEqual(readJson(text, "a.json"), JSON.parse(text));
      // After the brace of an object that is not empty, repeats its first key.
      const objects = [...text.matchAll(/\{\s*("(?:[^"\\]|\\.)*"):/g)].filter(({ index }) =>
        isOutsideTexts(text, index)
      );
      if (objects.length === 0) return;
      const { index, 1: key } = objects[pick % objects.length]!;
      const doubled = `${text.slice(0, index + 1)}${key}:null,${text.slice(index + 1)}`;
      assert.throws(() => readJson(doubled, "a.json"), { message: /the key ".*" appears twice/ });
    }),
    { seed: 1, numRuns: 500 },
  );
});

/** Whether a position in a JSON text is outside of all strings. */
function isOutsideTexts(text: string, at: number): boolean {
  return text.slice(0, at).replaceAll(/\\./g, "").split('"').length % 2 === 1;
}
