import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { readCsv, writeCsv } from "../../src/formats/csv.ts";
import { readJsonLines } from "../../src/formats/jsonl.ts";
import { sharedPath } from "../shared.ts";

const read = (text: string) => readCsv(new TextEncoder().encode(text), "x.csv");

Deno.test("quotes, byte order mark, CRLF and blank lines; lines are counted as an editor does", () => {
  const { columns, rows } = read('\uFEFFa,b\r\n1,"x ""y"",\r\nz"\r\n\r\n2,\r\n"",3');
  assert.deepEqual(columns, ["a", "b"]);
  assert.deepEqual(rows, [
    { line: 2, values: { a: "1", b: 'x "y",\r\nz' } },
    { line: 5, values: { a: "2", b: "" } },
    { line: 6, values: { a: "", b: "3" } },
  ]);
});

Deno.test("a header alone has no rows; a lone carriage return is text", () => {
  assert.deepEqual(read("a,b").rows, []);
  assert.deepEqual(read('a\nx\ry\n""\n').rows.map(({ values }) => values["a"]), ["x\ry", ""]);
});

Deno.test("each fault of a table has its message", () => {
  const cases: [string, RegExp][] = [
    ["", /Cannot read "x.csv": it is empty/],
    ["\n\n", /it is empty/],
    ["a,b,a\n", /two columns are named "a"/],
    ["a,b\n\n1,2\n1,2,3\n", /row 2 \(line 4\) has 3 fields, the header has 2/],
    ['a,b\n"1\n2",2\n3\n', /row 2 \(line 4\) has 1 fields/],
    ['a,b\n1,"x\n', /the quote on line 2 is never closed/],
    ['a,b\n1,"x\n"y\n', /the quoted field on line 2 continues with "y"/],
  ];
  for (const [text, message] of cases) {
    assert.throws(() => read(text), { name: "InputError", message });
  }
  const latin1 = Uint8Array.of(0x61, 0x0a, 0xe9);
  assert.throws(() => readCsv(latin1, "x.csv"), { name: "InputError", message: /not UTF-8/ });
});

Deno.test("any table survives writing and reading", () => {
  const value = fc.string({
    unit: fc.constantFrom("a", '"', ",", "\n", "\r", " ", "é"),
    maxLength: 5,
  });
  const tables = fc.integer({ min: 1, max: 4 }).chain((width) =>
    fc.tuple(
      fc.uniqueArray(value, { minLength: width, maxLength: width }),
      fc.array(fc.array(value, { minLength: width, maxLength: width })),
    )
  );
  fc.assert(
    fc.property(tables, ([columns, cells]) => {
      const rows = cells.map((row) =>
        Object.fromEntries(columns.map((name, c) => [name, row[c]!]))
      );
      const table = read(writeCsv(columns, rows));
      assert.deepEqual(table.columns, columns);
      assert.deepEqual(table.rows.map(({ values }) => values), rows);
    }),
    { seed: 1, numRuns: 300 },
  );
});

Deno.test("real caption files are read whole", async () => {
  const path = sharedPath("data/esc10/metadata.csv");
  if (path === undefined) return;
  assert.equal(readCsv(await Deno.readFile(path), path).rows.length, 400);
});

Deno.test("JSON Lines: a line that is not an object is refused with its number", () => {
  const lines = (text: string) => readJsonLines(new TextEncoder().encode(text), "x.jsonl");
  assert.deepEqual(lines(""), []);
  assert.throws(() => lines('{}\n\n{"a":'), { message: /"x.jsonl": line 3 is not JSON/ });
  assert.throws(() => lines("{}\n[1]"), { message: /line 2 is not a JSON object/ });
});

Deno.test("a quote in a field without quotes is a sign of the text, and its line is given", () => {
  const { rows, strayQuotes } = read(
    'a,b\n1,a 5" hum\n2,"rain" falls\n3,"x, ""y"""\n4,5",6"\n'.replace('5",6"', '5"'),
  );
  assert.deepEqual(rows.map(({ values }) => values["b"]), [
    'a 5" hum',
    '"rain" falls',
    'x, "y"',
    '5"',
  ]);
  assert.deepEqual(strayQuotes, [2, 3, 5]);
});

Deno.test("tables named .tsv have tabs between their fields", () => {
  const bytes = new TextEncoder().encode('id\ttext\n1\ta, b\n2\t"c\td"\n3\t5" hum\n');
  const { rows } = readCsv(bytes, "a.tsv");
  assert.deepEqual(rows.map(({ values }) => values["text"]), ["a, b", "c\td", '5" hum']);
  const commas = new TextEncoder().encode("id,text\n1,a\n");
  assert.throws(() => readCsv(commas, "a.tsv"), /has commas between columns; expected tabs/);
});
