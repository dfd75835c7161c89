/**
 * The memory of the native device's tensors: the WebAssembly memory of its kernels, so that these and a BLAS work in one
 * place.
 * @module
 */
import { memory } from "../../../kernels/native/kernels.wasm";
import type { CpuIndices, CpuTensor } from "../cpu/cpu_tensor.ts";

/** Tensors start at multiples of it: the cache line of most processors. */
const ALIGNMENT = 64;
/** Bytes of a page of WebAssembly. */
const PAGE = 65_536;
/**
 * Larger tensors lie outside, where a BLAS reaches them and the kernels do not: the memory ends at 4 GiB, and only
 * embeddings, which are gathered and multiplied, are as large.
 */
const LARGEST = 2 ** 30;

/** A part of the memory, from byte `start` up to `end`. */
interface Span {
  readonly start: number;
  readonly end: number;
}

/** The free spans in order, none next to another. The first bytes are never given away: 0 is no tensor's address. */
let free: Span[] = [{ start: ALIGNMENT, end: memory.buffer.byteLength }];
const taken = new Map<number, number>();

/** Creates a float32 tensor; its values are whatever its memory holds. */
export function allocate(rows: number, columns: number): CpuTensor {
  const { buffer, start } = take(rows * columns * Float32Array.BYTES_PER_ELEMENT);
  const values = new Float32Array(buffer, start, rows * columns);
  return { rows, columns, type: "float32", values };
}

/** Creates a uint32 tensor in the same way. */
export function allocateIndices(rows: number, columns: number): CpuIndices {
  const { buffer, start } = take(rows * columns * Uint32Array.BYTES_PER_ELEMENT);
  const values = new Uint32Array(buffer, start, rows * columns);
  return { rows, columns, type: "uint32", values };
}

/** Frees a tensor. */
export function deallocate({ values }: CpuTensor | CpuIndices): void {
  const start = values.byteOffset;
  const end = isInside({ values }) ? taken.get(start) : undefined;
  if (end === undefined) return;
  taken.delete(start);
  const at = free.findIndex((span) => span.start > start);
  const place = at < 0 ? free.length : at;
  free = joined([...free.slice(0, place), { start, end }, ...free.slice(place)]);
}

/** Whether the kernels reach a tensor: its address is the offset of its values. */
export function isInside({ values }: Pick<CpuTensor | CpuIndices, "values">): boolean {
  return values.buffer instanceof SharedArrayBuffer;
}

/** Takes bytes of the memory, or of a buffer outside where they do not fit. */
function take(bytes: number): { buffer: ArrayBufferLike; start: number } {
  const start = startOf(bytes);
  return start === undefined
    ? { buffer: new ArrayBuffer(bytes), start: 0 }
    : { buffer: memory.buffer, start };
}

/** Takes the smallest span that is large enough; undefined if none is, and the memory cannot grow. */
function startOf(bytes: number): number | undefined {
  const size = Math.ceil(bytes / ALIGNMENT) * ALIGNMENT;
  if (bytes > LARGEST) return undefined;
  const fitting = smallest(size) ?? (grow(size) ? smallest(size) : undefined);
  if (fitting === undefined) return undefined;
  const { start, end } = fitting;
  free = free.flatMap((span) =>
    span !== fitting ? [span] : span.end === start + size ? [] : [
      { start: start + size, end },
    ]
  );
  taken.set(start, start + size);
  return start;
}

function smallest(size: number): Span | undefined {
  let best: Span | undefined;
  for (const span of free) {
    const length = span.end - span.start;
    if (length >= size && (!best || length < best.end - best.start)) best = span;
  }
  return best;
}

/** Adds pages until `size` bytes are free at the end; false where the memory or the machine ends. */
function grow(size: number): boolean {
  const start = memory.buffer.byteLength;
  const last = free.at(-1);
  const left = last?.end === start ? start - last.start : 0;
  try {
    memory.grow(Math.ceil((size - left) / PAGE));
  } catch {
    return false;
  }
  free = joined([...free, { start, end: memory.buffer.byteLength }]);
  return true;
}

function joined(spans: readonly Span[]): Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last?.end === span.start) all[all.length - 1] = { start: last.start, end: span.end };
    else all.push(span);
  }
  return all;
}
