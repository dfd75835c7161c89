/**
 * Function words, grouped by what they reveal about the words beside them.
 * @module
 */

function words(list: string): ReadonlySet<string> {
  return new Set(list.trim().split(/\s+/));
}

/** A noun follows these, with or without adjectives. */
export const DETERMINERS = words(`
  a an the this these those some any each every another no
  my your his her its our their whose
  several many few more most both all various multiple numerous single
  one two three four five six seven eight nine ten eleven twelve dozen hundred first second third last`);

/** A new noun phrase begins with these; the words before belong to another phrase. */
export const ARTICLES = words(
  "a an the some another someone somebody people several many two three",
);

/** A finite verb follows these. */
export const SUBJECT_PRONOUNS = words(
  "i you he she we they who someone somebody everyone everybody anyone anybody nobody",
);

/** A verb's base form follows these. */
export const MODALS = words(
  "will would can could may might must shall should do does did let lets cannot",
);

/** An object begins with these, so the word before them is a verb. */
export const OBJECTS = words("a an the his her him them their my your our these those me us");

/** A noun phrase follows these. */
export const PREPOSITIONS = words(`
  of in on at by with from into onto over under near behind beside besides through during against about above below
  across along around between beyond inside outside past off toward towards upon within without for like
  up down away back overhead out home`);

/** Prepositions that are no particles of verbs: what follows is a noun. */
export const BEFORE_NOUNS = words("into onto through with from under near behind during against");

/** These may follow a verb but not a subject: conjunctions, prepositions and adverbs. */
export const CONJUNCTIONS = words(
  "and or but while as when whilst then before after until because where",
);

/** A clause ends before these. */
export const CLAUSE_WORDS = words(
  "while whilst as when whenever then before after until because although though whereas but followed",
);

/** After these, "to" is a preposition. */
export const BEFORE_TO = words(
  "next close near listening listens listen due according similar prior adjacent opposed response addition",
);

/** Verbs between a subject and what it does or is. */
export const AUXILIARIES = words(
  "is are was were be been being has have had am isn aren wasn weren gets getting got",
);

/**
 * Whether a word is in one of the lists above, or is another pronoun or particle. Words that are only among
 * determiners, articles or {@link BEFORE_TO} do not count.
 */
export function isFunctionWord(word: string): boolean {
  return ALL.some((words) => words.has(word));
}

/** Whether a word of a name tells nothing of it: a function word, but for "can", which names of sounds have as a noun. */
export function isEmptyInName(word: string): boolean {
  return word !== "can" && isFunctionWord(word);
}

const ALL = [
  SUBJECT_PRONOUNS,
  MODALS,
  OBJECTS,
  PREPOSITIONS,
  CONJUNCTIONS,
  CLAUSE_WORDS,
  AUXILIARIES,
  words("to not never it that which this who then also just still even so now t s people"),
];
