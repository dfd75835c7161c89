// What is said when work fails that holds the lock of a folder.
import assert from "node:assert/strict";
import { withLock } from "../../src/embeddings/folder.ts";
import { inFolder } from "../temporary_folder.ts";

Deno.test("a failure that is not the folder's is not called one", () =>
  inFolder(async (folder) => {
    const memory = () => Promise.resolve(new Float32Array(2 ** 50));
    await assert.rejects(withLock(folder, memory), RangeError);
    const file = `${folder}/none/file`;
    await assert.rejects(withLock(folder, () => Deno.writeTextFile(file, "")), {
      name: "SurroundingsError",
      message: `Cannot write "${folder}": the folder that it should be in does not exist`,
    });
  }));
