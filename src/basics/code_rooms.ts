/**
 * Which of the repository's files numbers depend on: the only place that lists rooms by their paths.
 *
 * Every file under `src/` and `kernels/` is either under a path of {@link CODE_ROOMS} or under one of
 * {@link NO_NUMBERS}; a test says so. A file that both name is one of the latter.
 * @module
 */

/** The two kinds of results that code has. */
export type CodePart = "embeddings" | "trainings";

/** What both depend on: random numbers, words, parsing. */
const EVERYWHERE = ["src/basics"];

/** Folders and files by what depends on them, relative to the repository's root. */
export const CODE_ROOMS: Readonly<Record<CodePart, readonly string[]>> = {
  // Of sounds and texts: the values of embedding sets.
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
  // Projectors, what is measured with them, and what leaks.
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

/** What no number depends on: messages, progress, how files are written, estimates of time, words and drawing. */
export const NO_NUMBERS: readonly string[] = [
  "src/audit/folder",
  "src/audit/trainings/forecast.ts",
  "src/basics/atomic.ts",
  "src/basics/code_hashes.json",
  "src/basics/code_hashes.ts",
  "src/basics/code_rooms.ts",
  "src/basics/errors.ts",
  "src/basics/nearest.ts",
  "src/basics/printable.ts",
  "src/basics/progress.ts",
  "src/basics/version.ts",
  "src/leakage/folder",
  "src/leakage/output/rule_texts.ts",
  "src/leakage/output/sarif.ts",
  "src/leakage/output/tables.ts",
  "src/report",
];

/** Endings of what ships; an editor's own files are no code. */
const ENDINGS = /\.(ts|json|txt|f16|wgsl|wasm|wat|css)$/;

/**
 * The kinds of results that depend on a file, of a path relative to the repository's root.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(partsOf("src/basics/random.ts"), ["embeddings", "trainings"]);
 * assert.deepEqual(partsOf("src/report/html.ts"), []);
 * ```
 */
export function partsOf(path: string): CodePart[] {
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
