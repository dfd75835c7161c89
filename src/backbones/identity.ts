/**
 * What shapes a backbone's numbers, as plain data: two runs whose identities are equal give equal embeddings.
 * @module
 */

/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | {
  readonly [key: string]: Json;
};

/** The identity of a backbone: its pipeline and the hashes of its models, without the places where they lie. */
export type BackboneIdentity = { readonly [key: string]: Json };
