/**
 * Makes the data of the examples: embeddings of sounds that were never recorded, from texts, by a formula.
 *
 *     deno run --allow-read=. --allow-write=examples/data examples/data/make.ts
 *
 * A text's meaning is the mean of the word vectors that ship (GloVe, PDDL). A "sound" is 16 mixtures of it with a little
 * noise, and `captions.npy` and `labels.npy` are 12 other mixtures: two backbones that see the same world.
 * @module
 */
import { openGlove100d } from "../../doors/backbones.ts";
import { writeNpy } from "../../doors/embeddings.ts";

const LABELS = ["dog", "violin", "thunder", "train", "sheep", "bell"];
const CAPTIONS = [
  ...["a dog barks at a cat", "a violin plays a melody", "thunder and rain", "sheep on a farm"],
  ...["a cat meows", "a wolf howls", "a horse neighs", "puppies whine", "a lion roars"],
  ...["a cello plays", "a guitar plays a song", "a piano concerto", "a flute plays", "a trumpet"],
  ...["rain falls", "wind blows in a storm", "lightning strikes", "waves on the beach", "snow"],
  ...["a bus drives by", "a car engine", "an airplane takes off", "a truck on the highway"],
  ...["a railway station", "a cow on a meadow", "goats and cattle", "a rooster crows", "pigs"],
  ...["a church clock", "a telephone rings", "an alarm", "a doorbell rings", "glass breaks"],
  ...["people talk", "a baby cries", "children laugh", "a crowd cheers", "footsteps"],
  ...["a hammer on wood", "a saw cuts wood", "water boils", "a door slams", "birds sing"],
  ...["an owl at night", "insects in summer", "a frog in a pond", "a gun shot", "fireworks"],
];

/** A number from -1 to 1 that looks random, always the same for the same place. */
function mixed(seed: number, at: number): number {
  const x = Math.sin(seed * 12.9898 + at * 78.233) * 43758.5453;
  return 2 * (x - Math.floor(x)) - 1;
}

const glove = await openGlove100d();
const WIDTH = glove.ledger.dimensions;

/** Word vectors of texts, without what all captions have in common. */
async function meanings(texts: readonly string[]): Promise<Float32Array[]> {
  const units = async (some: readonly string[]) => {
    const { vectors } = await glove.embed(some);
    return some.map((_, row) => unit(vectors.slice(WIDTH * row, WIDTH * (row + 1))));
  };
  const common = await units(CAPTIONS);
  const mean = common[0]!.map((_, i) =>
    common.reduce((sum, one) => sum + one[i]!, 0) / common.length
  );
  return (await units(texts)).map((one) => unit(one.map((x, i) => x - mean[i]!)));
}

function unit(vector: Float32Array): Float32Array {
  const norm = Math.hypot(...vector);
  return vector.map((x) => x / norm);
}

async function embed(texts: readonly string[], width: number, seed: number, noise: number) {
  const rows = (await meanings(texts)).flatMap((meaning, row) =>
    Array.from({ length: width }, (_, column) => {
      const mixture = meaning.reduce((sum, x, i) => sum + x * mixed(seed + column, i), 0);
      return mixture + noise * mixed(seed + 99, width * row + column);
    })
  );
  return writeNpy([texts.length, width], Float32Array.from(rows));
}

const save = (name: string, content: Uint8Array) =>
  Deno.writeFile(new URL(name, import.meta.url), content);
const csv = (lines: string[]) => new TextEncoder().encode(lines.join("\n") + "\n");
const items = LABELS.flatMap((label) => [label, label, label, label]);

await save("captions.npy", await embed(CAPTIONS, 12, 1, 0));
await save("labels.npy", await embed(LABELS, 12, 1, 0));
await save("training.npy", await embed(CAPTIONS, 16, 50, 0.1));
await save("evaluation.npy", await embed(items, 16, 50, 0.1));
await save("training.csv", csv(["id,text", ...CAPTIONS.map((text, i) => `${i + 1},${text}`)]));
await save(
  "evaluation.csv",
  csv(["id,label", ...items.map((label, i) => `${label}-${i % 4},${label}`)]),
);
await save("tone.wav", tone(440, 0.5, 8000));

/** A WAV file of one tone, 8 bits a sample. */
function tone(hz: number, seconds: number, rate: number): Uint8Array {
  const count = seconds * rate;
  const view = new DataView(new ArrayBuffer(44 + count));
  const word = (at: number, text: string) =>
    [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  word(0, "RIFF");
  view.setUint32(4, 36 + count, true);
  word(8, "WAVEfmt ");
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, rate, true);
  view.setUint32(28, rate, true);
  view.setUint16(32, 1, true);
  view.setUint16(34, 8, true);
  word(36, "data");
  view.setUint32(40, count, true);
  for (let i = 0; i < count; i++) {
    view.setUint8(44 + i, 128 + Math.round(100 * Math.sin(2 * Math.PI * hz * i / rate)));
  }
  return new Uint8Array(view.buffer);
}
