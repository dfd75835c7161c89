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
  /** WordNet's name for the kind of sense, its lexicographer file: `animal`, `act`, `contact`. */
  readonly kind: string;
  /** Whether it is one person, place or thing, such as the river Forth. */
  readonly isInstance: boolean;
  /** Nouns and verbs that are derived from its words or from which they are: the verb bark for a dog's bark. */
  readonly derived: readonly { readonly offset: number; readonly partOfSpeech: PartOfSpeech }[];
}

/** The lexicographer files from number 3 on, as lexnames(5WN) lists them: 26 of nouns, then 15 of verbs. */
const KINDS = (
  "tops act animal artifact attribute body cognition communication event feeling food group location motive object " +
  "person phenomenon plant possession process quantity relation shape state substance time " +
  "body change cognition communication competition consumption contact creation emotion motion perception possession " +
  "social stative weather"
).split(" ");
const FIRST_KIND = 3;

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
    letter: fields[first + 4 * i + 2]!,
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
    kind: KINDS[Number(fields[1]) - FIRST_KIND]!,
    isInstance: pointers.some(({ symbol }) => symbol === "@i"),
    derived: pointers.flatMap(({ symbol, offset, letter }) =>
      symbol === "+" && (letter === "n" || letter === "v")
        ? [{ offset, partOfSpeech: letter === "n" ? "noun" as const : "verb" as const }]
        : []
    ),
  };
}
