/**
 * `deno task device-pack [FOLDER]`: packs everything that a device check needs, for a machine without network.
 *
 * Needs Debian or a derivative, with git, tar and xz. Copy the folder to the machine and run `sh run.sh OUT` in it.
 * @module
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import {
  CheckFailedError,
  EarnestError,
  InputError,
  messageOf,
  SurroundingsError,
} from "../src/basics/errors.ts";
import { layOutLibraries, layOutPackages, layOutSources } from "./device/pack/contents.ts";
import { archive, tool } from "./device/pack/tools.ts";

const DEFAULT_FOLDER = fileURLToPath(new URL("../device-pack", import.meta.url));
const MOST_BYTES = 60 * 2 ** 20;
const TEXTS = ["run.sh", "README.md"];
const PARTS = {
  "sources.tar.xz": layOutSources,
  "packages.tar.xz": layOutPackages,
  "libraries.tar.xz": layOutLibraries,
};
const DENO = "deno.xz";
const NAMES = [...TEXTS, ...Object.keys(PARTS), DENO];

/** Creates the folder; one that contains anything other than a pack is refused. */
async function prepareFolder(path: string): Promise<void> {
  await Deno.mkdir(path, { recursive: true }).catch((thrown) => {
    throw new InputError(`Cannot make the folder "${path}": ${messageOf(thrown)}`);
  });
  const other = Array.from(Deno.readDirSync(path), ({ name }) => name)
    .find((name) => !NAMES.includes(name));
  if (other === undefined) return;
  throw new InputError(
    `"${path}" holds "${other}", which is not part of a pack; name another folder`,
  );
}

async function pack(folder: string, scratch: string): Promise<void> {
  for (const name of TEXTS) {
    await Deno.copyFile(new URL(`device/pack/${name}`, import.meta.url), join(folder, name));
  }
  for (const [name, layOut] of Object.entries(PARTS)) {
    console.error(`device-pack: ${name}`);
    const content = await Deno.makeTempDir({ dir: scratch });
    await layOut(content, await Deno.makeTempDir({ dir: scratch }));
    await archive(content, join(folder, name));
  }
  console.error(`device-pack: ${DENO} (takes a minute)`);
  await Deno.copyFile(Deno.execPath(), join(scratch, "deno"));
  await tool("xz", ["-9", "--keep", join(scratch, "deno")]);
  await Deno.copyFile(join(scratch, DENO), join(folder, DENO));
}

/** Prints the sizes and refuses a pack that is too large. */
async function report(folder: string): Promise<void> {
  let total = 0;
  for (const name of NAMES) {
    const { size } = await Deno.stat(join(folder, name));
    total += size;
    console.log(`${name.padEnd(18)} ${inMiB(size)}`);
  }
  console.log(`${"together".padEnd(18)} ${inMiB(total)}`);
  if (total <= MOST_BYTES) return;
  throw new CheckFailedError(
    `The pack takes ${inMiB(total)}; expected at most ${inMiB(MOST_BYTES)}`,
  );
}

function inMiB(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1).padStart(5)} MiB`;
}

async function main(args: readonly string[]): Promise<void> {
  const [folder = DEFAULT_FOLDER, ...others] = args;
  if (others.length > 0 || folder.startsWith("-")) {
    throw new InputError(`Found "${args.join(" ")}"; expected: deno task device-pack [FOLDER]`);
  }
  if (Deno.build.os !== "linux") {
    throw new SurroundingsError(
      `A pack is made on Linux, with Debian's tools; this is ${Deno.build.os}`,
    );
  }
  await prepareFolder(folder);
  const scratch = await Deno.makeTempDir({ prefix: "earnest-device-pack-" });
  try {
    await pack(folder, scratch);
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
  await report(folder);
}

try {
  await main(Deno.args);
} catch (thrown) {
  if (!(thrown instanceof EarnestError)) throw thrown;
  console.error(`device-pack: ${thrown.message}`);
  Deno.exit(thrown.exitCode);
}
