import { ROOT } from "../architecture/module_graph.ts";

/** What an import of a module fetches and runs. */
export interface CodeGraph {
  /** Number of modules. */
  readonly modules: number;
  /** Length of their sources in bytes. */
  readonly bytes: number;
  /** Packages of npm, with their versions. */
  readonly packages: readonly string[];
  /** Modules of Node. */
  readonly ofNode: readonly string[];
}

interface Module {
  readonly specifier: string;
  readonly local?: string;
  readonly size?: number;
  readonly dependencies?: readonly {
    readonly code?: { readonly specifier?: string };
    readonly npmPackage?: string;
  }[];
}

/**
 * Walks what `deno info` knows of a module, along imports of code: those of types alone are not fetched at run time, while
 * a literal dynamic import is.
 *
 * @param file from the root
 */
export async function codeGraphOf(file: string): Promise<CodeGraph> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", file],
    cwd: ROOT,
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const { roots, modules }: { roots: string[]; modules: Module[] } = JSON.parse(
    new TextDecoder().decode(stdout),
  );
  const bySpecifier = new Map(modules.map((module) => [module.specifier, module]));
  const reached = new Set(roots);
  const packages = new Set<string>();
  // A set is walked to what is added meanwhile.
  for (const specifier of reached) {
    for (const { code, npmPackage } of bySpecifier.get(specifier)?.dependencies ?? []) {
      if (code?.specifier === undefined) continue;
      if (npmPackage !== undefined) packages.add(npmPackage);
      else reached.add(code.specifier);
    }
  }
  const ofNode = [...reached].filter((specifier) => specifier.startsWith("node:"));
  const sources = [...reached].filter((specifier) => !specifier.startsWith("node:"));
  return {
    modules: sources.length,
    bytes: sources.reduce((sum, one) => sum + lengthOf(bySpecifier.get(one)!), 0),
    packages: [...packages].sort(),
    ofNode: ofNode.sort(),
  };
}

/** Deno gives no length of kernels and other files that are not code. */
function lengthOf({ size, local }: Module): number {
  return size ?? Deno.statSync(local!).size;
}
