/**
 * Looks into folders of the system: itself where Deno lets it, else through `ls`. In a browser it sees nothing.
 *
 * Deno shows `/dev`, `/proc` and `/sys` only to programs with all permissions, whatever `--allow-read` says. `ls` with
 * `--allow-run=ls` lists their names, and can do no more.
 * @module
 */

/**
 * Returns the names in a folder: none where it does not exist, undefined where it may not be looked into.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.deepEqual(await namesIn("/no/such/folder"), []);
 * ```
 */
export async function namesIn(folder: string): Promise<string[] | undefined> {
  if (typeof Deno === "undefined") return undefined;
  try {
    return (await Array.fromAsync(Deno.readDir(folder))).map(({ name }) => name).sort();
  } catch (thrown) {
    if (!(thrown instanceof Deno.errors.NotCapable)) return [];
  }
  return await isGranted({ name: "run", command: "ls" }) ? await listed(folder) : undefined;
}

async function listed(folder: string): Promise<string[] | undefined> {
  try {
    const { stdout } = await new Deno.Command("ls", { args: ["-1A", folder], stderr: "null" })
      .output();
    return new TextDecoder().decode(stdout).split("\n").filter((name) => name !== "");
  } catch (thrown) {
    // No such program, or one by this name elsewhere than the permission allows.
    const known = [Deno.errors.NotFound, Deno.errors.NotCapable];
    if (known.some((one) => thrown instanceof one)) return undefined;
    throw thrown;
  }
}

/** Returns a file's text; undefined where it does not exist or may not be read. */
export async function textOf(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    return undefined;
  }
}

/** Returns whether this user may open a file; undefined where Deno does not let it try. */
export async function mayOpen(path: string): Promise<boolean | undefined> {
  try {
    (await Deno.open(path, { read: true, write: true })).close();
    return true;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotCapable) return undefined;
    // What else is wrong with it is not for its permissions to say.
    return !(thrown instanceof Deno.errors.PermissionDenied);
  }
}

/** Returns whether this environment variable may be read. */
export async function mayRead(variable: string): Promise<boolean> {
  return await isGranted({ name: "env", variable });
}

/** Returns the environment variables of these names that are set and may be read. */
export async function variables(
  names: readonly string[],
): Promise<Readonly<Record<string, string>>> {
  const found: Record<string, string> = {};
  for (const name of names) {
    if (!await mayRead(name)) continue;
    const value = Deno.env.get(name);
    if (value !== undefined && value !== "") found[name] = value;
  }
  return found;
}

async function isGranted(permission: Deno.PermissionDescriptor): Promise<boolean> {
  if (typeof Deno === "undefined") return false;
  return (await Deno.permissions.query(permission)).state === "granted";
}
