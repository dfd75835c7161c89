/**
 * Prepares the environment in which the steps of a device check find the card's driver.
 * @module
 */
import { join } from "node:path";

/** Where container platforms mount an NVIDIA driver that the image lacks. */
const MOUNTED_DRIVER = "/usr/local/nvidia";

/** Environment variables for the steps, and what was done. */
export interface Surroundings {
  /** Variables for every step. */
  readonly env: Readonly<Record<string, string>>;
  /** Names of libraries that this machine lacks and the pack provides. */
  readonly librariesFromPack: readonly string[];
}

/**
 * Makes the packed libraries that this machine lacks available, and registers a mounted driver.
 *
 * The machine's own libraries come first: a driver may need newer ones than the packed ones.
 *
 * @param packed folder of the packed libraries, each under the name by which it is loaded; undefined without a pack
 * @param folder where links to the missing ones may be created
 * @param mounted where a driver is mounted, if one is
 */
export async function surroundingsOf(
  packed: string | undefined,
  folder: string,
  mounted: string = MOUNTED_DRIVER,
): Promise<Surroundings> {
  const driverLibraries = join(mounted, "lib64");
  const lacking = packed ? libraryNames(packed).filter((name) => !canBeLoaded(name)) : [];
  for (const name of lacking) await Deno.symlink(join(packed!, name), join(folder, name));
  const folders = [
    ...(Deno.env.get("LD_LIBRARY_PATH") ?? "").split(":").filter((path) => path !== ""),
    ...(lacking.length > 0 ? [folder] : []),
    ...(isFolder(driverLibraries) ? [driverLibraries] : []),
  ];
  return {
    env: {
      NO_COLOR: "1",
      DENO_NO_UPDATE_CHECK: "1",
      // Without it the OpenGL driver prints a line.
      XDG_RUNTIME_DIR: Deno.env.get("XDG_RUNTIME_DIR") ?? "/tmp",
      ...(folders.length > 0 && { LD_LIBRARY_PATH: folders.join(":") }),
      ...manifestsOf(mounted),
    },
    librariesFromPack: lacking,
  };
}

function libraryNames(folder: string): string[] {
  return Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.includes(".so.")).sort();
}

function canBeLoaded(name: string): boolean {
  try {
    Deno.dlopen(name, {}).close();
    return true;
  } catch {
    return false;
  }
}

/** Points the Vulkan loader, old and new, to the manifest of a mounted driver, unless the user has chosen one. */
function manifestsOf(mounted: string): Record<string, string> {
  const folder = join(mounted, "share/vulkan/icd.d");
  const names = ["VK_DRIVER_FILES", "VK_ICD_FILENAMES"];
  if (!isFolder(folder) || names.some((name) => Deno.env.has(name))) return {};
  const manifests = Array.from(Deno.readDirSync(folder), ({ name }) => join(folder, name))
    .filter((path) => path.endsWith(".json")).sort();
  if (manifests.length === 0) return {};
  return Object.fromEntries(names.map((name) => [name, manifests.join(":")]));
}

function isFolder(path: string): boolean {
  try {
    return Deno.statSync(path).isDirectory;
  } catch {
    return false;
  }
}
