/**
 * Lists which of the repository's files numbers depend on. Only this file lists rooms by their paths.
 *
 * Every file under `src/` and `kernels/` lies under a path of {@link CODE_ROOMS} or of {@link NO_NUMBERS}; a test
 * checks this. A file that matches both counts as {@link NO_NUMBERS}.
 * @module
 */

/** The two kinds of results that depend on code. */
export type CodePart = "embeddings" | "trainings";

/** Paths that both kinds depend on: random numbers, words, parsing. */
const EVERYWHERE = ["src/basics"];

/** Folders and files by the kind of results that depend on them, relative to the repository's root. */
export const CODE_ROOMS: Readonly<Record<CodePart, readonly string[]>> = {
  // Sounds and texts: the values of embedding sets.
  embeddings: [
    ...EVERYWHERE,
    "kernels/polyphase.wasm",
    "kernels/polyphase.wat",
    "src/audio",
    "src/backbones",
    "src/datasets",
    "src/embeddings",
    "src/formats",
  ],
  // Projectors, their measures, and leakage.
  trainings: [
    ...EVERYWHERE,
    "kernels",
    "src/audit",
    "src/compute",
    "src/leakage",
    "src/measures",
    "src/projector",
    "src/statistics",
  ],
};

/** Paths that no such number depends on: messages, progress, output files, time estimates, wording and drawing. */
export const NO_NUMBERS: readonly string[] = [
  // What is computed of finished audits.
  "src/audit/comparison",
  "src/audit/folder",
  "src/audit/trainings/forecast.ts",
  "src/basics/atomic.ts",
  "src/basics/code_hashes.json",
  "src/basics/code_hashes.ts",
  "src/basics/code_rooms.ts",
  "src/basics/cores.ts",
  "src/basics/do_all.ts",
  "src/basics/errors.ts",
  "src/basics/expected.ts",
  "src/basics/nearest.ts",
  "src/basics/printable.ts",
  "src/basics/progress.ts",
  "src/basics/version.ts",
  "src/distribute",
  "src/leakage/folder",
  "src/leakage/output/rule_texts.ts",
  "src/leakage/output/sarif.ts",
  "src/leakage/output/tables.ts",
  "src/report",
];

/** File endings that ship; temporary files of editors are not code. */
const ENDINGS = /\.(ts|json|txt|f16|wgsl|wasm|wat|css)$/;

/**
 * Returns the kinds of results that depend on a file, given its path relative to the repository's root.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(codePartsOf("src/basics/random.ts"), ["embeddings", "trainings"]);
 * assert.deepEqual(codePartsOf("src/report/html.ts"), []);
 * ```
 */
export function codePartsOf(path: string): CodePart[] {
  if (!isCode(path) || isNumberless(path)) return [];
  return (Object.keys(CODE_ROOMS) as CodePart[]).filter((part) =>
    CODE_ROOMS[part].some((room) => isUnder(room, path))
  );
}

/** Whether a file is listed as one that no number depends on. */
export function isNumberless(path: string): boolean {
  return NO_NUMBERS.some((room) => isUnder(room, path));
}

/** Whether a file is code or data that ships. */
export function isCode(path: string): boolean {
  return ENDINGS.test(path) && !path.split("/").some((name) => name.startsWith("."));
}

function isUnder(room: string, path: string): boolean {
  return path === room || path.startsWith(`${room}/`);
}
