import assert from "node:assert/strict";
import { readParquetTable } from "../../src/formats/parquet_file.ts";
import { ParquetSounds, soundColumn } from "../../src/formats/parquet_sounds.ts";
import { assertSafe } from "./damage.ts";
import { type MadeOptions, makeParquet } from "./made_parquet.ts";

/** Seven rows, of which the fourth has no sound. */
const SOUNDS = Array.from({ length: 7 }, (_, i) => ({
  bytes: i === 3 ? null : new Uint8Array(10 * i + 1).fill(i),
  path: i === 2 ? null : `${i}.wav`,
}));

const made = (options?: MadeOptions) => makeParquet([{ name: "audio", sounds: SOUNDS }], options);

Deno.test("sounds are read in any order, whatever the pages and row groups are", () => {
  const layouts: MadeOptions[] = [
    {},
    { codec: "SNAPPY" },
    { rowGroup: 3, codec: "SNAPPY" },
    { rowGroup: 4, page: 1 },
    { page: 2, codec: "SNAPPY" },
  ];
  for (const options of layouts) {
    const sounds = new ParquetSounds(made(options), "x", "audio");
    for (const row of [1, 2, 3, 5, 6, 7, 7, 1, 6, 2]) {
      assert.deepEqual(sounds.sound(row), SOUNDS[row - 1]!.bytes, `row ${row}`);
    }
    const message = '"x" row 4 has no sound in "audio.bytes"';
    assert.throws(() => sounds.sound(4), { name: "InputError", message });
    assert.throws(() => sounds.sound(8), /it has 7 rows; there is no row 8$/);
  }
});

Deno.test("the column of sounds is audio, or the only one, or the one that is named", () => {
  const texts = { name: "text", texts: ["a"] };
  const sounds = [{ bytes: Uint8Array.of(1), path: "a.wav" }];
  const found = (names: string[], wanted?: string) => {
    const columns = names.map((name) => ({ name, sounds }));
    return soundColumn(readParquetTable(makeParquet([texts, ...columns]), "x"), "x", wanted)?.name;
  };
  assert.equal(found([]), undefined);
  assert.equal(found(["recording"]), "recording");
  assert.equal(found(["clean", "audio"]), "audio");
  assert.equal(found(["clean", "noisy"]), undefined);
  assert.equal(found(["clean", "noisy"], "noisy"), "noisy");
  assert.equal(found(["audio"], "text"), undefined);
});

Deno.test("a file whose content changed is read or refused, never worse", async () => {
  const files = [made(), made({ codec: "SNAPPY", rowGroup: 3 }), made({ page: 2 })];
  const read = (bytes: Uint8Array) => {
    const sounds = new ParquetSounds(bytes, "x", "audio");
    for (const row of [1, 2, 5, 7, 3]) sounds.sound(row);
  };
  await assertSafe(read, files, { seed: 3, numRuns: 3000 });
});
