import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { withFolder } from "./planted.ts";

const script = fileURLToPath(new URL("merging_writer.ts", import.meta.url));

async function run(...args: string[]): Promise<string> {
  const { success, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-lock", script, ...args],
  }).output();
  assert.ok(success, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout);
}

Deno.test("merging 200,000 rows, 69 MB, takes less than 30 MB of memory", () =>
  withFolder(async (folder) => {
    await run(folder, "write");
    // Measured: 11 to 13 MB, and 15 MB for eight times as many rows; 50 to 70 MB with a buffer for each part.
    const growth = Number(await run(folder, "merge"));
    assert.ok(growth > 0 && growth < 30e6, `${growth} bytes`);
  }));
