import assert from "node:assert/strict";
import { formatByteSize, parseByteSize } from "../../src/basics/byte_sizes.ts";

Deno.test("sizes are read in bytes, decimal and binary units", () => {
  const sizes: [string, number][] = [
    ["1", 1],
    ["1500B", 1500],
    ["2kb", 2000],
    ["2KiB", 2048],
    ["1.5 MB", 1_500_000],
    ["20GB", 20e9],
    ["1TiB", 2 ** 40],
  ];
  for (const [text, bytes] of sizes) assert.equal(parseByteSize(text), bytes, text);
});

Deno.test("other text is not a size", () => {
  for (
    const text of [
      "",
      "0",
      "-1",
      "1e9",
      "0.5",
      "iB",
      "1iB",
      "5 PB",
      "5 GBs",
      "many",
      "9".repeat(20),
    ]
  ) {
    assert.equal(parseByteSize(text), undefined, text);
  }
});

Deno.test("sizes are shown in the largest unit that has a whole one", () => {
  const shown: [number, string][] = [
    [0, "0 bytes"],
    [1, "1 byte"],
    [999, "999 bytes"],
    [1000, "1 kB"],
    [123_456_789, "123 MB"],
    [2e15, "2000 TB"],
  ];
  for (const [bytes, text] of shown) assert.equal(formatByteSize(bytes), text);
});
