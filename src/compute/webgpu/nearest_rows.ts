/**
 * Exact search on the GPU device: for each strip of the database, it multiplies the strip with the queries and selects
 * the best rows.
 * @module
 */
import { DeviceError } from "../../basics/errors.ts";
import type { Metric } from "../compute.ts";
import type { AdapterClass } from "./adapter_class.ts";
import { ELEMENT_BYTES, GpuTensor } from "./gpu_tensor.ts";
import { KERNELS } from "./kernels.ts";
import type { MatrixMultiply } from "./matrix_multiply.ts";
import {
  type Block,
  type GpuNearestRows,
  prepareStrip,
  recordDistances,
  recordLengths,
} from "./nearest_block.ts";
import { ROW_STEP } from "./pieces.ts";
import { toMultipleOf4 } from "./product.ts";
import { elementGrid, lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { type ShapeClass, shapeClassOf } from "./variants.ts";
import { MOST_ROUNDS, MOST_STEPS } from "./walks.ts";

/** Sizes of the parts of a search. */
interface Division {
  /** Most bytes for the products of a strip; the strip itself may take four times as many. */
  readonly strip: number;
  /** Number of invocations that select. */
  readonly invocations: number;
}

/**
 * A software adapter finds small strips in its caches and needs only as many invocations as occupy its cores; each
 * further list costs insertions. A card needs thousands of invocations; its figures are estimates, not measurements.
 */
const DIVISIONS: Record<"software" | "hardware", Division> = {
  software: { strip: 2 ** 21, invocations: 32 },
  hardware: { strip: 2 ** 26, invocations: 4096 },
};

/** Queries that are searched for together. */
const QUERIES = 1024;
/** Most entries of all lists together: 32 MiB. */
const ENTRIES = 2 ** 22;
/** Most rows of a strip: the grid of nearest_distances.wgsl has 8 rows a work group and at most 65,535 work groups. */
const STRIP_ROWS = 2 ** 18;

/**
 * Floating-point operations of products after which they are submitted: a card's watchdog ends command buffers that run
 * for seconds. A submission takes as long as a few dispatches; 64 queries in 100,352 × 512 stay one.
 */
const OPERATIONS = 2 ** 33;

const METRICS: Record<Metric, number> = { "inner-product": 0, cosine: 1, euclidean: 2 };

const toRowSteps = (count: number) => Math.max(ROW_STEP, Math.floor(count / ROW_STEP) * ROW_STEP);

/** Records exact searches. */
export class NearestRowsRecorder {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;
  readonly #division: Division;
  /** Floating-point operations of products since the last submission. */
  #operations = 0;

  /** Records with `recorder` and `products`; intermediate values go to `scratch`. */
  constructor(
    recorder: Recorder,
    scratch: Scratch,
    products: MatrixMultiply,
    adapterClass: AdapterClass,
  ) {
    this.#recorder = recorder;
    this.#scratch = scratch;
    this.#products = products;
    this.#division = DIVISIONS[adapterClass];
  }

  /**
   * Records one search.
   * @throws {DeviceError} when rows are wider than the device can process
   */
  record(operands: GpuNearestRows): void {
    const { queries, scores } = operands;
    const k = scores.columns;
    expectWidth(operands);
    const widest = Math.max(toMultipleOf4(queries.columns), 2 * k, ROW_STEP);
    const bindable = this.#recorder.bindingBytes / (widest * ELEMENT_BYTES);
    const step = Math.min(QUERIES, toRowSteps(bindable));
    for (let first = 0; first < queries.rows; first += step) {
      const rows = Math.min(step, queries.rows - first);
      this.#block({
        ...operands,
        queries: queries.part(first, rows),
        scores: scores.part(first, rows),
        rows: operands.rows.part(first, rows),
        ...(operands.groups && {
          groups: { ...operands.groups, queries: span(operands.groups.queries, first, rows) },
        }),
      });
    }
  }

  #block(operands: GpuNearestRows): void {
    const block = this.#pack(operands);
    const { heaps, queries, database, packed, metric, lists, scores } = block;
    this.#recorder.dispatch(KERNELS.nearestClear, [heaps], [], elementGrid(heaps.count / 2));
    const step = this.#stripRows(block);
    // Equal rows of two strips tie only if one kernel computes the products of both. The database's length must not
    // choose it, since a database that is searched in parts gets the scores that it gets as a whole.
    const whole = this.#stripRows({ ...block, lists: this.#mostLists(packed.columns, scores) });
    const shapes = shapeClassOf({ rows: whole, columns: packed.columns });
    for (let first = 0; first < database.rows; first += step) {
      this.#strip(block, first, Math.min(step, database.rows - first), shapes);
    }
    this.#sort(heaps, queries.rows, lists);
    const sorted = this.#merge(block);
    const count = queries.rows * block.scores.columns;
    this.#recorder.dispatch(
      KERNELS.nearestFinish,
      [sorted, block.scores, block.rows],
      [count, 1, block.scores.columns, Number(metric === "euclidean")],
      elementGrid(count),
    );
  }

  /** Transposes the queries to columns and allocates their lists. */
  #pack(operands: GpuNearestRows): Block {
    const { queries, metric, scores } = operands;
    const k = scores.columns;
    const paddedRows = toMultipleOf4(queries.rows);
    const paddedColumns = toMultipleOf4(queries.columns);
    const origin = this.#scratch.tensor("nearest origin", 1, paddedColumns);
    const packed = this.#scratch.tensor("nearest queries", paddedColumns, paddedRows);
    const squares = this.#scratch.tensor("nearest query squares", 1, paddedRows);
    const lengths = this.#scratch.tensor("nearest query lengths", 1, paddedRows);
    const isCosine = metric === "cosine";
    const parameters = [
      queries.rows,
      0,
      paddedRows,
      paddedColumns,
      Number(metric === "euclidean"),
      Number(isCosine),
    ];
    const { nearestCenter, nearestQueries } = KERNELS;
    const dispatch = this.#recorder.dispatch.bind(this.#recorder);
    dispatch(nearestCenter, [queries, origin], parameters, lineGrid(paddedColumns));
    if (isCosine) recordLengths(this.#recorder, queries, lengths);
    const given = [queries, origin, lengths];
    dispatch(nearestQueries, [...given, packed, squares], parameters, lineGrid(paddedRows));
    const filled = Math.ceil(operands.database.rows / Math.max(4, k));
    const lists = Math.max(1, Math.min(this.#mostLists(paddedRows, scores), filled));
    const heaps = this.#scratch.tensor("nearest heaps", paddedRows * lists, 2 * k);
    return { ...operands, packed, origin, squares, lists, heaps };
  }

  /** Lists of each query in a database without end. */
  #mostLists(paddedRows: number, { columns: k }: GpuTensor): number {
    const largest = Math.min(ENTRIES, this.#recorder.bindingBytes / (2 * ELEMENT_BYTES));
    return Math.max(
      1,
      Math.min(
        Math.floor(this.#division.invocations / (paddedRows / 4)),
        Math.floor(largest / (paddedRows * k)),
      ),
    );
  }

  /** Rows of a strip: as many as fit, with their products, in the caches and in a binding. */
  #stripRows(
    { packed: { rows, columns }, lists, scores }: Pick<Block, "packed" | "lists" | "scores">,
  ): number {
    const cached = this.#division.strip / Math.max(columns, rows / 4) / ELEMENT_BYTES;
    const bindable = this.#recorder.bindingBytes / Math.max(columns, rows) / ELEMENT_BYTES;
    // A block of 4 rows is a round, and each of its 16 scores one more and a walk down the heap.
    const perBlock = 1 + 16 * (2 + Math.ceil(Math.log2(scores.columns + 1)));
    const looped = 4 * lists * Math.floor(MOST_ROUNDS / perBlock);
    return toRowSteps(Math.min(cached, bindable, looped, STRIP_ROWS));
  }

  /** Offers the rows of one strip to the lists. */
  #strip(block: Block, first: number, rows: number, shapes: ShapeClass): void {
    const { database, packed, heaps, groups, queries, metric, lists } = block;
    const strip = database.part(first, rows);
    const measures = this.#scratch.tensor("nearest measures", 1, toMultipleOf4(rows));
    const left = prepareStrip(this.#recorder, this.#scratch, block, strip, measures);
    const product = this.#scratch.tensor("nearest products", rows, packed.columns);
    const factors = { left, right: packed, transpose: "none", bias: undefined } as const;
    this.#products.record({ ...factors, product }, shapes);
    if (metric === "euclidean") recordDistances(this.#recorder, block, strip, measures, product);
    const queryGroups = groups?.queries ?? measures;
    const rowGroups = groups ? span(groups.database, first, rows) : measures;
    this.#recorder.dispatch(
      KERNELS.nearestChoose,
      [product, measures, queryGroups, rowGroups, heaps],
      [first, packed.columns, queries.rows, lists, METRICS[metric], Number(groups !== undefined)],
      lineGrid(packed.columns / 4 * lists),
    );
    this.#submitAfter(2 * rows * packed.count);
  }

  #submitAfter(operations: number): void {
    this.#operations += operations;
    if (this.#operations < OPERATIONS) return;
    this.#recorder.submit();
    this.#operations = 0;
  }

  #sort(heaps: GpuTensor, queries: number, lists: number): void {
    const padded = toMultipleOf4(queries);
    this.#recorder.dispatch(
      KERNELS.nearestSort,
      [heaps],
      [0, padded, queries, lists],
      lineGrid(queries * lists),
    );
  }

  /** Merges the lists of each query into one. */
  #merge({ heaps, queries, scores, lists }: Block): GpuTensor {
    const k = scores.columns;
    let sorted = heaps;
    for (let left = lists, round = 0; left > 1; left = Math.ceil(left / 2), round++) {
      const rows = toMultipleOf4(queries.rows) * Math.ceil(left / 2);
      const merged = this.#scratch.tensor(`nearest merged ${round % 2}`, rows, 2 * k);
      const count = queries.rows * left * k;
      const parameters = [count, left, k];
      this.#recorder.dispatch(
        KERNELS.nearestMerge,
        [sorted, merged],
        parameters,
        elementGrid(count),
      );
      sorted = merged;
    }
    return sorted;
  }
}

function expectWidth({ queries: { rows, columns }, database }: GpuNearestRows): void {
  if (columns <= MOST_STEPS) return;
  throw new DeviceError(
    `Cannot search for ${rows}×${columns} queries in ${database.rows}×${columns}: a GPU device ` +
      `searches in at most ${MOST_STEPS} columns; use --device cpu`,
  );
}

/** Returns a part of a row, starting at a multiple of 64. */
function span(row: GpuTensor, first: number, count: number): GpuTensor {
  return new GpuTensor(row.memory, row.offset + first, 1, count, row.type);
}
