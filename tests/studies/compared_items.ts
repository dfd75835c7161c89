/**
 * By how much do Euclidean silhouettes and neighbors of the items that an audit draws differ from those of all items?
 *
 *     deno run -A tests/studies/compared_items.ts [--items 20000] [--device native]
 *
 * In planted worlds every item is measured once. Of these values 500 samples are drawn as an audit draws its compared
 * items, and means are estimated as an audit estimates them. Printed are the truth, the mean error over samples with its
 * standard error, and the deviation of the error, of one space and of the difference of two: with the same items in both
 * spaces, and with others in each.
 * @module
 */
import { parseArgs } from "node:util";
import { matrixOf } from "../../src/basics/matrix.ts";
import { RandomStream } from "../../src/basics/random.ts";
import { type DeviceChoice, openCompute } from "../../src/compute/open.ts";
import { classifyByNeighbors } from "../../src/measures/separability/neighbors.ts";
import { drawCompared, MOST_COMPARED } from "../../src/measures/separability/sample.ts";
import { euclideanSilhouette } from "../../src/measures/separability/silhouette.ts";
import { mean } from "../../src/statistics/means.ts";

const SAMPLES = 500;
const WIDTH = 64;
const ITEMS_A_SOURCE = 4;

/** How a world differs from others. */
interface World {
  readonly name: string;
  readonly classes: number;
  /** Distance of class centers, in deviations of items. */
  readonly apart: number;
  /** Each class has this share of the items of the one before it. */
  readonly falling: number;
}

const WORLDS: readonly World[] = [
  { name: "50 even classes, near", classes: 50, apart: 0.3, falling: 1 },
  { name: "50 even classes, apart", classes: 50, apart: 0.8, falling: 1 },
  { name: "50 uneven classes", classes: 50, apart: 0.5, falling: 0.9 },
  { name: "400 uneven classes", classes: 400, apart: 0.5, falling: 0.99 },
];

/** What is estimated, from a value of each item. */
interface Measure {
  readonly name: string;
  /** Values in two spaces: a world, and the same with noise. */
  readonly spaces: readonly [ArrayLike<number>, ArrayLike<number>];
  readonly balanced: boolean;
}

const { values: asked } = parseArgs({
  options: {
    items: { type: "string", default: "20000" },
    device: { type: "string", default: "auto" },
  },
});
const { compute } = await openCompute(asked.device as DeviceChoice);
for (const world of WORLDS) {
  const { classes, measures } = await measureWorld(world, Number(asked.items));
  const items = { classes, ids: classes.map((_, item) => `${item}`) };
  const samples = Array.from({ length: 2 * SAMPLES }, (_, seed) => drawCompared(items, seed)!);
  for (const measure of measures) print(world.name, measure, classes, samples);
}
compute.close();

async function measureWorld({ classes: count, apart, falling }: World, items: number) {
  const random = new RandomStream(0, "world");
  const weights = Array.from({ length: count }, (_, c) => falling ** c);
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const classes = weights.flatMap((weight, c) =>
    new Array<number>(Math.max(8, Math.round(items * weight / all))).fill(c)
  );
  const sources = classes.map((c, item) => `${c} ${Math.floor(item / ITEMS_A_SOURCE)}`);
  const centers = Float32Array.from({ length: count * WIDTH }, () => apart * random.normal());
  const own = Float32Array.from(
    { length: classes.length * WIDTH },
    (_, at) => random.normal() + centers[classes[Math.floor(at / WIDTH)]! * WIDTH + at % WIDTH]!,
  );
  const noisy = own.map((value) => value + 0.5 * random.normal());
  const measured = [];
  for (const values of [own, noisy]) {
    const set = { ...matrixOf(WIDTH, values), classes, classCount: count };
    const { perItem } = await euclideanSilhouette(compute, set);
    const neighbors = await classifyByNeighbors(compute, { items: set, sources }, { ks: [1, 5] });
    measured.push([perItem, ...neighbors.map(({ hits }) => hits)]);
  }
  const [first, second] = measured as [typeof measured[0], typeof measured[0]];
  const names = ["silhouette", "1-NN", "5-NN"];
  return {
    classes,
    measures: names.map((name, at): Measure => ({
      name,
      spaces: [first[at]!, second[at]!],
      balanced: at > 0,
    })),
  };
}

/** The mean of class means; or of all items, where classes weigh as many as they have. */
function estimate(
  values: ArrayLike<number>,
  classes: readonly number[],
  items: readonly number[],
  balanced: boolean,
): number {
  const sizes = new Map<number, number>();
  for (const one of classes) sizes.set(one, (sizes.get(one) ?? 0) + 1);
  let [sum, weights] = [0, 0];
  for (const [c, own] of Map.groupBy(items, (item) => classes[item]!)) {
    const weight = balanced ? 1 : sizes.get(c)!;
    sum += weight * mean(own.map((item) => values[item]!));
    weights += weight;
  }
  return sum / weights;
}

function print(
  world: string,
  { name, spaces: [first, second], balanced }: Measure,
  classes: readonly number[],
  samples: readonly (readonly number[])[],
): void {
  const of = (values: ArrayLike<number>, items: readonly number[]) =>
    estimate(values, classes, items, balanced);
  const everything = [...classes.keys()];
  const [truth, other] = [of(first, everything), of(second, everything)];
  const some = samples.slice(0, SAMPLES);
  const errors = some.map((items) => of(first, items) - truth);
  const paired = some.map((items) => of(first, items) - of(second, items) - (truth - other));
  const unpaired = some.map((items, i) =>
    of(first, items) - of(second, samples[SAMPLES + i]!) - (truth - other)
  );
  const [one, same, others] = [errors, paired, unpaired].map(deviation);
  console.log(
    `${world}, ${name}: ${truth.toFixed(4)}, ${
      samples[0]!.length
    } of ${classes.length} items (${MOST_COMPARED}); ` +
      `mean error ${mean(errors).toFixed(5)} ± ${(one! / Math.sqrt(SAMPLES)).toFixed(5)}, ` +
      `deviation ${one!.toFixed(4)}; of a difference ${same!.toFixed(4)}, unpaired ${
        others!.toFixed(4)
      }`,
  );
}

function deviation(values: readonly number[]): number {
  const center = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - center) ** 2)));
}
