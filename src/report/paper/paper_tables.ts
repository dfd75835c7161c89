/**
 * Every table of a paper.
 * @module
 */
import type { AuditResults } from "../../audit/results/results.ts";
import { classesTable } from "./tables/classes.ts";
import { conditionsTable } from "./tables/conditions.ts";
import { contrastsTable } from "./tables/contrasts.ts";
import { leaksTable } from "./tables/leaks.ts";
import { pathTable } from "./tables/path.ts";
import { referencesTable } from "./tables/references.ts";
import type { PaperTable } from "./table.ts";

/**
 * Makes the tables of a paper from an audit's results: accuracy by condition, the path, what audio alone gives,
 * differences between backbones where there are some, each class, and leaks. `asCsv`, `asMarkdown` and `asLatex` write them.
 *
 * @example
 * ```ts
 * import { parseResults } from "../../audit/claims/read_results.ts";
 * import { asLatex } from "./latex.ts";
 * async function print(file: string): Promise<void> {
 *   const results = parseResults(await Deno.readTextFile(file), file);
 *   for (const table of paperTables(results)) console.log(asLatex(table));
 * }
 * ```
 */
export function paperTables(results: AuditResults): PaperTable[] {
  return [
    conditionsTable(results),
    pathTable(results),
    referencesTable(results),
    contrastsTable(results),
    classesTable(results),
    leaksTable(results),
  ].filter((table) => table !== undefined);
}
