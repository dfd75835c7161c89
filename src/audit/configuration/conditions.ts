/**
 * The conditions that an audit's configuration can name.
 * @module
 */

/** The names of conditions: of the training pools, and of projectors at initialization. */
export const CONDITIONS = ["dirty", "clean", "control", "shuffled", "untrained"] as const;
/** One of {@link CONDITIONS}. */
export type AuditCondition = typeof CONDITIONS[number];
