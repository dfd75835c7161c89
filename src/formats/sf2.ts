/**
 * Reads sound fonts: the instruments and recordings of a SoundFont 2 file (SoundFont Technical Specification 2.04), or
 * of an SF3 file, which stores each recording as an Ogg Vorbis stream.
 * @module
 */
import { unreadable } from "./reading.ts";
import { asciiOf, riffChunks, riffList } from "./riff.ts";

/** A recording. */
export interface SoundFontSample {
  /** Its name in the file. */
  readonly name: string;
  /** The Ogg Vorbis stream if `compressed`, else 16-bit little-endian samples; shares the file's memory. */
  readonly bytes: Uint8Array;
  /** Whether the bytes are an Ogg Vorbis stream. */
  readonly compressed: boolean;
  /** Samples per second, 1 to 192,000. */
  readonly sampleRateHz: number;
  /** MIDI key of the recorded pitch, 0 to 127; 255 for a sound without pitch. */
  readonly originalKey: number;
  /** Correction of the pitch, in hundredths of a semitone, -128 to 127. */
  readonly correctionCents: number;
  /** Channel of a stereo recording. */
  readonly channel: "mono" | "right" | "left" | "linked";
}

/** Lowest and highest value, both included. */
export type MidiRange = readonly [low: number, high: number];

/** The range in which an instrument plays a recording. */
export interface SoundFontZone {
  /** Index of the recording in {@link SoundFont.samples}. */
  readonly sample: number;
  /** MIDI keys that play it. */
  readonly keyRange: MidiRange;
  /** MIDI velocities that play it. */
  readonly velocityRange: MidiRange;
  /** The key at which it sounds as recorded: the zone's own, else the recording's. */
  readonly rootKey: number;
}

/** A playable instrument. */
export interface SoundFontInstrument {
  /** Its name in the file. */
  readonly name: string;
  /** Its zones in file order. */
  readonly zones: readonly SoundFontZone[];
}

/** The content of a sound font; presets, modulators and synthesis parameters are skipped. */
export interface SoundFont {
  /** The recordings in file order. */
  readonly samples: readonly SoundFontSample[];
  /** The instruments in file order. */
  readonly instruments: readonly SoundFontInstrument[];
}

/** Generators (specification, section 8.1.2) that select the recording and its range. */
const KEY_RANGE = 43, VELOCITY_RANGE = 44, SAMPLE_ID = 53, OVERRIDING_ROOT_KEY = 58;
/** Bits of a recording's type. */
const RIGHT = 2, LEFT = 4, LINKED = 8, VORBIS = 0x10, IN_ROM = 0x8000;
const NO_ROOT_KEY = 0xffff;

/**
 * Reads a sound font.
 *
 * @param bytes the whole file
 * @param name the file's name, for error messages
 * @throws {InputError} when the file is truncated, or an index or offset in it is out of range
 */
export function readSoundFont(bytes: Uint8Array, name: string): SoundFont {
  const lists = riffChunks(riffList(riffChunks(bytes, name), "RIFF", "sfbk", name), name);
  const sound = riffChunks(riffList(lists, "LIST", "sdta", name), name);
  const recorded = sound.find(({ id }) => id === "smpl")?.bytes;
  if (recorded === undefined) throw unreadable(name, 'it has no "smpl" chunk');
  const tables = new Tables(riffList(lists, "LIST", "pdta", name), name);
  const samples = readSamples(tables, recorded);
  return { samples, instruments: readInstruments(tables, samples) };
}

/** The record tables of the `pdta` list; each ends with a terminal record. */
class Tables {
  readonly #chunks: ReadonlyMap<string, Uint8Array>;
  readonly name: string;

  constructor(list: Uint8Array, name: string) {
    this.#chunks = new Map(riffChunks(list, name).map(({ id, bytes }) => [id, bytes]));
    this.name = name;
  }

  /** The records of a table, including the terminal one. */
  records(id: string, size: number): DataView[] {
    const bytes = this.#chunks.get(id);
    if (bytes === undefined) throw unreadable(this.name, `it has no "${id}" chunk`);
    if (bytes.length === 0 || bytes.length % size !== 0) {
      const reason = `chunk "${id}" is ${bytes.length} bytes long; expected a multiple of ${size}`;
      throw unreadable(this.name, reason);
    }
    return Array.from(
      { length: bytes.length / size },
      (_, i) => new DataView(bytes.buffer, bytes.byteOffset + i * size, size),
    );
  }
}

function readSamples(tables: Tables, recorded: Uint8Array): SoundFontSample[] {
  const records = tables.records("shdr", 46).slice(0, -1);
  return records.map((record, i) => {
    const name = asciiField(record, 20);
    const wrong = (reason: string) =>
      unreadable(tables.name, `sample ${i} "${name}" of chunk "shdr" ${reason}`);
    const type = record.getUint16(44, true);
    if (type & IN_ROM) throw wrong("lies in a ROM, not in the file");
    const compressed = (type & VORBIS) !== 0;
    const unit = compressed ? 1 : 2;
    const start = record.getUint32(20, true) * unit;
    const end = record.getUint32(24, true) * unit;
    if (start > end || end > recorded.length) {
      throw wrong(`spans bytes ${start} to ${end} of the ${recorded.length} in chunk "smpl"`);
    }
    const sampleRateHz = record.getUint32(36, true);
    if (sampleRateHz < 1 || sampleRateHz > 192_000) {
      throw wrong(`has ${sampleRateHz} samples a second; expected 1 to 192000`);
    }
    return {
      name,
      bytes: recorded.subarray(start, end),
      compressed,
      sampleRateHz,
      originalKey: record.getUint8(40),
      correctionCents: record.getInt8(41),
      channel: type & RIGHT ? "right" : type & LEFT ? "left" : type & LINKED ? "linked" : "mono",
    };
  });
}

function readInstruments(
  tables: Tables,
  samples: readonly SoundFontSample[],
): SoundFontInstrument[] {
  const instruments = tables.records("inst", 22);
  const bags = tables.records("ibag", 4);
  const generators = tables.records("igen", 4);
  const bagRanges = ranges(instruments, 20, bags.length - 1, "inst", tables.name);
  const generatorRanges = ranges(bags, 0, generators.length - 1, "ibag", tables.name);
  return bagRanges.map(([firstBag, endBag], i) => {
    const zones = generatorRanges.slice(firstBag, endBag).map(([first, end]) =>
      new Map(generators.slice(first, end).map((g) => [g.getUint16(0, true), g.getUint16(2, true)]))
    );
    const name = asciiField(instruments[i]!, 20);
    // A first zone without a recording contains defaults for the others.
    const defaults = zones[0]?.has(SAMPLE_ID) === false ? zones[0] : new Map<number, number>();
    return {
      name,
      zones: zones.flatMap((own) => {
        const sample = own.get(SAMPLE_ID);
        if (sample === undefined) return [];
        const recording = samples[sample];
        if (recording === undefined) {
          const reason = `instrument "${name}" plays sample ${sample} of ${samples.length}`;
          throw unreadable(tables.name, reason);
        }
        return [zoneOf(sample, recording, new Map([...defaults, ...own]))];
      }),
    };
  });
}

function zoneOf(
  sample: number,
  recording: SoundFontSample,
  generators: ReadonlyMap<number, number>,
): SoundFontZone {
  const range = (id: number): MidiRange => {
    const packed = generators.get(id) ?? 0x7f00;
    return [packed & 0xff, packed >> 8];
  };
  const rootKey = generators.get(OVERRIDING_ROOT_KEY) ?? NO_ROOT_KEY;
  return {
    sample,
    keyRange: range(KEY_RANGE),
    velocityRange: range(VELOCITY_RANGE),
    rootKey: rootKey > 127 ? recording.originalKey : rootKey,
  };
}

/** Returns the ranges from each record's first index at `offset` to the next record's. */
function ranges(
  records: readonly DataView[],
  offset: number,
  limit: number,
  id: string,
  name: string,
): [first: number, end: number][] {
  const firsts = records.map((record) => record.getUint16(offset, true));
  return firsts.slice(1).map((end, i) => {
    const first = firsts[i]!;
    if (first > end || end > limit) {
      const reason = `record ${i} of chunk "${id}" spans ${first} to ${end} of ${limit}`;
      throw unreadable(name, reason);
    }
    return [first, end];
  });
}

function asciiField(record: DataView, length: number): string {
  return asciiOf(new Uint8Array(record.buffer, record.byteOffset, length));
}
