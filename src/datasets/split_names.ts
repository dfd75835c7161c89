/**
 * Names of folders that say which split or fold lies in them, and so are never classes.
 * @module
 */

const SPLIT = /^(train|training|validation|valid|val|dev|test|testing|eval|evaluation)$/i;

/** Words that name a split or its kind wherever they stand in a name. */
const SPLIT_WORD =
  /^(train|training|validation|valid|val|dev|devel|development|test|testing|eval|evaluation|holdout)$/i;

/** `fold1`, `fold_01`, `split-2`. */
const FOLD = /^(?:fold|split)[ _.-]?(\d{1,4})$/i;

/** Words that stand beside that of a split and name no sound. */
const NEUTRAL =
  /^(\d+|[a-z]*\d+k|audio|audios|wav|wavs|flac|sound|sounds|clip|clips|file|files|set|data|segments|balanced|unbalanced|clean|other)$/i;

/** Whether a folder's name is that of a split, by the words that Hugging Face's `datasets` recognizes. */
export function isSplit(name: string): boolean {
  return SPLIT.test(name);
}

/** The fold that a folder's name says: `1` of `fold1`; undefined where it says none. */
export function foldIn(name: string): string | undefined {
  return FOLD.exec(name)?.[1];
}

/** The word of a split in a folder's name, in lower case; undefined where it has none, or words of another kind. */
export function splitWordIn(name: string): string | undefined {
  const words = name.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const splits = words.filter((word) => SPLIT_WORD.test(word));
  const areAllKnown = words.every((word) => SPLIT_WORD.test(word) || NEUTRAL.test(word));
  return areAllKnown ? splits[0]?.toLowerCase() : undefined;
}

/** Whether a folder's name is that of a split or a fold: `train`, `dev_audio`, `FSD50K.eval_audio`, `fold1`. */
export function isSplitOrFold(name: string): boolean {
  return foldIn(name) !== undefined || splitWordIn(name) !== undefined;
}
