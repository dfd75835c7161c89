import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Property tests.
import { countRecords } from "../../src/datasets/stream_csv.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { recordsOf } from "../../src/formats/csv_records.ts";

Deno.test("records are counted as they are parsed", () => {
  const value = fc.string({ unit: fc.constantFrom("a", '"', "\n", "\r\n", ",", " ") });
  const end = fc.constantFrom("", "\n", "\r\n", "\n\n", "\r\n\r\n");
  fc.assert(fc.property(fc.array(value), end, fc.boolean(), (values, end, isAlone) => {
    const rows = values.map((text) => ({ id: "1", text }));
    const text = writeCsv(isAlone ? ["text"] : ["id", "text"], rows) + end;
    assert.equal(countRecords(text), recordsOf(text, 1, "a.csv").records.length);
  }));
});
