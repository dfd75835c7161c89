// Downloads that are aborted in the middle.
import assert from "node:assert/strict";
import { takeLock } from "../../../src/backbones/hub/lock.ts";
import { askRepository } from "../../../src/backbones/hub/repository.ts";
import { assertAborts } from "../../aborting.ts";
import { LARGE, namesIn, PATIENCE, withHub } from "./hub_case.ts";
import { sha256Of } from "./loopback_hub.ts";

const SHA256 = sha256Of(LARGE.bytes);

Deno.test("an aborted download keeps what came, and the next call continues it", () =>
  withHub(async ({ hub, folder, fetch }) => {
    await assertAborts((options) => fetch("model.onnx", options));
    assert.deepEqual(namesIn(`${folder}/blobs`), [`${SHA256}.incomplete`]);
    const { size } = await Deno.stat(`${folder}/blobs/${SHA256}.incomplete`);
    assert.ok(size > 0 && size < LARGE.bytes.length, `${size} bytes`);
    const { path } = await fetch("model.onnx");
    assert.deepEqual(await Deno.readFile(path), LARGE.bytes);
    const ranges = hub.seen.filter(({ server }) => server === "store")
      .map(({ headers }) => headers.get("range"));
    assert.deepEqual(ranges, [null, `bytes=${size}-`]);
  }));

Deno.test("a wait before the next attempt is aborted at once", () =>
  withHub(async ({ hub, fetch }) => {
    const ending = new AbortController();
    const reason = new Error("enough for today");
    hub.intercept = ({ server }) => {
      if (server !== "store") return undefined;
      // After the answer has arrived, and long before its minute is over.
      setTimeout(() => ending.abort(reason), 100);
      return new Response("busy", { status: 503, headers: { "retry-after": "60" } });
    };
    const fetching = fetch("model.onnx", { signal: ending.signal });
    await assert.rejects(fetching, (thrown) => thrown === reason);
    assert.equal(hub.log.filter((one) => one === "store GET").length, 1);
  }));

Deno.test("a question about a repository is aborted while its answer is awaited", () =>
  withHub(async ({ hub, environment }) => {
    const ending = new AbortController();
    const reason = new Error("enough for today");
    hub.intercept = async () => {
      ending.abort(reason);
      await new Promise((wake) => setTimeout(wake, 50));
      return new Response("too late", { status: 500 });
    };
    const { signal } = ending;
    const asking = askRepository("org/name", { environment, patience: PATIENCE, signal });
    await assert.rejects(asking, (thrown) => thrown === reason);
    assert.equal(hub.seen.length, 1);
    // The server answers before it is closed.
    await new Promise((wake) => setTimeout(wake, 100));
  }));

Deno.test("a signal that is aborted already sends no request", () =>
  withHub(async ({ hub, fetch }) => {
    const reason = new Error("enough for today");
    const fetching = fetch("model.onnx", { signal: AbortSignal.abort(reason) });
    await assert.rejects(fetching, (thrown) => thrown === reason);
    assert.deepEqual(hub.log, []);
  }));

Deno.test("waiting for another process is aborted, and its lock stays", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/a.lock`;
  {
    using _first = await takeLock(path, () => {});
    const ending = new AbortController();
    const reason = new Error("enough for today");
    const second = takeLock(path, () => ending.abort(reason), ending.signal);
    await assert.rejects(second, (thrown) => thrown === reason);
  }
  using _third = await takeLock(path, () => assert.fail("it is free"));
  await Deno.remove(folder, { recursive: true });
});
