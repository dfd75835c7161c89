import assert from "node:assert/strict";
import { DEMO_FOLDER } from "../../../src/audit/demo/demo_folder.ts";
import { AUDIT_FOLDER } from "../../../src/audit/folder/kind.ts";
import { strangersIn } from "../../../src/basics/output/own_names.ts";
import { inFolder } from "../../temporary_folder.ts";

Deno.test("an embedding set in an audit's folder is the audit's, and in the demo's a user's", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(`${folder}/embeddings/mine`, { recursive: true });
    await Deno.writeTextFile(`${folder}/embeddings/mine/set.json`, "{}");
    assert.deepEqual(strangersIn(folder, AUDIT_FOLDER.names), []);
    assert.deepEqual(strangersIn(folder, DEMO_FOLDER.names), ["embeddings"]);
  }));
