import type { ModuleGraph } from "./module_graph.ts";

/** The rooms of `src/` in order: a file may import its own room and those above it. */
export const ROOMS: readonly string[] = [
  "kernels",
  "src/basics",
  "src/compute",
  "src/statistics",
  "src/formats",
  "src/audio",
  "src/backbones",
  "src/datasets",
  "src/embeddings",
  "src/measures",
  "src/leakage",
  "src/projector",
  "src/audit",
  "src/report",
  "src/distribute",
  "doors",
];

/** The rooms within `src/audit/` in order. */
export const AUDIT_ROOMS: readonly string[] = [
  "src/audit/configuration",
  "src/audit/results",
  "src/audit/inputs",
  "src/audit/trainings",
  "src/audit/scores",
  "src/audit/claims",
  "src/audit/run.ts",
  "src/audit/folder",
  "src/audit/in_memory",
  "src/audit/draft",
  "src/audit/comparison",
  "src/audit/demo",
];

/** Returns imports that the order of rooms does not allow, and files outside of all rooms. */
export function forbiddenIn(graph: ModuleGraph, rooms: readonly string[]): string[] {
  const placeOf = (path: string) =>
    rooms.findIndex((room) => path === room || path.startsWith(`${room}/`));
  const within = [...graph].filter(([file]) => !file.startsWith("cli/"));
  return within.flatMap(([file, imports]) => {
    const own = placeOf(file);
    if (own < 0) return [`${file} lies in no room`];
    return imports.filter((imported) => placeOf(imported) > own || imported.startsWith("cli/"))
      .map((imported) => `${file} imports ${imported}, which lies further down`);
  });
}
