/**
 * The shape of `maps.json`: t-SNE pictures of the spaces, for looking at, never for a number.
 * @module
 */
import type { Space } from "./spaces.ts";

/** The schema's name and version. */
export const MAPS_SCHEMA = "earnest/maps/1";

/**
 * A picture of one space, of the first class fold: its evaluation items, or in text spaces the distinct training texts and
 * labels' prompts. Of more than 1,000 as many are drawn at random, of every label as evenly as can be, the same ones for
 * all pictures. Shared spaces are drawn at unit length, as they are compared by angles.
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
    /** Its evaluation label; absent for a training text that names none. */
    readonly label?: string;
    /** Place across, in arbitrary units, three decimals. */
    readonly x: number;
    /** Place down. */
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
