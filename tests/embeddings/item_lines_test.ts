import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Makes random inputs and shrinks those that fail.
import type { SetItem } from "../../src/embeddings/embedding_set.ts";
import { itemLine, linesOf, parseItemLine } from "../../src/embeddings/item_lines.ts";

const back = (item: SetItem) => parseItemLine(itemLine(item), 1, "items.jsonl");

async function* piecesOf(text: string, length: number): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length);
}

Deno.test("a column named id never hides the id, and is never lost", () => {
  const columns = { label: "dog", id: "7", manifest_id: "8", manifest_id_: "9" };
  assert.deepEqual(back({ id: "a", columns }), {
    id: "a",
    columns: { ...columns, id: "a", manifest_id__: "7" },
  });
  assert.deepEqual(back({ id: "7", columns }), { id: "7", columns });
  assert.equal(itemLine({ id: "a", columns: { id: "" } }), '{"id":"a","manifest_id":""}');
});

Deno.test("any id and any columns survive", () => {
  const name = fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("id", "__proto__", "0"));
  const columns = fc.array(fc.tuple(name, fc.string({ unit: "binary" })), { maxLength: 5 });
  fc.assert(fc.property(fc.string({ unit: "binary", minLength: 1 }), columns, (id, entries) => {
    const item = { id, columns: Object.fromEntries(entries) };
    assert.ok(!itemLine(item).includes("\n"));
    const found = back(item);
    assert.equal(found.id, id);
    for (const [column, value] of Object.entries(item.columns)) {
      if (column !== "id") {
        assert.equal(Object.getOwnPropertyDescriptor(found.columns, column)?.value, value);
      }
    }
    const kept = Object.entries(found.columns).filter(([column]) => column !== "id");
    const moved = item.columns["id"] === undefined || item.columns["id"] === id ? 0 : 1;
    const others = Object.keys(item.columns).filter((column) => column !== "id").length;
    assert.equal(kept.length, others + moved);
    // An item that was read is written unchanged.
    assert.equal(itemLine(found), itemLine(item));
  }));
});

Deno.test("lines are the same wherever the pieces end", async () => {
  const text = "erste\n\nHündin 🐕\n\ufefflast\n";
  for (const length of [1, 2, 3, 5, 100]) {
    const lines = await Array.fromAsync(linesOf(piecesOf(text, length), "x"));
    assert.deepEqual(lines, ["erste", "", "Hündin 🐕", "\ufefflast"]);
  }
  const cut = linesOf(piecesOf("a\nb", 2), "x");
  await assert.rejects(Array.fromAsync(cut), { message: 'Cannot read "x": it ends inside a line' });
});
