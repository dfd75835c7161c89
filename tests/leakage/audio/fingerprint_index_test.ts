import assert from "node:assert/strict";
import { basename, join } from "node:path";
import { AudioDecoder, type MonoAudio } from "../../../src/audio/decode.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { readCsv } from "../../../src/formats/csv.ts";
import { type Fingerprint, Fingerprinter } from "../../../src/leakage/audio/fingerprint.ts";
import { FingerprintIndex } from "../../../src/leakage/audio/fingerprint_index.ts";
import { readSound } from "../../fixtures/audio.ts";
import { sharedPath } from "../../shared.ts";
import { COPIES } from "./copies.ts";
import { bark, clock, noise, RATE_HZ, scene } from "./made_sounds.ts";
import { computingClock } from "../../computing_time.ts";

const fingerprinter = await Fingerprinter.open();

function indexOf(sounds: readonly (readonly [string, MonoAudio])[]): FingerprintIndex {
  const index = new FingerprintIndex();
  for (const [id, audio] of sounds) index.add(id, fingerprinter.fingerprint(audio));
  return index;
}

const KINDS = { noise, clock, bark, scene };
const MADE = Object.entries(KINDS).flatMap(([kind, make]) =>
  Array.from({ length: 12 }, (_, seed) => [`${kind} ${seed}`, make(seed, 5)] as const)
);

Deno.test("different rains, clocks and barks are different sounds; each finds itself at once", () => {
  const index = indexOf(MADE);
  for (const [id, audio] of MADE) {
    const found = index.find(fingerprinter.fingerprint(audio));
    assert.deepEqual(found.map((match) => match.id), [id]);
    assert.equal(found[0]!.score, 1);
    assert.equal(found[0]!.offsetSeconds, 0);
  }
});

for (const [copy, make] of Object.entries(COPIES)) {
  Deno.test(`made sounds are found when ${copy}, and no other`, () => {
    const index = indexOf(MADE);
    for (const [id, audio] of MADE) {
      const found = index.find(fingerprinter.fingerprint(make(audio)));
      assert.deepEqual(found.map((match) => match.id), [id]);
    }
  });
}

Deno.test("a match says where it starts", () => {
  const long = scene(1, 8);
  const part = { ...long, samples: long.samples.slice(3.3 * RATE_HZ, 6.3 * RATE_HZ) };
  const near = (found: number, expected: number) => assert.ok(Math.abs(found - expected) < 0.005);
  const [inLong] = indexOf([["long", long]]).find(fingerprinter.fingerprint(part));
  near(inLong!.offsetSeconds, 3.3);
  const [inPart] = indexOf([["part", part]]).find(fingerprinter.fingerprint(long));
  near(inPart!.offsetSeconds, -3.3);
});

Deno.test("lossy copies are found: MP3 and Ogg Vorbis at 64 kbit/s", async () => {
  using decoder = new AudioDecoder();
  const index = indexOf([...MADE, ["copied", scene(1, 2)]]);
  for (const name of ["scene.mp3", "scene.ogg"]) {
    const audio = await decoder.decode(await readSound(name), name);
    const found = index.find(fingerprinter.fingerprint(audio));
    assert.deepEqual(found.map(({ id }) => id).sort(), ["copied", "scene 1"]);
  }
});

Deno.test("silence and sounds that are too short match nothing", () => {
  const silence = { samples: new Float32Array(5 * RATE_HZ), sampleRateHz: RATE_HZ };
  const constant = { ...silence, samples: silence.samples.map(() => 0.3) };
  const short = { ...silence, samples: noise(3, 0.09).samples };
  const one = { ...silence, samples: Float32Array.of(1) };
  const sounds = Object.entries({ silence, constant, short, one });
  const index = indexOf(sounds);
  for (const [, audio] of sounds) {
    assert.deepEqual(index.find(fingerprinter.fingerprint(audio)), []);
  }
  assert.deepEqual(new FingerprintIndex().find(fingerprinter.fingerprint(noise(1, 1))), []);
});

/** Makes bits that change as often as real ones, once in 8 frames. */
function madePrint(random: RandomStream, frames: number): Fingerprint {
  const bits = new Uint32Array(frames);
  for (let i = 0; i < frames; i++) {
    const flips = random.bits() & random.bits() & random.bits();
    bits[i] = (i === 0 ? random.bits() : bits[i - 1]!) ^ flips;
  }
  return { bits, strong: bits.map(() => random.bits() | random.bits()) };
}

Deno.test("among 10,000 sounds a copy with 5 % of its bits wrong is found, and no other", () => {
  const random = new RandomStream(5, "prints");
  const index = new FingerprintIndex();
  const frames = 1250;
  const kept: Fingerprint[] = [];
  for (let i = 0; i < 10_000; i++) {
    const print = madePrint(random, frames);
    index.add(`${i}`, print);
    if (i % 500 === 0) kept.push(print);
  }
  index.find(kept[0]!);
  const computed = computingClock();
  kept.forEach(({ bits, strong }, i) => {
    const damaged = bits.map((word) => {
      for (let bit = 0; bit < 32; bit++) if (random.below(20) === 0) word ^= 1 << bit;
      return word;
    });
    const found = index.find({ bits: damaged.slice(101), strong: strong.slice(101) });
    assert.deepEqual(found.map(({ id }) => id), [`${500 * i}`]);
    assert.equal(found[0]!.offsetSeconds, 0.404);
    assert.deepEqual(index.find(madePrint(random, frames)), []);
  });
  const milliseconds = computed() / (2 * kept.length);
  assert.ok(milliseconds < 200, `a lookup took ${milliseconds} ms`);
});

Deno.test("for a tenth of ESC-10, drawn by seed, every copy is found and no other clip", async () => {
  const table = sharedPath("data/esc10/metadata.csv");
  if (table === undefined) return;
  const rows = readCsv(Deno.readFileSync(table), table).rows.map(({ values }) =>
    values["file_name"]!
  );
  const names = new RandomStream(5, "clips").shuffled(rows).slice(0, 40);
  using decoder = new AudioDecoder();
  const sounds: [string, MonoAudio][] = [];
  for (const name of names) {
    const path = join(table, "..", name);
    sounds.push([basename(name), await decoder.decode(await Deno.readFile(path), path)]);
  }
  const index = indexOf(sounds);
  const missed: string[] = [];
  for (const [copy, make] of Object.entries(COPIES)) {
    for (const [id, audio] of sounds) {
      const found = index.find(fingerprinter.fingerprint(make(audio))).map((match) => match.id);
      if (found.includes(id)) found.splice(found.indexOf(id), 1);
      else missed.push(`${id} ${copy}`);
      assert.deepEqual(found, [], `${id} ${copy}`);
    }
  }
  assert.deepEqual(missed, []);
});
