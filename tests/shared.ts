import { existsSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));

/**
 * The path of test data that is not part of the repository: below `EARNEST_SHARED`, by default `../shared`.
 * Where it is missing, says loudly what is skipped and gives undefined; with `EARNEST_REQUIRE_SHARED=1` it throws.
 */
export function sharedPath(path: string): string | undefined {
  const full = join(Deno.env.get("EARNEST_SHARED") ?? join(root, "../shared"), path);
  if (existsSync(full)) return full;
  if (Deno.env.get("EARNEST_REQUIRE_SHARED") === "1") {
    throw new Error(`"${full}" is required but missing`);
  }
  console.warn(`SKIPPED: "${full}" is not there; set EARNEST_SHARED to the folder of test data`);
  return undefined;
}
