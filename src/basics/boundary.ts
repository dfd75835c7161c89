/**
 * Keeps the files that a manifest or a backbone card names inside its folder: text from an untrusted source must not
 * make a command read other files of this machine.
 * @module
 */
import { basename, dirname, join, sep } from "node:path";
import { quotable } from "./printable.ts";

/**
 * Checks a file name by its characters alone. Returns what is wrong with it; undefined when it stays below the folder
 * it starts from.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(straying("a/b.wav"), undefined);
 * assert.equal(straying("a/../../b.wav"), 'has ".." in it');
 * assert.equal(straying("C:\\b.wav"), "names a drive");
 * ```
 */
export function straying(name: string): string | undefined {
  if (/^[/\\]/.test(name)) return "is absolute";
  if (/^[a-z]:/i.test(name)) return "names a drive";
  if (name.includes("\\")) return "has a backslash in it";
  if (name.split("/").includes("..")) return 'has ".." in it';
  return undefined;
}

/** A folder that checks whether files named relative to it lie inside it, following symbolic links. */
export class Boundary {
  readonly #folder: string;
  /** Real paths of folders, cached because every file of a folder needs its folder's. */
  readonly #real = new Map<string, Promise<string | undefined>>();

  /** @param folder the folder that must hold everything */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Says why a name leads out of the folder, by the current state of the disk; undefined when it stays inside, or when
   * nothing exists at that path.
   *
   * @param name relative to the folder, with `/` between its parts
   */
  async objection(name: string): Promise<string | undefined> {
    const wrong = straying(name);
    if (wrong !== undefined) return wrong;
    const path = join(this.#folder, name);
    const [root, parent] = await Promise.all([
      this.#realFolder(this.#folder),
      this.#realFolder(dirname(path)),
    ]);
    if (root === undefined || parent === undefined) return undefined;
    const link = await Deno.lstat(path).then(({ isSymlink }) => isSymlink, () => false);
    const real = link ? await realPath(path) : join(parent, basename(path));
    const inside = real === undefined || real === root ||
      real.startsWith(root.endsWith(sep) ? root : root + sep);
    return inside ? undefined : `is a symbolic link to "${quotable(real)}"`;
  }

  #realFolder(folder: string): Promise<string | undefined> {
    const known = this.#real.get(folder) ?? realPath(folder);
    this.#real.set(folder, known);
    return known;
  }
}

/** The path without symbolic links; undefined when nothing exists there. */
function realPath(path: string): Promise<string | undefined> {
  return Deno.realPath(path).catch(() => undefined);
}
