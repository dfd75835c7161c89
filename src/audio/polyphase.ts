/**
 * Resampling by a ratio of small whole numbers, exact: the filter is tabulated at each place where an output can lie
 * between two inputs, and `kernels/polyphase.wasm` multiplies.
 *
 * A frame is the shortest stretch of sound that holds a whole number of inputs and a multiple of 8 outputs. All frames
 * use the same filters, so four frames are computed at once, and eight neighbouring outputs in each.
 * @module
 */
import { memory, multiplyBlock } from "../../kernels/polyphase.wasm";
import { designLowPass } from "./low_pass.ts";

/** Outputs and frames that the kernel computes at once. */
const PHASES = 8, FRAMES = 4;
/** About as many outputs a block: what a block reads and writes stays in a core's second cache. */
const BLOCK_OUTPUTS = 16_384;
const LARGEST_TABLE = 2 ** 21;
const PAGE_BYTES = 65_536;

/** The filters of all places of an output between inputs. */
export interface PolyphaseTable {
  /** Inputs and outputs of a frame; outputs are a multiple of 8. */
  readonly inputs: number;
  readonly outputs: number;
  /** The filters reach so many inputs before the place of an output, that place's own input not counted. */
  readonly before: number;
  /** Values of a filter. */
  readonly taps: number;
  /** Groups of 8 outputs, each taps x 8. */
  readonly filters: Float32Array;
}

/** The table that is in the kernel's memory; the memory is one for all resamplers of a thread. */
let loaded: PolyphaseTable | undefined;

/**
 * The filters for a pair of rates.
 *
 * @returns undefined when there would be more than 2,097,152 values (44,101 to 32,000 Hz has no common divisor)
 */
export function tabulatePolyphase(inputHz: number, outputHz: number): PolyphaseTable | undefined {
  const divisor = greatestCommonDivisor(inputHz, outputHz);
  const repeats = PHASES / greatestCommonDivisor(PHASES, outputHz / divisor);
  const inputs = inputHz / divisor * repeats, outputs = outputHz / divisor * repeats;
  const { half, at } = designLowPass(outputHz / inputHz);
  const taps = 2 * half + Math.floor((PHASES - 1) * inputs / outputs) + 1;
  if (taps * outputs > LARGEST_TABLE) return undefined;
  const filters = new Float32Array(taps * outputs);
  for (let output = 0; output < outputs; output++) {
    const phase = output % PHASES;
    // From the place of this output to the first input that its group reads.
    const first = Math.floor((output - phase) * inputs / outputs) - half + 1 -
      output * inputs / outputs;
    const start = (output - phase) * taps + phase;
    for (let tap = 0; tap < taps; tap++) filters[start + tap * PHASES] = at(first + tap);
  }
  return { inputs, outputs, before: half - 1, taps, filters };
}

/**
 * Resamples; beyond its ends the sound is silent.
 *
 * @param length how many outputs
 */
export function resamplePolyphase(
  samples: Float32Array,
  table: PolyphaseTable,
  length: number,
): Float32Array {
  const { inputs, outputs, taps, before, filters } = table;
  const mostFrames = FRAMES * Math.ceil(BLOCK_OUTPUTS / (FRAMES * outputs));
  const inputStart = filters.length;
  const outputStart = inputStart + mostFrames * inputs + taps;
  const values = memoryWith(table, outputStart + mostFrames * outputs);
  const resampled = new Float32Array(length);
  for (let frame = 0; frame * outputs < length; frame += mostFrames) {
    const firstInput = frame * inputs - before;
    copyPadded(samples, firstInput, values.subarray(inputStart, outputStart));
    const frames = Math.min(mostFrames, Math.ceil(length / outputs) - frame);
    multiplyFrames(table, inputStart, outputStart, frames);
    const done = frame * outputs;
    const count = Math.min(frames * outputs, length - done);
    resampled.set(values.subarray(outputStart, outputStart + count), done);
  }
  return resampled;
}

/** One group of filters after the other, so that a group stays in the first cache for all frames. */
function multiplyFrames(
  { inputs, outputs, taps }: PolyphaseTable,
  inputStart: number,
  outputStart: number,
  frames: number,
): void {
  for (let output = 0; output < outputs; output += PHASES) {
    const input = inputStart + Math.floor(output * inputs / outputs);
    for (let frame = 0; frame < frames; frame += FRAMES) {
      multiplyBlock(
        4 * (input + frame * inputs),
        4 * inputs,
        4 * output * taps,
        taps,
        4 * (outputStart + frame * outputs + output),
        4 * outputs,
      );
    }
  }
}

/** The kernel's memory, with this table at its start and at least so many values. */
function memoryWith(table: PolyphaseTable, length: number): Float32Array {
  const missing = 4 * length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  const values = new Float32Array(memory.buffer);
  if (loaded !== table) values.set(table.filters);
  loaded = table;
  return values;
}

/** Copies what lies from `start` on, which may be negative, and zeros where there is nothing. */
function copyPadded(samples: Float32Array, start: number, target: Float32Array): void {
  const part = samples.subarray(Math.max(0, start), Math.max(0, start + target.length));
  const lead = Math.min(target.length, Math.max(0, -start));
  target.fill(0, 0, lead);
  target.set(part, lead);
  target.fill(0, lead + part.length);
}

/** The largest whole number that divides both. */
function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
