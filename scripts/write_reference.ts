/**
 * Writes what is made of the schemas: `docs/audit.schema.json`, which editors use, and `docs/configuration.md`.
 *
 *     deno task reference            writes them
 *     deno task reference --check    only says which differ
 *
 * @module
 */
import { referenceFiles } from "./reference/files.ts";

const root = new URL("../", import.meta.url);
const isCheck = Deno.args.includes("--check");
for (const [name, text] of await referenceFiles()) {
  const path = new URL(name, root);
  if (!isCheck) await Deno.writeTextFile(path, text);
  else if (await Deno.readTextFile(path).catch(() => "") !== text) {
    console.error(`${name} is not what the schema says; run deno task reference`);
    Deno.exitCode = 1;
  }
}
