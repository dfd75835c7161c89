/**
 * Describes the leak rules in words.
 * @module
 */
import type { LeakRule } from "../findings.ts";

/** What a rule finds, in words. */
export interface RuleText {
  /** A few words. */
  readonly short: string;
  /** A sentence. */
  readonly full: string;
  /** What to do about it. */
  readonly help: string;
}

const TEXT_HELP = "Leave the pair out of the training pool (earnest split makes a clean one), " +
  "or suppress the finding with a reason if the text means something else.";
const AUDIO_HELP = "Leave the pair out of the training pool: its sound is in the evaluation.";
const BACKBONE_HELP = "Compare with a backbone that was trained without these labels and data.";

/** What each rule finds. */
export const RULE_TEXTS: Readonly<Record<LeakRule, RuleText>> = {
  "TEXT-EXACT": text("The label", "The training text holds an evaluation label as a whole phrase."),
  "TEXT-LEMMA": text(
    "The label in other forms",
    "The training text holds an evaluation label through inflection or another word order.",
  ),
  "TEXT-SYNONYM": text(
    "A synonym of the label",
    "The training text holds a synonym of an evaluation label's sense.",
  ),
  "TEXT-HYPONYM": text(
    "A narrower thing",
    "The training text names a narrower thing than an evaluation label.",
  ),
  "TEXT-HYPERNYM": text(
    "A broader thing",
    "The training text names a broader thing than an evaluation label.",
  ),
  "TEXT-SEMANTIC": text(
    "A text close in meaning",
    "The training text's embedding is closer to an evaluation label's than unrelated texts are.",
  ),
  "TEXT-COPY": text(
    "A caption of the evaluation",
    "The training text is equal, or nearly equal, to a caption of the evaluation.",
  ),
  "AUDIO-SOURCE": audio(
    "The same recording",
    "The training sound was cut from the same recording as an evaluation item.",
  ),
  "AUDIO-LISTED": {
    short: "On a list to be left out",
    full: "The training sound is on a list of recordings that are to be left out.",
    help: "Leave the pair out of the training pool: whoever made the list says so.",
  },
  "AUDIO-EXACT": audio("The same samples", "The training sound is an evaluation item's."),
  "AUDIO-NEAR": audio(
    "Nearly the same sound",
    "The training sound is a copy of an evaluation item's.",
  ),
  "BACKBONE-LABEL": backbone(
    "A label of the backbone's training",
    "The backbone was trained with a label that means an evaluation label.",
  ),
  "BACKBONE-DATA": backbone(
    "A data set of the backbone's training",
    "The backbone was trained on the evaluation's data set or a parent of it.",
  ),
  "SELECTION": backbone(
    "Chosen on evaluation items",
    "A checkpoint, prompt or setting was chosen on evaluation items.",
  ),
};

function text(short: string, full: string): RuleText {
  return { short, full, help: TEXT_HELP };
}

function audio(short: string, full: string): RuleText {
  return { short, full, help: AUDIO_HELP };
}

function backbone(short: string, full: string): RuleText {
  return { short, full, help: BACKBONE_HELP };
}
