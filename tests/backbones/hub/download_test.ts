import assert from "node:assert/strict";
import type { ProgressReport } from "../../../src/basics/progress.ts";
import { download } from "../../../src/backbones/hub/download.ts";
import { failure, type HubCase, LARGE, namesIn, PATIENCE, withHub } from "./hub_case.ts";
import { COMMITS, cutShort, type Interception, madeBytes, sha256Of } from "./loopback_hub.ts";

const { bytes: BYTES } = LARGE;
const SHA256 = sha256Of(BYTES);
const CUT = 100_000;

const rangesOf = ({ hub }: HubCase) =>
  hub.seen.filter(({ server }) => server === "store").map(({ headers }) => headers.get("range"));

/** Answers the store's requests one after the other; the store itself answers the rest. */
function storeAnswers(...answers: (() => Response)[]): Interception {
  return ({ server }) => server === "store" ? answers.shift()?.() : undefined;
}

async function leaveIncomplete({ folder }: HubCase, bytes: Uint8Array): Promise<void> {
  await Deno.mkdir(`${folder}/blobs`, { recursive: true });
  await Deno.writeFile(`${folder}/blobs/${SHA256}.incomplete`, bytes);
}

async function fetchesWhole(hubCase: HubCase): Promise<ProgressReport[]> {
  const reports: ProgressReport[] = [];
  const { path } = await hubCase.fetch("model.onnx", { onProgress: (one) => reports.push(one) });
  assert.deepEqual(await Deno.readFile(path), BYTES);
  assert.deepEqual(namesIn(`${hubCase.folder}/blobs`), [SHA256]);
  return reports;
}

Deno.test("a connection that breaks in the middle is resumed where it broke", () =>
  withHub(async (hubCase) => {
    hubCase.hub.intercept = storeAnswers(() => cutShort(BYTES, CUT));
    const reports = await fetchesWhole(hubCase);
    assert.deepEqual(rangesOf(hubCase), [null, `bytes=${CUT}-`]);
    const done = reports.map(({ done }) => done);
    assert.deepEqual(done, done.toSorted((a, b) => a - b));
  }));

Deno.test("a download that makes progress is retried longer than one that does not", () =>
  withHub(async (hubCase) => {
    const pieces = Array.from({ length: 8 }, (_, i) => () => {
      const range = `bytes ${i * 1000}-${BYTES.length - 1}/${BYTES.length}`;
      const rest = BYTES.subarray(i * 1000);
      return cutShort(rest, 1000, { status: i ? 206 : 200, headers: { "content-range": range } });
    });
    hubCase.hub.intercept = storeAnswers(...pieces);
    await fetchesWhole(hubCase);
    assert.equal(rangesOf(hubCase).at(-1), "bytes=8000-");
  }));

Deno.test("a body that always ends early is an error, and the received bytes are kept", () =>
  withHub(async (hubCase) => {
    hubCase.hub.intercept = ({ server }) => server === "store" ? cutShort(BYTES, CUT) : undefined;
    const message =
      /^Cannot fetch "hf:org\/name@\w+\/model\.onnx": .* \(3 attempts\); run "earnest/;
    await failure(hubCase.fetch("model.onnx"), 4, message);
    const left = await Deno.readFile(`${hubCase.folder}/blobs/${SHA256}.incomplete`);
    assert.deepEqual(left, BYTES.subarray(0, CUT));
    hubCase.hub.intercept = () => undefined;
    await fetchesWhole(hubCase);
    assert.equal(rangesOf(hubCase).at(-1), `bytes=${CUT}-`);
  }));

Deno.test("a body of another length than the Hub's is resumed, then an error", () =>
  withHub(async ({ hub, fetch }) => {
    hub.intercept = storeAnswers(...Array(3).fill(() => new Response(BYTES.subarray(0, CUT))));
    await failure(fetch("model.onnx"), 4, /sent 100000 of 300000 bytes \(3 attempts\)/);
  }));

Deno.test("a body that is longer than promised is cut off", () =>
  withHub(async ({ hub, folder, fetch }) => {
    hub.intercept = storeAnswers(() => new Response(madeBytes(BYTES.length + 1)));
    await failure(fetch("model.onnx"), 4, /sends more of ".*" than the 300000 bytes it promised/);
    assert.deepEqual(namesIn(`${folder}/blobs`), []);
  }));

Deno.test("a server without ranges, or with wrong ones, starts from the beginning", async () => {
  const answers: (() => Response)[] = [
    () => new Response(BYTES),
    () => new Response(null, { status: 416 }),
    () => new Response(BYTES, { status: 206, headers: { "content-range": "bytes 0-9/10" } }),
    () => new Response(BYTES, { status: 206, headers: { "content-range": "nonsense" } }),
    () => new Response(BYTES, { status: 206 }),
  ];
  for (const answer of answers) {
    await withHub(async (hubCase) => {
      await leaveIncomplete(hubCase, BYTES.subarray(0, CUT));
      hubCase.hub.intercept = storeAnswers(answer);
      await fetchesWhole(hubCase);
      assert.equal(rangesOf(hubCase)[0], `bytes=${CUT}-`);
    });
  }
});

Deno.test("the bytes that a killed process left are used, or fetched again if they are wrong", async () => {
  const wrong = BYTES.slice(0, CUT);
  wrong[7]! ^= 1;
  const leftOvers: [left: Uint8Array, ranges: (string | null)[]][] = [
    [BYTES.subarray(0, CUT), [`bytes=${CUT}-`]],
    [BYTES, []],
    [new Uint8Array(0), [null]],
    [wrong, [`bytes=${CUT}-`, null]],
    [madeBytes(BYTES.length + 5), [null]],
  ];
  for (const [left, ranges] of leftOvers) {
    await withHub(async (hubCase) => {
      await leaveIncomplete(hubCase, left);
      await fetchesWhole(hubCase);
      assert.deepEqual(rangesOf(hubCase), ranges);
    });
  }
});

Deno.test("a body of unknown length is fetched and checked", () =>
  withHub(async (hubCase) => {
    const chunked = () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(BYTES.subarray(0, CUT));
          controller.enqueue(BYTES.subarray(CUT));
          controller.close();
        },
      });
    const headers = { "etag": `"${SHA256}"`, "transfer-encoding": "chunked" };
    hubCase.hub.intercept = () => new Response(chunked(), { headers });
    const reports = await fetchesWhole(hubCase);
    assert.deepEqual(reports, []);
  }));

Deno.test("damaged content is removed, and the error gives the hash that was found", () =>
  withHub(async ({ hub, folder, fetch }) => {
    const wrong = BYTES.slice();
    wrong[9]! ^= 1;
    hub.intercept = storeAnswers(() => new Response(wrong));
    const message = await failure(fetch("model.onnx"), 4, /arrived damaged: found SHA-256/);
    assert.ok(message.includes(`found SHA-256 ${sha256Of(wrong)}, expected ${SHA256}`));
    assert.deepEqual(namesIn(`${folder}/blobs`), []);
    assert.deepEqual(namesIn(`${folder}/snapshots`), []);
  }));

Deno.test("a busy server is waited for as it asks, then given up", () =>
  withHub(async ({ hub, fetch }) => {
    const busy = (status: number, seconds: string) =>
      new Response(null, { status, headers: { "retry-after": seconds } });
    const answers = [busy(429, "1"), busy(503, "soon")];
    hub.intercept = ({ method }) => method === "HEAD" ? answers.shift() : undefined;
    const started = performance.now();
    await fetch("model.onnx");
    assert.ok(performance.now() - started > 990);
    assert.equal(hub.log.filter((one) => one === "hub HEAD").length, 3);
    hub.intercept = () => new Response(null, { status: 500 });
    await failure(fetch("config.json"), 4, /: 127\.0\.0\.1:\d+ answers 500 \(3 attempts\)/);
  }));

Deno.test("an expired address of the store is replaced by a new one", () =>
  withHub(async (hubCase) => {
    hubCase.hub.intercept = storeAnswers(() => new Response(null, { status: 403 }));
    await fetchesWhole(hubCase);
    assert.deepEqual(hubCase.hub.log.slice(1), ["hub GET", "store GET", "hub GET", "store GET"]);
  }));

Deno.test("a server that stops sending is abandoned after the timeout", () =>
  withHub(async ({ hub, fetch }) => {
    const patience = { attempts: 2, firstWaitMilliseconds: 1, stallMilliseconds: 150 };
    const message = /the server sends nothing for 0\.15 s \(2 attempts\)/;
    let end = () => {};
    const ended = new Promise<void>((resolve) => end = resolve);
    const silent = () =>
      new ReadableStream({
        async pull(controller) {
          controller.enqueue(BYTES.subarray(0, CUT));
          await ended;
          controller.close();
        },
      });
    const headers = { "content-length": String(BYTES.length) };
    hub.intercept = ({ server }) =>
      server === "store" ? new Response(silent(), { headers }) : undefined;
    await failure(fetch("model.onnx", { patience }), 4, message);
    hub.intercept = () => ended.then(() => undefined);
    await failure(fetch("config.json", { patience }), 4, message);
    end();
  }));

Deno.test('without a network the error says to run "earnest prepare"', () =>
  withHub(async ({ environment, fetch }) => {
    const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
    const { port } = listener.addr;
    listener.close();
    const unreachable = {
      environment: { ...environment, HF_ENDPOINT: `http://127.0.0.1:${port}` },
    };
    await failure(
      fetch("model.onnx", unreachable),
      4,
      /the connection to 127\.0\.0\.1:\d+ failed: .*refused.*run "earnest prepare" with a network/,
    );
  }));

Deno.test("an exception in onProgress is not taken for a fault of the network", () =>
  withHub(async ({ fetch }) => {
    const onProgress = () => {
      throw new Error("stop here");
    };
    await assert.rejects(fetch("model.onnx", { onProgress }), { message: "stop here" });
  }));

Deno.test("two downloads into one file without a lock give the whole file", () =>
  withHub(async ({ hub, environment }) => {
    const path = `${environment.HF_HOME}/partial`;
    const what = {
      hub: { endpoint: hub.endpoint, authorization: undefined, patience: PATIENCE },
      reference: { repository: "org/name", revision: COMMITS[0], path: "model.onnx" },
      remote: { etag: SHA256, sizeBytes: BYTES.length },
    };
    hub.intercept = storeAnswers(() => cutShort(BYTES, CUT));
    await Promise.all([download(what, path), download(what, path), download(what, path)]);
    assert.deepEqual(await Deno.readFile(path), BYTES);
  }));
