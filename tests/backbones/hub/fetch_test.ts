import assert from "node:assert/strict";
import type { ProgressReport } from "../../../src/basics/progress.ts";
import { fetchHubFile } from "../../../src/backbones/hub/fetch.ts";
import { failure, LARGE, namesIn, PATIENCE, SMALL, withHub } from "./hub_case.ts";
import { COMMITS, gitNameOf, madeBytes, sha256Of } from "./loopback_hub.ts";

const LARGE_SHA256 = sha256Of(LARGE.bytes);
const read = (path: string) => Deno.readFile(path);

Deno.test("a file comes through the redirect into the cache's layout, and is fetched once", () =>
  withHub(async ({ hub, folder, fetch }) => {
    const reports: ProgressReport[] = [];
    const file = await fetch("model.onnx", { onProgress: (report) => reports.push(report) });
    const pointer = `${folder}/snapshots/${COMMITS[0]}/model.onnx`;
    assert.deepEqual(file, { path: pointer, sha256: LARGE_SHA256 });
    assert.deepEqual(await read(pointer), LARGE.bytes);
    assert.equal(await Deno.readLink(pointer), `../../blobs/${LARGE_SHA256}`);
    assert.deepEqual(namesIn(`${folder}/blobs`), [LARGE_SHA256]);
    assert.deepEqual(namesIn(`${folder}/../.locks/models--org--name`), [`${LARGE_SHA256}.lock`]);
    assert.deepEqual(hub.log, ["hub HEAD", "hub GET", "store GET"]);
    assert.ok(hub.seen.every(({ headers }) => headers.get("accept-encoding") === "identity"));
    const total = LARGE.bytes.length;
    assert.deepEqual(reports.at(-1), { stage: "fetching model.onnx", done: total, total });
    assert.deepEqual(await fetch("model.onnx", { sha256: LARGE_SHA256 }), file);
    assert.equal(hub.seen.length, 3);
  }));

Deno.test("a file of git is checked against its git name", () =>
  withHub(async ({ hub, folder, fetch }) => {
    const { path, sha256 } = await fetch("config.json", { sha256: sha256Of(SMALL.bytes) });
    assert.equal(sha256, sha256Of(SMALL.bytes));
    assert.deepEqual(await read(path), SMALL.bytes);
    assert.deepEqual(namesIn(`${folder}/blobs`), [gitNameOf(SMALL.bytes)]);
    assert.deepEqual(hub.log, ["hub HEAD", "hub GET"]);
  }));

Deno.test("the token goes to the Hub and not to the store", () =>
  withHub(async ({ hub, environment, fetch }) => {
    await fetch("model.onnx", { environment: { ...environment, HF_TOKEN: "hf_secret" } });
    const tokens = hub.seen.map(({ server, headers }) => [server, headers.get("authorization")]);
    assert.deepEqual(tokens, [
      ["hub", "Bearer hf_secret"],
      ["hub", "Bearer hf_secret"],
      ["store", null],
    ]);
  }));

Deno.test("a token that left the Hub does not come back with a redirect to it", () =>
  withHub(async ({ hub, environment, fetch }) => {
    hub.intercept = ({ server, path }) => {
      if (server === "store" && path === "/model.onnx") {
        return Response.redirect(`${hub.endpoint}/elsewhere`, 302);
      }
      if (path === "/elsewhere") return Response.redirect(`${hub.endpoint}/again`, 302);
      if (path === "/again") return new Response(LARGE.bytes);
      return undefined;
    };
    await fetch("model.onnx", { environment: { ...environment, HF_TOKEN: "hf_secret" } });
    const last = hub.seen.slice(-2).map((
      { path, headers },
    ) => [path, headers.get("authorization")]);
    assert.deepEqual(last, [["/elsewhere", null], ["/again", null]]);
  }));

Deno.test("folders and odd characters in paths reach the Hub and the disk unchanged", () => {
  const path = "on nx/größe #1?@50%2e 'a'.onnx";
  return withHub(async ({ hub, folder, fetch }) => {
    const file = await fetch(path);
    assert.equal(file.path, `${folder}/snapshots/${COMMITS[0]}/${path}`);
    assert.equal(await Deno.readLink(file.path), `../../../blobs/${LARGE_SHA256}`);
    assert.deepEqual(await read(file.path), LARGE.bytes);
    assert.equal(hub.seen[0]!.path, `/org/name/resolve/${COMMITS[0]}/${path}`);
  }, { [path]: LARGE });
});

Deno.test("two commits share content, and damaged content is fetched again", () =>
  withHub(async ({ hub, environment, folder, fetch }) => {
    const fetchSecond = () =>
      fetchHubFile(
        { repository: "org/name", revision: COMMITS[1], path: "model.onnx" },
        { environment, patience: PATIENCE },
      );
    await fetch("model.onnx");
    const { path } = await fetchSecond();
    assert.deepEqual(hub.log, ["hub HEAD", "hub GET", "store GET", "hub HEAD"]);
    assert.deepEqual(namesIn(`${folder}/blobs`), [LARGE_SHA256]);
    await Deno.remove(path);
    await Deno.writeFile(`${folder}/blobs/${LARGE_SHA256}`, madeBytes(10));
    assert.deepEqual(await read((await fetchSecond()).path), LARGE.bytes);
  }));

Deno.test("offline, a cached file is used, and the error names one that is not cached", () =>
  withHub(async ({ hub, environment, fetch }) => {
    const message =
      /model\.onnx" is not in the Hugging Face cache ".*hub", .*run "earnest prepare"/;
    await failure(fetch("model.onnx", { offline: true }), 4, message);
    const offline = { environment: { ...environment, HF_HUB_OFFLINE: "1" } };
    await failure(fetch("model.onnx", offline), 4, message);
    assert.equal(hub.seen.length, 0);
    const { path } = await fetch("model.onnx");
    assert.equal((await fetch("model.onnx", offline)).path, path);
    assert.equal((await fetch("model.onnx", { offline: true })).path, path);
  }));

Deno.test("the error names the damaged file to remove; after that the cache is repaired", () =>
  withHub(async ({ folder, fetch }) => {
    const files: [name: string, bytes: Uint8Array, tag: string][] = [
      ["model.onnx", LARGE.bytes, LARGE_SHA256],
      ["config.json", SMALL.bytes, gitNameOf(SMALL.bytes)],
    ];
    for (const [name, bytes, tag] of files) {
      const { path } = await fetch(name);
      const damaged = bytes.slice();
      damaged[500]! ^= 1;
      await Deno.writeFile(path, damaged);
      const message = await failure(
        fetch(name),
        4,
        /in the Hugging Face cache is damaged \(found (SHA-256|git name) \w+, expected \w+\); remove/,
      );
      const named = /^"(.*?)"/.exec(message)![1]!;
      assert.equal(named, await Deno.realPath(`${folder}/blobs/${tag}`));
      await Deno.remove(named);
      assert.deepEqual(await read((await fetch(name)).path), bytes);
    }
  }));

Deno.test("a file without a link, as on systems without links, is used as it is", () =>
  withHub(async ({ hub, folder, fetch }) => {
    const pointer = `${folder}/snapshots/${COMMITS[0]}/model.onnx`;
    await Deno.mkdir(`${folder}/snapshots/${COMMITS[0]}`, { recursive: true });
    await Deno.writeFile(pointer, SMALL.bytes);
    const sha256 = sha256Of(SMALL.bytes);
    assert.deepEqual(await fetch("model.onnx", { sha256 }), { path: pointer, sha256 });
    await failure(
      fetch("model.onnx", { sha256: LARGE_SHA256 }),
      2,
      /is not the file that was pinned: found SHA-256 .*or remove ".*model\.onnx", if it is damaged/,
    );
    assert.equal(hub.seen.length, 0);
  }));

Deno.test("a blob that is itself a link into a store shared by repositories is used as it is", () =>
  withHub(async ({ folder, fetch }) => {
    const { path } = await fetch("model.onnx");
    const blob = `${folder}/blobs/${LARGE_SHA256}`;
    const shared = `${folder}/../blobs/ab/${"ab".repeat(32)}`;
    await Deno.mkdir(`${folder}/../blobs/ab`, { recursive: true });
    await Deno.rename(blob, shared);
    await Deno.symlink(`../../blobs/ab/${"ab".repeat(32)}`, blob);
    assert.deepEqual(await fetch("model.onnx"), { path, sha256: LARGE_SHA256 });
  }));

/** Returns what a process prints that fetches a file with permissions only for the cache and some servers. */
async function fetchNarrowly(home: string, endpoint: string, servers: string[]): Promise<string> {
  const module = new URL("../../../src/backbones/hub/fetch.ts", import.meta.url);
  const reference = { repository: "org/name", revision: COMMITS[0], path: "model.onnx" };
  const program = `import { fetchHubFile } from "${module}";
    const found = await fetchHubFile(${JSON.stringify(reference)}).catch((error) => error.message);
    console.log(JSON.stringify(found));`;
  await Deno.writeTextFile(`${home}/program.ts`, program);
  const hosts = servers.map((server) => new URL(server).host);
  const { stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      ...["run", "--no-lock", "--no-prompt", "--allow-env=HF_HOME,HF_ENDPOINT"],
      ...[`--allow-net=${hosts}`, `--allow-read=${home}`, `--allow-write=${home}`],
      `${home}/program.ts`,
    ],
    env: { HF_HOME: home, HF_ENDPOINT: endpoint },
  }).output();
  assert.equal(new TextDecoder().decode(stderr), "");
  return new TextDecoder().decode(stdout);
}

Deno.test("with permissions only for the cache and the Hub, it works without symbolic links", () =>
  withHub(async ({ hub, environment, folder, fetch }) => {
    const home = environment.HF_HOME!;
    const refused = await fetchNarrowly(home, hub.endpoint, [hub.endpoint]);
    assert.match(refused, /Needs --allow-net for .*127\.0\.0\.1:\d+/);
    const found = await fetchNarrowly(home, hub.endpoint, [hub.endpoint, hub.store]);
    const file = JSON.parse(found);
    assert.deepEqual(await read(file.path), LARGE.bytes);
    assert.ok((await Deno.lstat(file.path)).isFile);
    assert.deepEqual(namesIn(`${folder}/blobs`), [LARGE_SHA256]);
    assert.deepEqual(await fetch("model.onnx"), file);
  }));

Deno.test("the error names a cache that cannot be written", () =>
  withHub(async ({ environment, fetch }) => {
    const home = `${environment.HF_HOME}/file`;
    await Deno.writeTextFile(home, "");
    const blocked = { environment: { ...environment, HF_HUB_CACHE: home } };
    await failure(
      fetch("config.json", blocked),
      4,
      /^Cannot write ".*file.*": .*HF_HOME says where/,
    );
  }));

Deno.test({
  name: "the error says that the disk is full",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withHub(async ({ folder, fetch }) => {
      await Deno.mkdir(`${folder}/blobs`, { recursive: true });
      await Deno.symlink("/dev/full", `${folder}/blobs/${LARGE_SHA256}.incomplete`);
      await failure(
        fetch("model.onnx"),
        4,
        /^Cannot write ".*\.incomplete": No space left on device/,
      );
      assert.deepEqual(namesIn(`${folder}/blobs`), []);
    }),
});
