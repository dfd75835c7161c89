import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Property tests.
import { csvRowsOf } from "../../src/datasets/csv_rows.ts";
import { partsOf } from "../../src/datasets/stream_rows.ts";
import { countRecords, csvBlocks } from "../../src/datasets/stream_csv.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { recordsOf } from "../../src/formats/csv_records.ts";

Deno.test("records are counted as they are parsed", () => {
  const value = fc.string({ unit: fc.constantFrom("a", '"', "\n", "\r\n", ",", " ") });
  const end = fc.constantFrom("", "\n", "\r\n", "\n\n", "\r\n\r\n");
  fc.assert(fc.property(fc.array(value), end, fc.boolean(), (values, end, isAlone) => {
    const rows = values.map((text) => ({ id: "1", text }));
    const text = writeCsv(isAlone ? ["text"] : ["id", "text"], rows) + end;
    assert.equal(countRecords(text, "a.csv"), recordsOf(text, 1, "a.csv").records.length);
  }));
});

Deno.test("rows whose fields are cut out when asked for are those that are parsed at once", () => {
  const value = fc.string({ unit: fc.constantFrom("a", '"', "\n", "\r\n", "\r", ",", " ", "é") });
  const end = fc.constantFrom("", "\n", "\r\n", "\n\n", "\r\n\r\n", "a,b", "c\r");
  fc.assert(fc.property(fc.array(fc.tuple(value, value)), end, (values, end) => {
    const rows = values.map(([id, text]) => ({ id, text }));
    const text = writeCsv(["id", "text"], rows) + end;
    const { records } = recordsOf(text, 5, "a.csv");
    const found = csvRowsOf(text, 5, "a.csv").map((row) => ({
      line: row.line,
      fields: Array.from({ length: row.width }, (_, i) => row.field(i)),
    }));
    assert.deepEqual(found, records);
  }));
  for (const text of ['a\n"b\nc', 'x,y\n"a\n,b"c"\n']) {
    const messageOf = (parse: () => unknown): string => {
      try {
        parse();
        return "";
      } catch (thrown) {
        return (thrown as Error).message;
      }
    };
    const expected = messageOf(() => recordsOf(text, 3, "a.csv"));
    assert.notEqual(expected, "");
    assert.equal(messageOf(() => csvRowsOf(text, 3, "a.csv")), expected);
  }
});

Deno.test("parts of a block have its rows, with the lines on which they start", () => {
  const texts = ["a,b", '"c\nd",e', '"""f""",\n', "g".repeat(300) + ",h"];
  const rows = Array.from({ length: 3000 }, (_, i) => texts[i % texts.length]!);
  const block = { text: `${rows.join("\n")}\n"${"i\n".repeat(90_000)}",j`, line: 7 };
  const parts = [...partsOf(block, "a.csv")];
  assert.ok(parts.length > 3);
  assert.equal(parts.map(({ text }) => text).join(""), block.text);
  const linesOf = ({ text, line }: typeof block) =>
    csvRowsOf(text, line, "a.csv").map((row) => [row.line, row.field(1)?.value]);
  assert.deepEqual(parts.flatMap(linesOf), linesOf(block));
});

Deno.test("stray quotes: rows, counts and blocks agree with the records, or all refuse", async () => {
  const unit = fc.constantFrom("a", '"', '"', ",", "\t", "\n", "\r\n");
  await fc.assert(
    fc.asyncProperty(
      fc.string({ unit, maxLength: 30 }),
      fc.constantFrom("a.csv", "a.tsv"),
      async (text, name) => {
        let records;
        try {
          records = recordsOf(text, 1, name).records;
        } catch {
          assert.throws(() => csvRowsOf(text, 1, name));
          return;
        }
        const fieldsOf = (rows: ReturnType<typeof csvRowsOf>) =>
          rows.map((row) => Array.from({ length: row.width }, (_, i) => row.field(i)!.value));
        const expected = records.map(({ fields }) => fields.map(({ value }) => value));
        assert.deepEqual(fieldsOf(csvRowsOf(text, 1, name)), expected);
        assert.equal(countRecords(text, name), records.length);
        const lines = text.split(/(?<=\n)/);
        async function* blocks() {
          for (const [i, one] of lines.entries()) {
            const block = { text: one, line: i + 1, bytesRead: 0, end: undefined, checksum: 0 };
            yield await Promise.resolve(block);
          }
        }
        const cut = await Array.fromAsync(csvBlocks(blocks(), name));
        assert.deepEqual(
          cut.flatMap((block) => fieldsOf(csvRowsOf(block.text, block.line, name))),
          expected,
        );
      },
    ),
    { seed: 1, numRuns: 3000 },
  );
});
