/**
 * Asks what is at a path, links followed. What cannot be looked at is not there.
 * @module
 */

/** Whether there is anything at a path. */
export function isOnDisk(path: string): Promise<boolean> {
  return Deno.stat(path).then(() => true, () => false);
}

/** Whether a path is a folder. */
export function isFolder(path: string): Promise<boolean> {
  return Deno.stat(path).then(({ isDirectory }) => isDirectory, () => false);
}

/** Whether a path is a file. */
export function isFile(path: string): Promise<boolean> {
  return Deno.stat(path).then(({ isFile }) => isFile, () => false);
}

/** Whether two paths lead to one file or folder. */
export function isSamePlace(first: string, second: string): boolean {
  try {
    return Deno.realPathSync(first) === Deno.realPathSync(second);
  } catch {
    return false;
  }
}
