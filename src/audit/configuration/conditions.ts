/**
 * The conditions under which an audit trains.
 * @module
 */

/** The training pools, and projectors at initialisation. */
export const CONDITIONS = ["dirty", "clean", "control", "shuffled", "untrained"] as const;
/** One of {@link CONDITIONS}. */
export type Condition = typeof CONDITIONS[number];
