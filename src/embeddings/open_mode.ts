/**
 * What an embedding set may replace or continue.
 * @module
 */

/**
 * What may be at the place of a set: nothing (`create`), the same set, finished or not (`resume`), any set, which is
 * replaced when a new one is complete (`force`, which continues nothing), or any set, which is replaced unless it is
 * the same (`renew`).
 */
export type OpenMode = "create" | "resume" | "force" | "renew";
