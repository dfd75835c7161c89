// A download is limited by the allowed size and by the disk's space, and a refused one leaves nothing behind.
import assert from "node:assert/strict";
import { join } from "node:path";
import { failure, type HubCase, LARGE, namesIn, withHub } from "./hub_case.ts";
import { sha256Of } from "./loopback_hub.ts";

const SHA256 = sha256Of(LARGE.bytes);
const SIZE = LARGE.bytes.length;
const MEBIBYTE = 2 ** 20;

/** Lists everything in a test's cache except the empty files of locks. */
function leftIn({ folder }: HubCase): string[] {
  const names = [...namesIn(join(folder, "blobs")), ...namesIn(join(folder, "snapshots"))];
  const locks = namesIn(join(folder, "../.locks/models--org--name"));
  for (const lock of locks) {
    assert.equal(Deno.statSync(join(folder, "../.locks/models--org--name", lock)).size, 0);
  }
  return names;
}

async function leaveIncomplete({ folder }: HubCase): Promise<void> {
  await Deno.mkdir(`${folder}/blobs`, { recursive: true });
  await Deno.writeFile(`${folder}/blobs/${SHA256}.incomplete`, LARGE.bytes.subarray(0, 1000));
}

/** A body without end, or of `mebibytes` in all; `sent` counts how many were sent. */
function pieces(mebibytes = Infinity) {
  const counted = { sent: 0 };
  const body = new ReadableStream({
    pull(controller) {
      if (counted.sent++ < mebibytes) controller.enqueue(new Uint8Array(MEBIBYTE));
      else controller.close();
    },
  }, { highWaterMark: 0 });
  return { counted, body };
}

/** Sets up a Hub that gives a file's length neither in its first answer nor, without `length`, in its second. */
function silentAbout(hubCase: HubCase, body: ReadableStream, length?: number): void {
  const etag = `"${"e".repeat(64)}"`;
  hubCase.hub.intercept = ({ method }) =>
    method === "HEAD"
      ? new Response(pieces(1).body, { headers: { etag, "transfer-encoding": "chunked" } })
      : new Response(body, {
        headers: { etag, ...(length === undefined ? {} : { "content-length": String(length) }) },
      });
}

for (const isBegun of [false, true]) {
  const begun = isBegun ? ", and its partial file is removed" : "";
  Deno.test(`a file whose promised size is larger than allowed is not fetched${begun}`, () =>
    withHub(async (hubCase) => {
      if (isBegun) await leaveIncomplete(hubCase);
      const message =
        /^"hf:org\/name@\w+\/model\.onnx" has 300000 bytes \(300 kB\), and a download may have 299 kB; allow more with --max-download$/;
      await failure(hubCase.fetch("model.onnx", { maxDownloadBytes: 299_000 }), 2, message);
      assert.deepEqual(hubCase.hub.log, ["hub HEAD"]);
      assert.deepEqual(leftIn(hubCase), []);
      await hubCase.fetch("model.onnx", { maxDownloadBytes: SIZE });
      // The bytes that are on the disk are not fetched again.
      await hubCase.fetch("model.onnx", { maxDownloadBytes: 1 });
    }));
}

Deno.test("a file whose promised size exceeds the disk's free space is not fetched", () =>
  withHub(async (hubCase) => {
    await leaveIncomplete(hubCase);
    const headers = { "x-linked-etag": `"${SHA256}"`, "x-linked-size": "999999999999999" };
    hubCase.hub.intercept = () => new Response(null, { headers });
    const fetched = hubCase.fetch("model.onnx", { maxDownloadBytes: 1e15 });
    const message =
      /has 999999999999999 bytes \(1000 TB\), and the disk of ".*blobs" has [\d.]+ \wB free; make room, or set HF_HOME/;
    await failure(fetched, 4, message);
    assert.deepEqual(hubCase.hub.log, ["hub HEAD"]);
    assert.deepEqual(leftIn(hubCase), []);
  }));

Deno.test("a length that comes only with the file itself counts, too", () =>
  withHub(async (hubCase) => {
    const { body, counted } = pieces();
    silentAbout(hubCase, body, 100 * MEBIBYTE);
    await failure(
      hubCase.fetch("model.onnx", { maxDownloadBytes: 10 * MEBIBYTE }),
      2,
      /has 104857600 bytes \(105 MB\), and a download may have 10\.5 MB; /,
    );
    assert.ok(counted.sent < 10, `${counted.sent} MiB were sent`);
    assert.deepEqual(leftIn(hubCase), []);
  }));

Deno.test("a file of unknown length is cut off at the limit", () =>
  withHub(async (hubCase) => {
    const { body, counted } = pieces();
    silentAbout(hubCase, body);
    await failure(
      hubCase.fetch("model.onnx", { maxDownloadBytes: 3 * MEBIBYTE }),
      2,
      /^The server sends "hf:.*model\.onnx" without saying how long it is, and more than the 3\.15 MB that a download may have; allow more with --max-download$/,
    );
    assert.ok(counted.sent < 30, `${counted.sent} MiB were sent`);
    assert.deepEqual(leftIn(hubCase), []);
  }));

Deno.test("a file that is refused while it is fetched leaves nothing behind", async () => {
  const refusals: [() => Response, number][] = [
    [() => new Response(null, { status: 404, headers: { "x-error-code": "EntryNotFound" } }), 2],
    [() => new Response(null, { status: 410 }), 4],
  ];
  for (const [answer, code] of refusals) {
    await withHub(async (hubCase) => {
      await leaveIncomplete(hubCase);
      hubCase.hub.intercept = ({ method }) => method === "GET" ? answer() : undefined;
      await failure(hubCase.fetch("model.onnx"), code, /model\.onnx/);
      assert.deepEqual(leftIn(hubCase), []);
    });
  }
});
