/**
 * Writes `docs/public-surface.txt`: the names that each door exports, with their kinds.
 *
 *     deno task surface
 *
 * A test compares the file, so that no name comes, goes or changes its kind unseen.
 * @module
 */
import { fileURLToPath } from "node:url";
import configuration from "../deno.json" with { type: "json" };

/** The path of the written file, from the root. */
export const SURFACE_FILE = "docs/public-surface.txt";

/** The doors by the names that importers use, and their files from the root. */
export const DOORS: Readonly<Record<string, string>> = configuration.exports;

interface Documented {
  readonly nodes: Readonly<
    Record<string, {
      readonly symbols: readonly {
        readonly name: string;
        readonly declarations: readonly { readonly kind: string }[];
      }[];
    }>
  >;
}

/** Returns the kind of each name that a file exports, sorted by name. */
export async function exportsOf(file: string): Promise<Map<string, string>> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", file],
    cwd: fileURLToPath(new URL("../", import.meta.url)),
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const { nodes }: Documented = JSON.parse(new TextDecoder().decode(stdout));
  const found = Object.values(nodes).flatMap(({ symbols }) =>
    symbols.map(({ name, declarations }): [string, string] => [
      name,
      [...new Set(declarations.map(({ kind }) => kind))].sort().join(" and "),
    ])
  );
  return new Map(found.sort(([one], [other]) => one < other ? -1 : 1));
}

/** Returns the text of the file: a line for each name of each door. */
export function surfaceText(doors: ReadonlyMap<string, ReadonlyMap<string, string>>): string {
  const lines = [...doors].flatMap(([door, names]) =>
    [...names].map(([name, kind]) => `${door} ${name}: ${kind}`)
  );
  return `${lines.join("\n")}\n`;
}

/** Reads what every door exports but `.`, which gathers them. */
export async function readSurface(): Promise<Map<string, Map<string, string>>> {
  const doors = Object.entries(DOORS).filter(([door]) => door !== ".");
  return new Map(
    await Promise.all(doors.map(async ([door, file]) => [door, await exportsOf(file)] as const)),
  );
}

if (import.meta.main) {
  const path = new URL(`../${SURFACE_FILE}`, import.meta.url);
  await Deno.writeTextFile(path, surfaceText(await readSurface()));
}
