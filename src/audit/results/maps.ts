/**
 * The shape of `maps.json`: t-SNE pictures of the spaces. They are for the eye; no number comes from them.
 * @module
 */
import type { Space } from "./spaces.ts";

/** The schema's name and version. */
export const MAPS_SCHEMA = "earnest/maps/1";

/**
 * A picture of one space of the first class fold: its evaluation items, or in text spaces the distinct training texts
 * and labels' prompts. From more than 1,000 points, 1,000 are drawn at random, as evenly over the labels as possible
 * and the same for all pictures. Shared spaces are drawn at unit length, since they are compared by angles.
 */
export interface SpaceMap {
  /** Which of the spaces. */
  readonly space: Space;
  /** Audio backbone; absent for the text backbone's space. */
  readonly audio?: string;
  /** Text backbone; absent for the audio backbone's space. */
  readonly text?: string;
  /** What the projectors trained on, with the first seed and on the first class fold; absent for backbone spaces. */
  readonly condition?: string;
  /** Effective number of neighbors. */
  readonly perplexity: number;
  /** Each point. */
  readonly points: readonly {
    /** Id of the evaluation item, or the text. */
    readonly id: string;
    /** Its evaluation label; absent for a training text that is no label's prompt. */
    readonly label?: string;
    /** Horizontal position in arbitrary units, to three decimals. */
    readonly x: number;
    /** Vertical position. */
    readonly y: number;
  }[];
}

/** What `maps.json` holds. */
export interface Maps {
  /** {@link MAPS_SCHEMA} */
  readonly schema: typeof MAPS_SCHEMA;
  /** The pictures. */
  readonly maps: readonly SpaceMap[];
}
