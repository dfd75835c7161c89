/**
 * Writes `src/basics/code_hashes.json`: the hashes of the code for imports by URL.
 *
 *     deno task code-hashes
 *
 * @module
 */
import { checkoutRoot, hashCheckout } from "../src/basics/code_hashes.ts";

const root = checkoutRoot();
const text = JSON.stringify(await hashCheckout(root), null, 2) + "\n";
await Deno.writeTextFile(new URL("src/basics/code_hashes.json", root), text);
