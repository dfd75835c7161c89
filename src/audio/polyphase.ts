/**
 * Resamples by a ratio of small whole numbers, exactly: the filter is tabulated at each position where an output can
 * lie between two inputs, and `kernels/polyphase.wasm` multiplies.
 *
 * A frame is the shortest stretch of sound that contains a whole number of inputs and a multiple of 8 outputs. All
 * frames use the same filters, so four frames are computed at once, with eight neighboring outputs in each.
 * @module
 */
import { memory, multiplyBlock } from "../../kernels/polyphase.wasm";
import { designLowPass } from "./low_pass.ts";

/** Outputs and frames that the kernel computes at once. */
const PHASES = 8, FRAMES = 4;
/** Approximate outputs of a block: the data that a block reads and writes stays in a core's second-level cache. */
const BLOCK_OUTPUTS = 16_384;
const LARGEST_TABLE = 2 ** 21;
const PAGE_BYTES = 65_536;

/** The filters for all positions of an output between inputs. */
export interface PolyphaseTable {
  /** Inputs and outputs of a frame; outputs are a multiple of 8. */
  readonly inputs: number;
  readonly outputs: number;
  /** Reach of the filters before the position of an output, in inputs, not counting the input at that position. */
  readonly before: number;
  /** Values of a filter. */
  readonly taps: number;
  /** Groups of 8 outputs, each taps x 8. */
  readonly filters: Float32Array;
}

/** The table that is currently in the kernel's memory, which all resamplers of a thread share. */
let loaded: PolyphaseTable | undefined;

/**
 * Creates the filters for a pair of rates.
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
    // Distance from the position of this output to the first input that its group reads.
    const first = Math.floor((output - phase) * inputs / outputs) - half + 1 -
      output * inputs / outputs;
    const start = (output - phase) * taps + phase;
    for (let tap = 0; tap < taps; tap++) filters[start + tap * PHASES] = at(first + tap);
  }
  return { inputs, outputs, before: half - 1, taps, filters };
}

/**
 * Resamples a sound, which is taken as silent beyond its ends.
 *
 * @param length number of outputs
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

/** Processes one group of filters after another, so that a group stays in the first-level cache for all frames. */
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

/** Returns the kernel's memory, with this table at its start and room for at least this many values. */
function memoryWith(table: PolyphaseTable, length: number): Float32Array {
  const missing = 4 * length - memory.buffer.byteLength;
  if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
  const values = new Float32Array(memory.buffer);
  if (loaded !== table) values.set(table.filters);
  loaded = table;
  return values;
}

/** Copies the values from `start` on, which may be negative, with zeros outside the sound. */
function copyPadded(samples: Float32Array, start: number, target: Float32Array): void {
  const part = samples.subarray(Math.max(0, start), Math.max(0, start + target.length));
  const lead = Math.min(target.length, Math.max(0, -start));
  target.fill(0, 0, lead);
  target.set(part, lead);
  target.fill(0, lead + part.length);
}

/** Returns the greatest common divisor. */
function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
