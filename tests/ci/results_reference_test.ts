// docs/results.md has every key that results.json and maps.json may have, as their types say it.
import assert from "node:assert/strict";
import { resultsReference } from "../../scripts/write_results_reference.ts";

const PAGE = new URL("../../docs/results.md", import.meta.url);

Deno.test("docs/results.md is what the types say: deno task reference", async () => {
  const page = await Deno.readTextFile(PAGE);
  assert.equal(page, await resultsReference(page));
  assert.match(page, /### Attribution\n/);
});

Deno.test("every key of the results has a description", async () => {
  const page = await Deno.readTextFile(PAGE);
  assert.deepEqual(page.split("\n").filter((line) => /\|\s+\|$/.test(line)), []);
});
