/**
 * Finds the kernels that compute matrix products fastest on an adapter: each variant for each class of shapes is
 * checked, then timed in turns with the others.
 *
 * On lavapipe (Mesa 22.3, 2 cores), microseconds for the representative shapes in all three transpositions together,
 * medians of three tuning runs:
 *
 * | shapes | textures | registers | shared32 | shared64 | vector |
 * | ------ | -------- | --------- | -------- | -------- | ------ |
 * | vector | 9,200    | 7,500     | 57,000   | 76,000   | 9,000  |
 * | small  | 1,600    | 2,800     | 14,000   | 8,000    |        |
 * | large  | 40,000   | 99,000    | 340,000  | 230,000  |        |
 * @module
 */
import { DeviceError, messageOf } from "../../basics/errors.ts";
import type { OnProgress } from "../../basics/progress.ts";
import { RandomStream } from "../../basics/random.ts";
import { openCpu } from "../cpu/cpu_compute.ts";
import { describeAdapter } from "./adapter.ts";
import { classOf } from "./adapter_class.ts";
import type { Clock } from "./clock.ts";
import { Contestant, type Task } from "./contestant.ts";
import {
  type ProductShape,
  REPRESENTATIVE_SHAPES,
  SHAPE_CLASSES,
  type ShapeClass,
  SHIPPED_VARIANTS,
  type VariantName,
  variantsFor,
  type VariantTable,
} from "./variants.ts";

/** The measurement of one variant for one class of shapes. */
export interface VariantMeasurement {
  /** The class of shapes. */
  readonly shapes: ShapeClass;
  /** The variant. */
  readonly variant: VariantName;
  /** Median time of the class's representative products in all three transpositions together; absent with a problem. */
  readonly microseconds?: number | undefined;
  /** The shortest of these times. */
  readonly leastMicroseconds?: number | undefined;
  /** Why the variant cannot be used: a failure, or the first wrong element of a product. */
  readonly problem?: string | undefined;
}

/** Result of a tuning run. */
export interface Tuning {
  /** The variant chosen for each class of shapes. */
  readonly variants: VariantTable;
  /** Measurements of each variant. */
  readonly measurements: readonly VariantMeasurement[];
}

/** Odd, so that a median is one of the timings. */
const ROUNDS = 7;

/** A variant that took this many times as long as the fastest of its round is not timed again. */
const HOPELESS = 2;

/**
 * The shipped variant stays unless the median of another is less than this share of its shortest time. Other work of
 * the machine makes times longer, never shorter, so noise flips the choice less often than with medians on both sides.
 */
const CLEARLY_FASTER = 0.95;

/**
 * Times the variants on an adapter. Takes 6 s on lavapipe (2 cores), 9 s in one thread, twice as long where the machine
 * does other work.
 *
 * @param openAdapter returns a fresh adapter on each call: an adapter opens one device only
 * @param onProgress receives each check and each round
 * @throws {DeviceError} when every variant is wrong for some class of shapes
 *
 * @example
 * ```ts ignore
 * import { findAdapter } from "../open.ts";
 * const { variants } = await tuneVariants(() => findAdapter("software"));
 * console.log(variants.large);
 * ```
 */
export async function tuneVariants(
  openAdapter: () => Promise<GPUAdapter | undefined>,
  onProgress: OnProgress = () => {},
): Promise<Tuning> {
  const adapter = await openAdapter();
  if (!adapter) throw new DeviceError("Cannot tune: the adapter is gone; leave --tune out");
  const shipped = SHIPPED_VARIANTS[classOf(adapter)];
  const proofs = SHAPE_CLASSES.reduce((sum, shapes) => sum + variantsFor(shapes).length, 0);
  const total = proofs + SHAPE_CLASSES.length * ROUNDS;
  let done = 0;
  const step = () => onProgress({ stage: "tuning", done: done++, total });
  step();
  const contestants = await openContestants(openAdapter);
  try {
    const measurements: VariantMeasurement[] = [];
    for (const shapes of SHAPE_CLASSES) {
      measurements.push(...await measureShapes(shapes, shipped[shapes], contestants, step));
    }
    const variants = chooseVariants(measurements, shipped, describeAdapter(adapter).name);
    return { variants, measurements };
  } finally {
    for (const contestant of contestants) contestant.close();
  }
}

/**
 * Chooses the fastest variant for each class of shapes, or the shipped one where none is clearly faster.
 *
 * @param name of the adapter, for the error
 * @throws {DeviceError} when all variants of a class have a problem
 */
export function chooseVariants(
  measurements: readonly VariantMeasurement[],
  shipped: VariantTable,
  name: string,
): VariantTable {
  const choose = (shapes: ShapeClass): VariantName => {
    const right = measurements.filter((one) => one.shapes === shapes && one.problem === undefined);
    const [fastest] = right.sort((a, b) => a.microseconds! - b.microseconds!);
    if (!fastest) {
      throw new DeviceError(
        `No kernel multiplies ${shapes} matrices right on ${name}; see earnest doctor, or use --device cpu`,
      );
    }
    const own = right.find(({ variant }) => variant === shipped[shapes]);
    const clearly = !own || fastest.microseconds! < CLEARLY_FASTER * own.leastMicroseconds!;
    return clearly ? fastest.variant : own.variant;
  };
  return { vector: choose("vector"), small: choose("small"), large: choose("large") };
}

async function openContestants(
  openAdapter: () => Promise<GPUAdapter | undefined>,
): Promise<Contestant[]> {
  const contestants: Contestant[] = [];
  for (const variant of variantsFor("vector")) {
    const adapter = await openAdapter();
    if (adapter) contestants.push(await Contestant.open(adapter, variant));
  }
  return contestants;
}

/** Checks and times the variants of one class of shapes; `step` is called after each check and round. */
async function measureShapes(
  shapes: ShapeClass,
  shipped: VariantName,
  contestants: readonly Contestant[],
  step: () => void,
): Promise<VariantMeasurement[]> {
  const tasks = await Promise.all(REPRESENTATIVE_SHAPES[shapes].map(makeTask));
  const clocks = new Map<VariantName, Clock>();
  const problems = new Map<VariantName, string>();
  const variants = variantsFor(shapes);
  for (const contestant of contestants) {
    const { variant } = contestant;
    if (!variants.includes(variant)) continue;
    try {
      clocks.set(variant, await contestant.prove(tasks));
    } catch (thrown) {
      problems.set(variant, messageOf(thrown));
    }
    step();
  }
  const times = await timeInTurns(clocks, shipped, problems, step);
  return variants.map((variant) => {
    const problem = problems.get(variant);
    if (problem !== undefined) return { shapes, variant, problem };
    const sorted = times.get(variant)!.toSorted((a, b) => a - b);
    return {
      shapes,
      variant,
      microseconds: inMicroseconds(sorted[Math.floor(sorted.length / 2)]!),
      leastMicroseconds: inMicroseconds(sorted[0]!),
    };
  });
}

/** Returns the nanoseconds of each variant in each round that it took part in. Failures go to `problems`. */
async function timeInTurns(
  clocks: ReadonlyMap<VariantName, Clock>,
  shipped: VariantName,
  problems: Map<VariantName, string>,
  step: () => void,
): Promise<Map<VariantName, number[]>> {
  const times = new Map<VariantName, number[]>();
  const running = new Map(clocks);
  const repetitions = new Map<VariantName, number>();
  for (let round = 0; round < ROUNDS; round++) {
    const ofRound = new Map<VariantName, number>();
    for (const [variant, clock] of running) {
      try {
        const once = await measure(clock, repetitions.get(variant) ?? 1);
        repetitions.set(variant, once.times);
        ofRound.set(variant, once.nanoseconds);
        times.set(variant, [...times.get(variant) ?? [], once.nanoseconds]);
      } catch (thrown) {
        problems.set(variant, messageOf(thrown));
        running.delete(variant);
      }
    }
    const fastest = Math.min(...ofRound.values());
    for (const [variant, nanoseconds] of ofRound) {
      if (variant !== shipped && nanoseconds > HOPELESS * fastest) running.delete(variant);
    }
    step();
  }
  return times;
}

/**
 * Returns the nanoseconds of the work done once, from a measurement that is long enough and repeats it at least `times`
 * times.
 */
async function measure(
  clock: Clock,
  times: number,
): Promise<{ nanoseconds: number; times: number }> {
  const taken = await clock.measure(times);
  if (taken < clock.leastNanoseconds && times < clock.mostTimes) {
    return await measure(clock, 2 * times);
  }
  if (!(taken > 0)) throw new DeviceError(`the clock says that it took ${taken} ns`);
  return { nanoseconds: taken / times, times };
}

/** Creates random factors of a shape, and their product as the CPU device computes it. */
async function makeTask(shape: ProductShape): Promise<Task> {
  const { rows, columns, depth } = shape;
  const random = new RandomStream(0, "tuning");
  const left = Float32Array.from({ length: rows * depth }, () => random.normal());
  const right = Float32Array.from({ length: depth * columns }, () => random.normal());
  const cpu = openCpu();
  const product = cpu.tensor(rows, columns);
  cpu.matrixMultiply(cpu.tensor(rows, depth, left), cpu.tensor(depth, columns, right), product);
  return { ...shape, left, right, expected: await cpu.read(product) };
}

/** Rounds to three significant digits: more would be noise. */
function inMicroseconds(nanoseconds: number): number {
  return Number((nanoseconds / 1000).toPrecision(3));
}
