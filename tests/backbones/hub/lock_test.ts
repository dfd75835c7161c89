import assert from "node:assert/strict";
import { takeLock } from "../../../src/backbones/hub/lock.ts";
import { LARGE, namesIn, withHub } from "./hub_case.ts";
import { COMMITS, sha256Of } from "./loopback_hub.ts";

const REFERENCE = { repository: "org/name", revision: COMMITS[0], path: "model.onnx" };

/** Starts a process that runs a program with imports from the Hub's folder. */
function startProcess(program: string, environment: Record<string, string>): Deno.ChildProcess {
  const folder = new URL("../../../src/backbones/hub/", import.meta.url);
  const source = `import { fetchHubFile } from "${folder}fetch.ts";
    import { takeLock } from "${folder}lock.ts";
    ${program}`;
  const args = ["eval", "--no-lock", source];
  return new Deno.Command(Deno.execPath(), { args, env: environment, stdout: "piped" }).spawn();
}

Deno.test("a process waits for another that is fetching the same file, and does not fetch it again", () =>
  withHub(async ({ hub, environment, folder, fetch }) => {
    let release = () => {};
    const released = new Promise<void>((resolve) => release = resolve);
    hub.intercept = async ({ server }) => {
      if (server === "store") await released;
      return undefined;
    };
    const first = fetch("model.onnx");
    while (!hub.log.includes("store GET")) await new Promise((wake) => setTimeout(wake, 5));
    const program = `await fetchHubFile(${JSON.stringify(REFERENCE)},
      { onProgress: (report) => console.log(JSON.stringify(report)) });`;
    await using second = startProcess(program, {
      HF_HOME: environment.HF_HOME!,
      HF_ENDPOINT: hub.endpoint,
    });
    const output = second.stdout.pipeThrough(new TextDecoderStream()).values();
    const { value } = await output.next();
    assert.match(value!, /"stage":"fetching model.onnx".*"note":"another process is fetching it"/);
    release();
    await first;
    assert.ok((await second.status).success);
    await output.return?.();
    assert.equal(hub.log.filter((one) => one === "store GET").length, 1);
    assert.deepEqual(namesIn(`${folder}/blobs`), [sha256Of(LARGE.bytes)]);
  }));

Deno.test("killing a process frees its lock", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/locks/a.lock`;
  await using holder = startProcess(
    `await takeLock(${JSON.stringify(path)}, () => {});
    console.log("taken");
    setInterval(() => {}, 1000);`,
    {},
  );
  await holder.stdout.values().next();
  let waits = 0;
  const lock = takeLock(path, () => {
    waits++;
    holder.kill("SIGKILL");
  });
  (await lock)[Symbol.dispose]();
  assert.equal(waits, 1);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("a lock whose file was removed in the meantime is taken again", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/a.lock`;
  const first = await takeLock(path, () => {});
  const second = takeLock(path, () => Deno.removeSync(path));
  await new Promise((wake) => setTimeout(wake, 50));
  first[Symbol.dispose]();
  using _second = await second;
  using file = await Deno.open(path, { write: true });
  assert.equal(await file.tryLock(true), false);
  await Deno.remove(folder, { recursive: true });
});
