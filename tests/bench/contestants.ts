/**
 * Who takes part.
 * @module
 */
import type { Library, Python } from "./pythons.ts";
import type { FamilyName } from "./work.ts";

/** A module below `peers/` that exports `open(argument)`. */
export interface DenoProgram {
  readonly module: string;
  /** What `open` is given. */
  readonly argument: string;
}

/** A library of a Python. */
export interface PythonProgram {
  /** The Python. */
  readonly python: string;
  /** The library and, as its argument, the number of threads, or other arguments of the program. */
  readonly arguments: readonly string[];
  /** Threads of every library that takes their number from the environment. */
  readonly threads: number;
  /** The program, where it is not `python/contestant.py`. */
  readonly program?: string;
}

/** Software on a device. */
export interface Contestant {
  /** As the table shows it. */
  readonly name: string;
  /** The package and its version, or nothing for this repository's own. */
  readonly package?: string;
  /** What its process runs. */
  readonly runs: DenoProgram | PythonProgram;
  /** Whether it computes on an adapter, whose peak its share is of. */
  readonly onAdapter: boolean;
  /** What it does. */
  readonly families: readonly FamilyName[];
  /** What it would do, but takes over 5 s a call for. */
  readonly tooSlowFor?: readonly FamilyName[];
}

const ALL: readonly FamilyName[] = [
  "matrix-multiply",
  "training-step",
  "contrastive-loss",
  "search",
  "large-search",
  "silhouette",
  "tsne",
];
const SLOW: readonly FamilyName[] = ["large-search", "silhouette"];

const ours = (name: string, argument: string, onAdapter: boolean): Contestant => ({
  name: `earnest, ${name}`,
  runs: { module: "earnest.ts", argument },
  onAdapter,
  families: ALL,
});

/**
 * Everyone but Python's. This repository's devices come first, in the order in which `auto` prefers them: the first that
 * runs is what the others are compared with.
 */
export const CONTESTANTS: readonly Contestant[] = [
  ours("card", "gpu", true),
  ours("native", "native", false),
  ours("native ×1", "native 1", false),
  ours("software", "software", true),
  {
    ...ours("cpu", "cpu", false),
    families: ALL.filter((family) => !SLOW.includes(family)),
    tooSlowFor: SLOW,
  },
  {
    name: "tfjs, webgpu",
    package: "@tensorflow/tfjs@4.22.0",
    runs: { module: "tfjs.ts", argument: "" },
    onAdapter: true,
    families: ["matrix-multiply", "training-step", "contrastive-loss"],
  },
  {
    name: "jax-js, webgpu",
    package: "@jax-js/jax@0.1.25",
    runs: { module: "jax.ts", argument: "" },
    onAdapter: true,
    families: ["matrix-multiply", "contrastive-loss"],
  },
  ...["1", "2"].map((threads) => ({
    name: `onnxruntime, wasm ×${threads}`,
    package: "onnxruntime-web@1.30.0",
    runs: { module: "onnxruntime.ts", argument: threads },
    onAdapter: false,
    families: ["matrix-multiply"] as const,
  })),
  ...["1", "2"].map((threads) => ({
    name: `usearch ×${threads}`,
    package: "usearch@2.26.2",
    runs: { module: "usearch.ts", argument: threads },
    onAdapter: false,
    families: ["search"] as const,
  })),
];

/** What Python's libraries do, and how tables name them. */
const LIBRARIES: Readonly<
  Record<Library, { readonly title: string; readonly families: readonly FamilyName[] }>
> = {
  "torch": {
    title: "PyTorch",
    families: ["matrix-multiply", "training-step", "contrastive-loss", "search"],
  },
  "numpy": { title: "NumPy", families: ["matrix-multiply"] },
  "scikit-learn": { title: "scikit-learn", families: ["silhouette", "tsne"] },
  "faiss": { title: "faiss", families: ["search", "large-search"] },
};

/**
 * The libraries of Pythons, each on one thread and on all.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const python = { path: "python3", python: "3.12.1", threads: 4, libraries: { numpy: "2.1.0" } };
 * const names = pythonContestants([python]).map(({ name }) => name);
 * assert.deepEqual(names, ["NumPy 2.1.0 ×1", "NumPy 2.1.0 ×4"]);
 * ```
 */
export function pythonContestants(pythons: readonly Python[]): Contestant[] {
  return pythons.flatMap(({ path, python, threads, libraries }) =>
    (Object.keys(LIBRARIES) as Library[]).filter((library) => library in libraries)
      .flatMap((library) =>
        [...new Set([1, threads])].map((count) => ({
          name: `${LIBRARIES[library].title} ${shortened(libraries[library]!)} ×${count}`,
          package: `${library} ${libraries[library]} (Python ${python})`,
          runs: { python: path, arguments: [library, `${count}`], threads: count },
          onAdapter: false,
          families: LIBRARIES[library].families,
        }))
      )
  );
}

/** A version without what follows its numbers, such as `+cu130`. */
function shortened(version: string): string {
  return /^[\d.]+/.exec(version)?.[0] ?? version;
}
