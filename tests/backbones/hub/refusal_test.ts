import assert from "node:assert/strict";
import { fetchHubFile } from "../../../src/backbones/hub/fetch.ts";
import { failure, LARGE, namesIn, PATIENCE, SMALL, withHub } from "./hub_case.ts";
import { COMMITS, sha256Of } from "./loopback_hub.ts";

Deno.test("the error names what the Hub does not have: repository, commit or file", () =>
  withHub(async ({ hub, environment, fetch }) => {
    const options = { environment, patience: PATIENCE };
    const [revision] = COMMITS;
    const path = "model.onnx";
    await failure(fetch("absent.onnx"), 2, /org\/name has no file "absent\.onnx" at this commit/);
    await failure(
      fetchHubFile({ repository: "org/name", revision: "a".repeat(40), path }, options),
      2,
      /org\/name has no commit a{40}; 127\.0\.0\.1:\d+ answers 404/,
    );
    await failure(
      fetchHubFile({ repository: "org/other", revision, path }, options),
      2,
      /there is no repository org\/other that may be seen/,
    );
    hub.intercept = () => new Response("<h1>Not found</h1>", { status: 404 });
    await failure(fetch(path), 2, /there is no such repository, commit or file/);
  }));

Deno.test("without the right to read a file, the error says what to do", () =>
  withHub(async ({ hub, environment, fetch }) => {
    const refuse = (status: number, headers: Record<string, string> = {}) => {
      hub.intercept = () => new Response(null, { status, headers });
    };
    const withToken = { environment: { ...environment, HF_TOKEN: "hf_secret" } };
    refuse(401, { "x-error-message": "Invalid username\u00a0or password." });
    const said =
      /there is no public repository org\/name; for a private one set HF_TOKEN; .* 401 \("In/;
    await failure(fetch("model.onnx"), 2, said);
    await failure(
      fetch("model.onnx", withToken),
      2,
      /the token \(HF_TOKEN or the token file\) is ref/,
    );
    refuse(403);
    await failure(fetch("model.onnx", withToken), 2, /may not read org\/name; .* answers 403/);
    for (const status of [401, 403]) {
      refuse(status, { "x-error-code": "GatedRepo" });
      const terms =
        /is gated: accept its terms at http:\/\/127\.0\.0\.1:\d+\/org\/name and set HF_TOKEN/;
      await failure(fetch("model.onnx"), 2, terms);
    }
    refuse(410);
    await failure(fetch("model.onnx"), 4, /answers 410$/);
    refuse(404, { "x-error-message": "long ".repeat(1000) });
    const message = await failure(fetch("model.onnx"), 2, /answers 404 \("long long .*…"\)$/);
    assert.ok(message.length < 500);
    assert.ok(hub.log.every((one) => one === "hub HEAD"));
  }));

Deno.test("a refusal of the second request is reported as well", () =>
  withHub(async ({ hub, fetch }) => {
    hub.intercept = ({ method }) =>
      method === "GET" ? new Response("no", { status: 403 }) : undefined;
    await failure(fetch("model.onnx"), 2, /for a private one set HF_TOKEN/);
  }));

Deno.test("a pinned SHA-256 that is not the Hub's is refused before anything is fetched", () =>
  withHub(async ({ hub, folder, fetch }) => {
    const sha256 = "0".repeat(64);
    const found = sha256Of(LARGE.bytes);
    const expected = RegExp(
      `not the file that was pinned: found SHA-256 ${found}, expected 0{64}; corr`,
    );
    await failure(fetch("model.onnx", { sha256 }), 2, expected);
    assert.deepEqual(hub.log, ["hub HEAD"]);
    assert.deepEqual(namesIn(folder), []);
    await fetch("model.onnx");
    await failure(fetch("model.onnx", { sha256 }), 2, expected);
  }));

Deno.test("a file of git with another SHA-256 than the pinned one is not kept", () =>
  withHub(async ({ folder, fetch }) => {
    const found = sha256Of(SMALL.bytes);
    await failure(
      fetch("config.json", { sha256: "0".repeat(64) }),
      2,
      RegExp(`found SHA-256 ${found}`),
    );
    assert.deepEqual(namesIn(`${folder}/blobs`), []);
    assert.deepEqual(namesIn(`${folder}/snapshots`), []);
  }));

Deno.test("an answer for another commit, or without a usable tag, is refused", () =>
  withHub(async ({ hub, folder, fetch }) => {
    const answerWith = (headers: Record<string, string>) => {
      hub.intercept = () => new Response(null, { headers });
    };
    answerWith({ "x-repo-commit": COMMITS[1], "etag": '"abc"' });
    await failure(fetch("model.onnx"), 4, /answers with commit "f{40}" for "hf:org\/name@0123/);
    for (const etag of ["", '"../../evil"', '".."', '"a/b"', `"${"a".repeat(129)}"`, '"a b"']) {
      answerWith({ etag });
      await failure(fetch("model.onnx"), 4, /the entity tag ".*"; expected a hash/);
    }
    assert.deepEqual(namesIn(folder), []);
  }));

Deno.test("redirects without end or to no valid address are refused", () =>
  withHub(async ({ hub, fetch }) => {
    const redirectTo = (location: string) => {
      hub.intercept = () => new Response(null, { status: 307, headers: { location } });
    };
    redirectTo("/around/and/around");
    await failure(fetch("model.onnx"), 4, /127\.0\.0\.1:\d+ redirects more than 10 times/);
    assert.equal(hub.seen.length, 11);
    for (const location of ["file:///etc/passwd", "data:,x", "http://[", `/${"a".repeat(9000)}`]) {
      redirectTo(location);
      await failure(fetch("model.onnx"), 4, /redirects to ".*"; expected an address/);
    }
  }));

Deno.test("relative redirects on the Hub keep the token", () =>
  withHub(async ({ hub, environment, fetch }) => {
    hub.intercept = ({ path }) =>
      path.startsWith("/org/name/resolve/")
        ? new Response(null, {
          status: 307,
          headers: { location: `/other${path.replace("org/name", "")}` },
        })
        : path.startsWith("/other")
        ? new Response(SMALL.bytes, { headers: { etag: '"small"' } })
        : undefined;
    await fetch("config.json", { environment: { ...environment, HF_TOKEN: "hf_secret" } });
    const tokens = hub.seen.map(({ headers }) => headers.get("authorization"));
    assert.deepEqual(tokens, Array(4).fill("Bearer hf_secret"));
  }));
