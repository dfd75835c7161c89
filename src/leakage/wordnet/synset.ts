/**
 * A synset of WordNet: words that share a sense.
 * @module
 */

/** The parts of speech that Earnest reads. */
export type PartOfSpeech = "noun" | "verb";

/** Words that share a sense. */
export interface Synset {
  /** Part of speech and offset in the database: `n02086723`. */
  readonly id: string;
  /** Whether its words are nouns or verbs. */
  readonly partOfSpeech: PartOfSpeech;
  /** Its lemmas, the commonest first; the words of one lemma are separated by spaces. */
  readonly lemmas: readonly string[];
  /** What it means, with examples. */
  readonly gloss: string;
  /** Offsets of broader synsets of the same part of speech, including the classes of instances. */
  readonly broader: readonly number[];
  /** Offsets of narrower synsets of the same part of speech, including instances. */
  readonly narrower: readonly number[];
}

const BROADER = new Set(["@", "@i"]);
const NARROWER = new Set(["~", "~i"]);

/**
 * Parses a line of a `data` file, `offset file type words(hex) (word id)... pointers (symbol offset pos ends)...
 * | gloss`.
 *
 * @param line the whole line, without its line end
 */
export function parseSynset(line: string, partOfSpeech: PartOfSpeech): Synset {
  const bar = line.indexOf(" | ");
  const fields = line.slice(0, bar).split(" ");
  const words = Number.parseInt(fields[3]!, 16);
  const lemmas = Array.from({ length: words }, (_, i) => fields[4 + 2 * i]!.replaceAll("_", " "));
  const first = 5 + 2 * words;
  const pointers = Array.from({ length: Number(fields[first - 1]) }, (_, i) => ({
    symbol: fields[first + 4 * i]!,
    offset: Number(fields[first + 4 * i + 1]),
  }));
  const along = (symbols: ReadonlySet<string>) =>
    pointers.filter(({ symbol }) => symbols.has(symbol)).map(({ offset }) => offset);
  return {
    id: `${partOfSpeech[0]}${fields[0]}`,
    partOfSpeech,
    lemmas,
    gloss: line.slice(bar + 3).trim(),
    broader: along(BROADER),
    narrower: along(NARROWER),
  };
}
