import { dirname, join, posix, relative } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository's root. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));

/** Maps each file, by its path from the root, to the files that it imports. */
export type ModuleGraph = ReadonlyMap<string, readonly string[]>;

/** `import ... from "./x.ts"`, `export ... from "./x.ts"`; a statement has no semicolon inside. */
const STATEMENT = /^(?:import|export)\b[^;]*?\bfrom\s+"(\.[^"]+)"/gm;
/** `import("./x.ts")`, and the file of a worker: `new URL("./x.ts", import.meta.url)`. */
const CALL = /\b(?:import\(|new URL\()\s*"(\.[^"]+)"/g;

/** The paths of all files below some folders, from the root, sorted. */
export async function filesIn(...folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) await collect(join(ROOT, folder), found);
  return found.sort();
}

async function collect(folder: string, found: string[]): Promise<void> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    const path = join(folder, name);
    if (isDirectory) await collect(path, found);
    else found.push(relative(ROOT, path));
  }
}

/** Returns the imports of a file's text, by path from the root; packages are left out. */
export function importsOf(path: string, text: string): string[] {
  const specifiers = [STATEMENT, CALL].flatMap((pattern) =>
    Array.from(text.matchAll(pattern), ([, specifier]) => specifier!)
  );
  return specifiers.map((specifier) => posix.join(dirname(path), specifier));
}

/** Reads the graph of the modules below some folders. */
export async function readModuleGraph(...folders: readonly string[]): Promise<ModuleGraph> {
  const graph = new Map<string, string[]>();
  for (const path of await filesIn(...folders)) {
    if (!path.endsWith(".ts")) continue;
    graph.set(path, importsOf(path, await Deno.readTextFile(join(ROOT, path))));
  }
  return graph;
}

/**
 * Returns the circles of a graph: each lists the files that import each other, sorted (Tarjan's strongly connected
 * components of more than one file).
 */
export function circlesIn(graph: ModuleGraph): string[][] {
  const index = new Map<string, number>();
  const lowest = new Map<string, number>();
  const stack: string[] = [];
  const circles: string[][] = [];
  const visit = (file: string) => {
    index.set(file, index.size);
    lowest.set(file, index.get(file)!);
    stack.push(file);
    for (const imported of graph.get(file) ?? []) {
      if (!index.has(imported)) visit(imported);
      if (stack.includes(imported)) {
        lowest.set(file, Math.min(lowest.get(file)!, lowest.get(imported)!));
      }
    }
    if (lowest.get(file) !== index.get(file)) return;
    const circle = stack.splice(stack.indexOf(file));
    if (circle.length > 1) circles.push(circle.sort());
  };
  for (const file of graph.keys()) if (!index.has(file)) visit(file);
  return circles;
}
