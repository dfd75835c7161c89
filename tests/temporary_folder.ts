import { cp } from "node:fs/promises";

/** Runs the work in a new folder, which is removed afterwards. */
export async function inFolder<Result>(
  work: (folder: string) => Promise<Result>,
): Promise<Result> {
  const folder = await Deno.makeTempDir();
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Makes a folder once, when a test of the file first needs it, and gives what runs a test's work in a copy of its own.
 * The folder is removed after the file's last test, so no run sees what another one made.
 */
export function copiesOf(
  make: (folder: string) => Promise<void>,
): (work: (folder: string) => Promise<void>) => Promise<void> {
  let folder: string | undefined;
  let made: Promise<void> | undefined;
  Deno.test.afterAll(async () => {
    if (folder !== undefined) await Deno.remove(folder, { recursive: true });
  });
  return async (work) => {
    folder ??= Deno.makeTempDirSync();
    await (made ??= make(folder));
    const from = folder;
    await inFolder(async (copy) => {
      await cp(from, copy, { recursive: true });
      await work(copy);
    });
  };
}
