/**
 * Collects the contents of a pack in folders before it is compressed.
 * @module
 */
import { existsSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { messageOf, SurroundingsError } from "../../../src/basics/errors.ts";
import { BENCH_PACKAGES, isPacked, type LockedPackage, lockedPackages } from "./package_files.ts";
import { tool } from "./tools.ts";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const REGISTRY = "npm/registry.npmjs.org";

/** The Vulkan loader, and the libraries that drivers of cards load with it. */
const DEBIAN_PACKAGES = [
  "libvulkan1",
  "libegl1",
  "libglvnd0",
  "libx11-6",
  "libxext6",
  "libxcb1",
  "libxau6",
  "libxdmcp6",
  "libbsd0",
  "libmd0",
];

/** Copies every file that git knows, in its current state. */
export async function layOutSources(folder: string): Promise<void> {
  const names = await tool("git", ["ls-files", "-z"], { cwd: ROOT });
  for (const name of names.split("\0").filter((name) => name !== "")) {
    await copy(join(ROOT, name), join(folder, name));
  }
}

/**
 * Copies the files that are read of npm packages from Deno's cache, which is filled first.
 *
 * @param scratch an empty folder
 */
export async function layOutPackages(folder: string, scratch: string): Promise<void> {
  const deno = Deno.execPath();
  const commands = Array.from(Deno.readDirSync(join(ROOT, "cli")), ({ name }) => `cli/${name}`);
  await tool(deno, ["cache", "--quiet", ...commands, "tests/compute/matrices.ts"], { cwd: ROOT });
  // With a separate lock, which lists their dependencies.
  const peers = BENCH_PACKAGES.map((name) => `npm:${name}`);
  await tool(deno, ["cache", "--quiet", "--lock=peers.lock", ...peers], { cwd: scratch });
  const { denoDir } = JSON.parse(await tool(deno, ["info", "--json"]));
  const [from, to] = [join(denoDir, REGISTRY), join(folder, REGISTRY)];
  for (const one of packagesOf(join(ROOT, "deno.lock"))) await copyPackage(one, from, to);
  for (const one of packagesOf(join(scratch, "peers.lock"))) {
    await copyPackage(one, from, to);
    await copyVersionLists(one, from, to);
  }
}

/**
 * Copies the lists of versions that Deno reads to choose those of a package and of all that it names, also of what
 * is optional and not installed: the bench runs without a lock.
 */
async function copyVersionLists({ name, version }: LockedPackage, from: string, to: string) {
  const json = await Deno.readTextFile(join(from, name, version, "package.json"));
  const { dependencies, optionalDependencies, peerDependencies } = JSON.parse(json);
  const named = { ...dependencies, ...optionalDependencies, ...peerDependencies };
  for (const one of [name, ...Object.keys(named)]) {
    const list = join(one, "registry.json");
    if (existsSync(join(from, list))) await copy(join(from, list), join(to, list));
  }
}

function packagesOf(lock: string): LockedPackage[] {
  return lockedPackages(Deno.readTextFileSync(lock));
}

async function copyPackage({ name, version }: LockedPackage, from: string, to: string) {
  const source = join(from, name, version);
  const paths = filesBelow(source).filter((path) => isPacked(name, path));
  for (const path of paths) await copy(join(source, path), join(to, name, version, path));
}

function filesBelow(folder: string, path = ""): string[] {
  return Array.from(Deno.readDirSync(join(folder, path))).flatMap((entry) => {
    const inner = join(path, entry.name);
    return entry.isDirectory ? filesBelow(folder, inner) : [inner];
  });
}

/**
 * Fetches the libraries from Debian's archive and stores them under the names by which they are loaded.
 *
 * @param scratch an empty folder
 */
export async function layOutLibraries(folder: string, scratch: string): Promise<void> {
  await tool("apt-get", ["download", "--quiet", ...DEBIAN_PACKAGES], { cwd: scratch });
  const root = join(scratch, "root");
  for (const { name } of Deno.readDirSync(scratch)) {
    if (name.endsWith(".deb")) await tool("dpkg-deb", ["-x", join(scratch, name), root]);
  }
  const files = filesBelow(root);
  const libraries = files.filter((path) => /\/lib[^/]*\.so\.\d+$/.test(path));
  // A link to the file with the full version is copied as that file.
  for (const path of libraries) await copy(join(root, path), join(folder, basename(path)));
  for (const name of DEBIAN_PACKAGES) {
    const notice = join(root, "usr/share/doc", name, "copyright");
    await copy(notice, join(folder, "licenses", name));
  }
  if (!libraries.some((path) => path.endsWith("/libvulkan.so.1"))) {
    throw new SurroundingsError(
      "Debian's libvulkan1 holds no libvulkan.so.1; expected the Vulkan loader",
    );
  }
}

async function copy(from: string, to: string): Promise<void> {
  await Deno.mkdir(dirname(to), { recursive: true });
  try {
    await Deno.copyFile(from, to);
  } catch (thrown) {
    throw new SurroundingsError(`Cannot pack "${from}": ${messageOf(thrown)}`);
  }
}
