import assert from "node:assert/strict";
import { VorbisDecoder } from "../../src/audio/decode.ts";
import { InputError } from "../../src/basics/errors.ts";
import { sharedPath } from "../shared.ts";

async function anyOgg(): Promise<Uint8Array | undefined> {
  const folder = sharedPath("data/esc10");
  if (folder === undefined) return undefined;
  const [row] = (await Deno.readTextFile(`${folder}/metadata.csv`)).split("\n").slice(1);
  return await Deno.readFile(`${folder}/${row!.split(",")[0]}`);
}

Deno.test("a clip of five seconds decodes to its length, twice to the same samples", async () => {
  const bytes = await anyOgg();
  if (bytes === undefined) return;
  using decoder = new VorbisDecoder();
  const first = await decoder.decode(bytes, "clip.ogg");
  const again = await decoder.decode(bytes, "clip.ogg");
  assert.ok(Math.abs(first.samples.length / first.sampleRateHz - 5) < 0.1);
  assert.ok(first.samples.some((x) => Math.abs(x) > 0.01));
  assert.deepEqual(again, first);
});

Deno.test("what is no Ogg Vorbis, or damaged, is refused and leaves the decoder usable", async () => {
  using decoder = new VorbisDecoder();
  for (const bytes of [new Uint8Array(), new Uint8Array(5000).fill(7)]) {
    const message = 'Cannot decode "x.ogg": no sound in it; expected Ogg Vorbis';
    await assert.rejects(decoder.decode(bytes, "x.ogg"), { name: "InputError", message });
  }
  const bytes = await anyOgg();
  if (bytes === undefined) return;
  const damaged = bytes.slice();
  for (let i = 100; i < 3000; i++) damaged[i]! ^= 0x55;
  await assert.rejects(decoder.decode(damaged, "x.ogg"), InputError);
  assert.ok((await decoder.decode(bytes, "x.ogg")).samples.length > 0);
});
