/**
 * What labels were taken to mean where no label set says it.
 * @module
 */

/** A label with the senses that the leak rules look for. */
export interface LabelSenses {
  /** The label, verbatim. */
  readonly label: string;
  /** The senses of the label and of its parts; none where it is found by its own words alone. */
  readonly senses: readonly {
    /** Name of a WordNet 3.1 sense, such as `dog.n.01`. */
    readonly sense: string;
    /** What WordNet says it means. */
    readonly gloss: string;
  }[];
}

/** The label set that was chosen for plain labels. */
export interface ChosenLabelSet {
  /** Name of the shipped set that has every label of the evaluation, or `draft`. */
  readonly name: string;
  /** Whether the senses were guessed and are unchecked; those of shipped sets were checked by hand. */
  readonly drafted: boolean;
  /** Labels whose guessed sense is unsure; absent where none is. */
  readonly unsure?: readonly string[];
  /** The evaluation's labels, in its order. */
  readonly labels: readonly LabelSenses[];
}
