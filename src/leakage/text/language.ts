/**
 * Tells whether a caption is English, which the rules about words expect.
 * @module
 */
import { isFunctionWord } from "./function_words.ts";
import { tokenize } from "./tokens.ts";
import { wordsOf } from "./words.ts";

/** English words that leave no doubt and that half of all captions have. */
const CERTAIN = /\b(?:the|while)\b/i;

/** English function words beside those of {@link isFunctionWord}. */
const ENGLISH = words(
  "a an the this these some several many other another there two three followed",
);

/** Those of them that are words of other languages, too; they count half. */
const SHARED = words("a an in on i is as was do no me he to over so or for at as");

/**
 * Function words of other languages that are written in Latin letters, without those that English has, too ("in", "on",
 * "me", "die"), and without "la", which English captions sing.
 */
const OTHERS = words(`
  der das und ein eine einer einem einen ist sind im mit auf von zu zum zur des dem nicht während wird werden sich bei
  nach aus über unter wie oder auch es etwas jemand
  le les une un du et est sont dans avec sur au aux qui que pendant puis pas ne il elle elles ils cet cette
  el los las una del y está están con por para mientras que se su unos unas hay muy otro
  gli di che è e con nel nella nello della dello delle degli dei mentre uno sta stanno sono al alla poi
  os uma um sobre da das dos na no nas nos com ao enquanto não são estão outro depois
  het een en van met terwijl naar zijn wordt worden er uit bij
  och ett av är som med för till på det medan från
  og et af til fra mens ikke der på
  ja on että kun se hän
  w z na się jest i oraz podczas przez
  a je jsou se při zatímco v
  bir ve bu ile da için
  yang dan di dengan sedang sambil ini itu
  și este sunt în cu
  egy az és van közben
`);

/**
 * Those of them that English captions hold, too: as words ("van", "hay"), in names ("Los Angeles", "da Vinci"), as letters
 * ("w/ echo", "e string", "y'all") or sung. They count half.
 */
const ALSO_ENGLISH = words(
  "van hay yang poi med er uno dos des el los las al con com nos os da na e w y z",
);

/** Letters of scripts other than Latin: of them a caption is not English. */
const OTHER_SCRIPTS = /[[\p{L}]--[\p{Script=Latin}]]/gv;
/** Least evidence of another language. */
const LEAST = 1;
const LETTERS = /\p{L}/gu;
const IS_ASCII = /^[\t\n\r -~]*$/;

/**
 * Whether a caption is written in another language than English: most of its letters are not Latin, or it has more
 * distinct function words of other languages than English ones. One that English has, too, and a word with a letter that
 * English lacks count half, so that "Van door" and "café" alone are no evidence; nor have "dogs bark" and "Hund bellt"
 * any: such captions count as English. Of the 27,040 captions of Clotho and AudioCaps, which are English, none is taken
 * for another language; of 77 captions that we wrote in 21 others 74 are.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(["Ein Hund bellt", "犬が吠えている", "A dog barks"].map(isForeign), [true, true, false]);
 * ```
 */
export function isForeign(caption: string): boolean {
  const isAscii = IS_ASCII.test(caption);
  if (isAscii && CERTAIN.test(caption)) return false;
  if (!isAscii && isOfOtherScript(caption)) return true;
  let english = 0;
  let other = 0;
  for (const key of new Set(tokenize(caption).words)) {
    if (SHARED.has(key)) english += 0.5;
    else if (ENGLISH.has(key) || isFunctionWord(key)) english++;
    else if (OTHERS.has(key)) other += ALSO_ENGLISH.has(key) ? 0.5 : 1;
    else if (!isAscii && !IS_ASCII.test(key)) other += 0.5;
  }
  return other >= LEAST && other > english;
}

function isOfOtherScript(caption: string): boolean {
  const letters = caption.match(LETTERS)?.length ?? 0;
  return 2 * (caption.match(OTHER_SCRIPTS)?.length ?? 0) > letters;
}

/** Words as {@link wordsOf} folds them. */
function words(list: string): ReadonlySet<string> {
  return new Set(wordsOf(list).map(({ key }) => key));
}
