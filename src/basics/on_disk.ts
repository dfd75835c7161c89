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
