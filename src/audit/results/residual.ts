/**
 * The shape of the residual check in `results.json`.
 * @module
 */

/** A topic of the clean pool that no rule flagged, but whose sounds lie as near to a class's items as these do. */
export interface ResidualTopic {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** Number of the class fold, from 0; absent without class folds. */
  readonly fold?: number;
  /** The topic: a label of labeled pairs, else a distinct text or what texts have in common. */
  readonly topic: string;
  /** The evaluation label that its text is nearest to. */
  readonly label: string;
  /** Number of the clean pool's pairs of the topic. */
  readonly pairs: number;
  /**
   * The probability that a sound of the topic is nearer to its nearest item of the label than an item of the label to
   * its nearest item of another source, ties counted by half: 0.5 for sounds like the label's own.
   */
  readonly auc: number;
  /**
   * How many of the topics that lie further away transfer alone was expected to bring as near, by how near sounds of near
   * texts lie in this space; absent in results of earlier versions.
   */
  readonly expected?: number;
  /**
   * `listed`: probably pairs of the class. `cannot tell`: another evaluation class lies as near to the label, or
   * `expected` is above 0.5, divided by the number of class folds.
   */
  readonly status: "listed" | "cannot tell";
  /** The other evaluation class whose items lie nearest to those of the label, with the same probability. */
  readonly runner_up?: {
    /** Its label. */
    readonly label: string;
    /** The probability. */
    readonly auc: number;
  };
}
