/**
 * Where the JSON Schema lies that editors use for a configuration.
 * @module
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { placing } from "./placing.ts";

const SCHEMA = new URL("../../../docs/audit.schema.json", import.meta.url);

/**
 * Returns what a configuration writes as `$schema`: the path from its folder to that of this code, or the address from
 * which this code is run.
 *
 * @param out where the configuration lies
 */
export function schemaReference(out: string): string {
  if (SCHEMA.protocol !== "file:") return SCHEMA.href;
  return placing(out)(relative(Deno.cwd(), fileURLToPath(SCHEMA)));
}
