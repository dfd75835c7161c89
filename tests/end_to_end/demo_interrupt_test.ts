// What Ctrl-C leaves of a demo, and what it says.
import assert from "node:assert/strict";
import { inFolder } from "../temporary_folder.ts";
import { namesIn, started } from "./cli.ts";

Deno.test("an interrupted demo says how to begin again and leaves nothing behind", async () => {
  await inFolder(async (folder) => {
    const child = started(["demo", "--device", "cpu", "--quiet", "--out", "out"], folder);
    while (!namesIn(folder).some((name) => name.endsWith(".partial"))) {
      await new Promise((wake) => setTimeout(wake, 5));
    }
    child.kill("SIGINT");
    const { code, stderr } = await child.output();
    assert.equal(code, 130);
    assert.match(
      new TextDecoder().decode(stderr),
      /\nWhat was fetched is kept; the same command begins the demo again\.\n\nInterrupted/,
    );
    assert.deepEqual(namesIn(folder), []);
  });
});
