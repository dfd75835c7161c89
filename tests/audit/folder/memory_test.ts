import assert from "node:assert/strict";
import { memoryOf } from "../../../src/audit/folder/memory.ts";

/** The size of an audit of made arrays, with four topics of training pairs for each class. */
interface Size {
  readonly pairs: number;
  readonly items: number;
  readonly columns: number;
  readonly classes: number;
}

const TEXT_COLUMNS = 128;
const DIM = 128;

/** What is known of the size of an audit. */
function sized({ pairs, items, columns, classes }: Size) {
  const matrix = (rows: number, columns: number) => ({ rows, columns, values: new Float32Array() });
  return {
    inputs: {
      backbones: {
        audio: [{
          name: "made",
          baseline: undefined,
          training: matrix(pairs, columns),
          evaluation: matrix(items, columns),
        }],
        text: [{
          name: "words",
          texts: [],
          vectors: matrix(4 * classes, TEXT_COLUMNS),
          outOfVocabulary: [],
        }],
        published: [],
        known: [],
      },
      pairs: { length: pairs },
      evaluation: { items: { length: items } },
    },
    configuration: { projector: { dim: DIM } },
  };
}

const LARGE = { pairs: 200_000, items: 20_000, columns: 512, classes: 50 };
const MIDDLE = { pairs: 50_000, items: 6000, columns: 512, classes: 50 };
const NARROW = { pairs: 100_000, items: 10_000, columns: 128, classes: 50 };
const WIDE = { pairs: 30_000, items: 2000, columns: 1024, classes: 20 };
const SMALL = { pairs: 2000, items: 500, columns: 512, classes: 20 };

// Peaks of `audit --device native` on Linux, as `time` tells them in KiB, the higher of two runs with other work on the
// machine: those of one size differ by up to a third, by when garbage is collected.
const MEASURED: readonly (readonly [Size, workers: number, kibibytes: number])[] = [
  [LARGE, 2, 1_413_796],
  [MIDDLE, 2, 773_540],
  [NARROW, 2, 624_628],
  [WIDE, 2, 650_552],
  [SMALL, 2, 318_428],
  [SMALL, 1, 280_076],
];

Deno.test("the memory of an audit is at most three tenths more than what was measured, and not less", () => {
  for (const [size, workers, kibibytes] of MEASURED) {
    const ratio = memoryOf(sized(size), workers) / (1024 * kibibytes);
    assert.ok(ratio >= 1 && ratio <= 1.3, `${ratio} of ${JSON.stringify(size)} in ${workers}`);
  }
});

Deno.test("workers share embeddings and have no pairs, and each has the items of its training", () => {
  const added = (size: Size) => memoryOf(sized(size), 4) - memoryOf(sized(size), 2);
  assert.equal(added({ ...LARGE, pairs: 400_000 }), added(LARGE));
  const items = 10_000;
  const more = added({ ...LARGE, items: LARGE.items + items }) - added(LARGE);
  assert.ok(more >= 2 * 4 * items * (LARGE.columns + DIM), String(more));
});
