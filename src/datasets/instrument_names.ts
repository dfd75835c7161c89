/**
 * Everyday names for the instruments of the FluidR3 sound font.
 *
 * They were reviewed by hand, without looking at an accuracy. A class is an instrument, not a way to play it, so
 * slapped bass, palm-muted guitar, pizzicato strings and muted trumpet are left out. Also left out are
 * - synthesizer waves, pads and effects;
 * - instruments of fewer than six recordings (koto, timpani, steel drum), and those whose recordings are single
 *   loops of a few cycles (shehnai, reed organ);
 * - sets of different things (drum machine, hand percussion), and drums that are not tuned by size (snare drum,
 *   cymbals): without lower and higher notes training and evaluation cannot be split;
 * - instruments that play one recording at several speeds for most notes (accordion, toms).
 * @module
 */

/** A class and the instruments of the sound font that belong to it. */
export interface InstrumentClass {
  /** Its everyday name, in lower-case words. */
  readonly label: string;
  /** Names of the instruments in the sound font. */
  readonly instruments: readonly string[];
  /** Recordings that the instrument uses although they are of something else. */
  readonly without?: readonly string[];
  /**
   * Ranges of notes (lowest, highest) that must not be split: different ways of striking one drum, and recordings
   * that are one recording at several speeds. The latter are those whose first half second, brought to one pitch and
   * differenced, correlates above 0.93 at the best shift (0.94 to 0.99 at whole semitones for most).
   */
  readonly together?: readonly (readonly [number, number])[];
}

/**
 * The classes. A recording that instruments of two classes use belongs to the class that comes first here: the font's
 * contrabass borrows the cello's high notes, and its baritone saxophone one of the tenor's.
 */
export const INSTRUMENT_CLASSES: readonly InstrumentClass[] = [
  { label: "soprano saxophone", instruments: ["Soprano Sax"] },
  { label: "alto saxophone", instruments: ["Alto Sax"] },
  { label: "tenor saxophone", instruments: ["Tenor Sax"] },
  { label: "baritone saxophone", instruments: ["Baritone"] },
  { label: "flute", instruments: ["Flute"] },
  { label: "piccolo", instruments: ["Piccolo"] },
  { label: "panpipes", instruments: ["Pan Flute"], together: [[66, 78], [90, 96]] },
  { label: "recorder", instruments: ["Recorder"] },
  { label: "oboe", instruments: ["Oboe"] },
  { label: "english horn", instruments: ["English Horn"] },
  { label: "bassoon", instruments: ["Bassoon"] },
  { label: "clarinet", instruments: ["Clarinet"] },
  { label: "bagpipes", instruments: ["BagPipe"] },
  { label: "trumpet", instruments: ["Trumpet"] },
  { label: "trombone", instruments: ["Trombone"] },
  { label: "french horn", instruments: ["French Horns"] },
  { label: "tuba", instruments: ["Tuba"] },
  { label: "brass section", instruments: ["Brass Right"] },
  { label: "violin", instruments: ["Violin", "Slow Violin/GS"] },
  { label: "viola", instruments: ["Viola"] },
  { label: "cello", instruments: ["Cello"] },
  { label: "double bass", instruments: ["Contrabass", "Acoustic Bass"] },
  { label: "string section", instruments: ["Strings"] },
  { label: "harp", instruments: ["Orchestral Harp"], together: [[61, 70]] },
  { label: "classical guitar", instruments: ["Nylon Guitar"], together: [[76, 84]] },
  { label: "steel string guitar", instruments: ["Steel String Guitar"] },
  { label: "jazz guitar", instruments: ["Jazz Guitar"] },
  { label: "electric guitar", instruments: ["Clean Guitar"] },
  { label: "distorted guitar", instruments: ["Overdrive Guitar", "Distortion Guitar"] },
  { label: "bass guitar", instruments: ["Fingered Bass", "Picked Bass"] },
  { label: "fretless bass", instruments: ["Fretless Bass"] },
  { label: "banjo", instruments: ["Banjo"] },
  { label: "sitar", instruments: ["Sitar"], together: [[84, 91]] },
  { label: "shamisen", instruments: ["Shamisen"] },
  { label: "dulcimer", instruments: ["Dulcimer"] },
  { label: "grand piano", instruments: ["Yamaha Grand Piano"], together: [[99, 108]] },
  { label: "electric piano", instruments: ["Electric Piano"] },
  { label: "rhodes piano", instruments: ["Rhodes EP 1"], together: [[67, 79]] },
  { label: "harpsichord", instruments: ["Harpsichord"] },
  { label: "clavinet", instruments: ["Clavinet"], together: [[84, 91]] },
  { label: "celesta", instruments: ["Celesta"], together: [[66, 72], [90, 96]] },
  { label: "music box", instruments: ["Music Box"], together: [[44, 60], [73, 77]] },
  { label: "church organ", instruments: ["Church Organ"] },
  { label: "hammond organ", instruments: ["Percussive Organ"] },
  { label: "harmonica", instruments: ["Harmonica"] },
  { label: "glockenspiel", instruments: ["Glockenspiel"] },
  { label: "vibraphone", instruments: ["Vibraphone"], together: [[94, 99]] },
  { label: "marimba", instruments: ["Marimba"], together: [[60, 66], [72, 84]] },
  { label: "xylophone", instruments: ["Xylophone"], together: [[54, 78], [84, 108]] },
  { label: "kalimba", instruments: ["Kalimba"], together: [[84, 96]] },
  { label: "choir", instruments: ["Ahh Choir", "Ohh Voices"], together: [[48, 54], [60, 78]] },
  {
    label: "bass drum",
    instruments: ["57MarchingBass"],
    together: [[1, 26], [48, 71], [96, 98]],
  },
  {
    label: "tenor drum",
    instruments: ["95Tenor"],
    without: ["Sticks(L)"],
    together: [[36, 40], [48, 52], [60, 63], [72, 75], [84, 86], [96, 98]],
  },
  { label: "temple blocks", instruments: ["Temple Blocks"] },
];
