// What a repository lists: answers that are not the Hub's, and paths that would leave the cache.
import assert from "node:assert/strict";
import { SurroundingsError } from "../../../src/basics/errors.ts";
import { askRepository } from "../../../src/backbones/hub/repository.ts";
import { PATIENCE, withHub } from "./hub_case.ts";
import { COMMITS } from "./loopback_hub.ts";

const LISTING = { id: "org/name", sha: COMMITS[0], siblings: [{ rfilename: "onnx/model.onnx" }] };

Deno.test("an answer that is not the Hub's is the server's fault, in one line", () =>
  withHub(async ({ hub, environment }) => {
    for (
      const body of [
        "<!doctype html>\n<html>Sign in",
        "[]",
        JSON.stringify({ ...LISTING, sha: "main" }),
        JSON.stringify({ ...LISTING, siblings: null }),
      ]
    ) {
      hub.intercept = () => new Response(body);
      await assert.rejects(
        askRepository("org/name", { environment, patience: PATIENCE }),
        (thrown) =>
          thrown instanceof SurroundingsError &&
          /^Cannot fetch "org\/name": the answer is not the Hugging Face Hub's \(.*\)$/
            .test(thrown.message),
      );
    }
  }));

Deno.test("a path that leads out of the repository is not one of its files", () =>
  withHub(async ({ hub, environment }) => {
    const paths = ["../../../model.onnx", "/etc/model.onnx", "a\\model.onnx", "a\nb/model.onnx"];
    const siblings = [...LISTING.siblings, ...paths.map((rfilename) => ({ rfilename }))];
    hub.intercept = () => Response.json({ ...LISTING, siblings });
    const { files } = await askRepository("org/name", { environment, patience: PATIENCE });
    assert.deepEqual(files.map(({ path }) => path), ["onnx/model.onnx"]);
  }));
