import { dirname, join } from "node:path";

/** A file's content, or the target of a symbolic link. */
export type Made = string | Uint8Array | { readonly linkTo: string };

/** A temporary folder, removed when it goes out of scope. */
export class MadeFolder implements AsyncDisposable {
  constructor(readonly path: string) {}

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.path, { recursive: true });
  }
}

/** Creates a temporary folder with these files, by their relative names. */
export async function makeFolder(files: Readonly<Record<string, Made>>): Promise<MadeFolder> {
  const root = await Deno.makeTempDir();
  for (const [name, content] of Object.entries(files)) {
    const path = join(root, name);
    await Deno.mkdir(dirname(path), { recursive: true });
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else if (content instanceof Uint8Array) await Deno.writeFile(path, content);
    else await Deno.symlink(content.linkTo, path);
  }
  return new MadeFolder(root);
}
