/**
 * Exact search on the GPU device: products of queries with a strip of the database, a selection from them, and so on
 * through the strips.
 * @module
 */
import type { Metric } from "../compute.ts";
import type { AdapterClass } from "./adapter.ts";
import { ELEMENT_BYTES, GpuTensor } from "./gpu_tensor.ts";
import { KERNELS, VECTOR_KERNELS } from "./kernels.ts";
import type { MatrixMultiply } from "./matrix_multiply.ts";
import { elementGrid, lineGrid, type Recorder } from "./recorder.ts";
import type { Scratch } from "./scratch.ts";
import { twin } from "./vectors.ts";
import { MOST_ROUNDS } from "./walks.ts";

/** {@link NearestRows} of this device. */
export interface GpuNearestRows {
  /** As there. */
  readonly queries: GpuTensor;
  /** As there. */
  readonly database: GpuTensor;
  /** As there. */
  readonly metric: Metric;
  /** As there. */
  readonly scores: GpuTensor;
  /** As there. */
  readonly rows: GpuTensor;
  /** As there. */
  readonly groups?: { readonly queries: GpuTensor; readonly database: GpuTensor };
}

/** How much is done at once. */
interface Division {
  /** Bytes of the products of a strip, and of the strip itself. */
  readonly strip: number;
  /** Invocations that select. */
  readonly invocations: number;
}

/**
 * A software adapter finds small strips in its caches, and needs no more invocations than fill its cores; each list
 * more costs insertions. A card needs thousands of invocations; its figures are reasoned, not measured.
 */
const DIVISIONS: Record<"software" | "hardware", Division> = {
  software: { strip: 2 ** 21, invocations: 32 },
  hardware: { strip: 2 ** 26, invocations: 4096 },
};

/** Blocks of queries and strips begin at multiples of this, where every device can bind. */
const ROW_STEP = 64;
/** Queries that are searched for at once. */
const QUERIES = 1024;
/** Entries of all lists at most: 32 MiB. */
const ENTRIES = 2 ** 22;

const METRICS: Record<Metric, number> = { "inner-product": 0, cosine: 1, euclidean: 2 };

const toMultipleOf4 = (count: number) => Math.ceil(count / 4) * 4;
const toRowSteps = (count: number) => Math.max(ROW_STEP, Math.floor(count / ROW_STEP) * ROW_STEP);

/** A block of queries as the kernels see it. */
interface Block extends GpuNearestRows {
  /** padded width × padded queries. */
  readonly packed: GpuTensor;
  /** Subtracted from every row. */
  readonly origin: GpuTensor;
  /** Lists of each query. */
  readonly lists: number;
  /** Two words an entry, queries × lists × k. */
  readonly heaps: GpuTensor;
}

/** Records exact searches. */
export class NearestRowsRecorder {
  readonly #recorder: Recorder;
  readonly #scratch: Scratch;
  readonly #products: MatrixMultiply;
  readonly #division: Division;

  /** Records with `recorder` and `products`; what lies between goes to `scratch`. */
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

  /** Records one search. */
  record(operands: GpuNearestRows): void {
    const { queries, scores } = operands;
    const k = scores.columns;
    const widest = Math.max(toMultipleOf4(queries.columns), 2 * k, ROW_STEP);
    const bindable = this.#recorder.bindingBytes / (widest * ELEMENT_BYTES);
    const step = Math.min(QUERIES, toRowSteps(bindable), toRowSteps(ENTRIES / k));
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
    const { heaps, queries, database, metric, lists } = block;
    this.#recorder.dispatch(KERNELS.nearestClear, [heaps], [], elementGrid(heaps.count / 2));
    const step = this.#stripRows(block);
    for (let first = 0; first < database.rows; first += step) {
      this.#strip(block, first, Math.min(step, database.rows - first));
    }
    this.#sort(heaps, queries.rows, lists);
    const sorted = this.#merge(block);
    if (metric === "euclidean") this.#distances(block, sorted);
    const count = queries.rows * block.scores.columns;
    this.#recorder.dispatch(
      KERNELS.nearestFinish,
      [sorted, block.scores, block.rows],
      [count, 1, block.scores.columns, 0, 0, Number(metric === "euclidean")],
      elementGrid(count),
    );
  }

  /** Lays the queries out as columns and makes room for their lists. */
  #pack(operands: GpuNearestRows): Block {
    const { queries, metric, scores } = operands;
    const k = scores.columns;
    const paddedRows = toMultipleOf4(queries.rows);
    const paddedColumns = toMultipleOf4(queries.columns);
    const origin = this.#scratch.tensor("nearest origin", 1, paddedColumns);
    const packed = this.#scratch.tensor("nearest queries", paddedColumns, paddedRows);
    const parameters = [
      queries.rows,
      0,
      paddedRows,
      paddedColumns,
      Number(metric === "euclidean"),
      Number(metric === "cosine"),
    ];
    const { nearestCentre, nearestQueries } = KERNELS;
    const dispatch = this.#recorder.dispatch.bind(this.#recorder);
    dispatch(nearestCentre, [queries, origin], parameters, lineGrid(paddedColumns));
    dispatch(nearestQueries, [queries, origin, packed], parameters, lineGrid(paddedRows));
    const largest = Math.min(ENTRIES, this.#recorder.bindingBytes / (2 * ELEMENT_BYTES));
    const lists = Math.max(
      1,
      Math.min(
        Math.floor(this.#division.invocations / (paddedRows / 4)),
        Math.floor(largest / (paddedRows * k)),
        Math.ceil(operands.database.rows / Math.max(4, k)),
      ),
    );
    const heaps = this.#scratch.tensor("nearest heaps", paddedRows * lists, 2 * k);
    return { ...operands, packed, origin, lists, heaps };
  }

  /** Rows of a strip: as many as its products and itself find room for, in the caches and in a binding. */
  #stripRows({ packed: { rows, columns }, lists, scores }: Block): number {
    const cached = this.#division.strip / Math.max(columns, rows / 4) / ELEMENT_BYTES;
    const bindable = this.#recorder.bindingBytes / Math.max(columns, rows) / ELEMENT_BYTES;
    // A block of 4 rows is a round, and each of its 16 scores one and a walk down the heap.
    const perBlock = 1 + 16 * (2 + Math.ceil(Math.log2(scores.columns + 1)));
    const looped = 4 * lists * Math.floor(MOST_ROUNDS / perBlock);
    return toRowSteps(Math.min(cached, bindable, looped));
  }

  /** Offers the rows of one strip to the lists. */
  #strip(block: Block, first: number, rows: number): void {
    const { database, packed, heaps, groups, queries, metric, lists } = block;
    const measures = this.#scratch.tensor("nearest measures", 1, toMultipleOf4(rows));
    const strip = this.#prepare(block, database.part(first, rows), measures);
    const products = this.#scratch.tensor("nearest products", rows, packed.columns);
    this.#products.record({
      left: strip,
      right: packed,
      product: products,
      transpose: "none",
      bias: undefined,
    });
    const queryGroups = groups?.queries ?? measures;
    const rowGroups = groups ? span(groups.database, first, rows) : measures;
    this.#recorder.dispatch(
      KERNELS.nearestChoose,
      [products, measures, queryGroups, rowGroups, heaps],
      [first, packed.columns, queries.rows, lists, METRICS[metric], Number(groups !== undefined)],
      lineGrid(packed.columns / 4 * lists),
    );
  }

  /** The strip as it is multiplied: itself where that will do, else a copy about the origin or of a padded width. */
  #prepare({ metric, origin }: Block, strip: GpuTensor, measures: GpuTensor): GpuTensor {
    const { rows, columns } = strip;
    const padded = toMultipleOf4(columns);
    if (metric === "euclidean" || padded !== columns) {
      const copy = this.#scratch.tensor("nearest strip", rows, padded);
      const [kernel, elements] = twin(VECTOR_KERNELS.nearestCopy, columns);
      const stride = elements === columns ? padded : padded / 4;
      this.#recorder.dispatch(
        kernel,
        [strip, origin, copy, measures],
        [rows, stride, 0, 0, 0, Number(metric === "cosine")],
        lineGrid(rows),
      );
      return copy;
    }
    if (metric === "cosine") {
      const [kernel] = twin(VECTOR_KERNELS.nearestLengths, columns);
      this.#recorder.dispatch(kernel, [strip, measures], [rows], lineGrid(rows));
    }
    return strip;
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

  /** One list a query. */
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

  /** Ranks the winners by their distances from differences. */
  #distances({ queries, database, scores }: Block, sorted: GpuTensor): void {
    const { columns } = database;
    const count = queries.rows * scores.columns;
    const [kernel] = twin(VECTOR_KERNELS.nearestDistances, columns);
    const step = toRowSteps(this.#recorder.bindingBytes / (columns * ELEMENT_BYTES));
    for (let first = 0; first < database.rows; first += step) {
      const rows = Math.min(step, database.rows - first);
      this.#recorder.dispatch(
        kernel,
        [sorted, queries, database.part(first, rows)],
        [count, 1, scores.columns, first, rows],
        elementGrid(count),
      );
    }
    this.#sort(sorted, queries.rows, 1);
  }
}

/** Some elements of a row, from a multiple of 64. */
function span(row: GpuTensor, first: number, count: number): GpuTensor {
  return new GpuTensor(row.memory, row.offset + first, 1, count, row.type);
}
