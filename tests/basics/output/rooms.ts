import { join } from "node:path";
import type { FolderKind } from "../../../src/basics/output/folder_kind.ts";
import { fillFolder, type FillOptions } from "../../../src/basics/output/output_folder.ts";

/** A kind of folder that contains a subfolder. */
export const ROOM: FolderKind = {
  command: "build",
  markers: [{ name: "room.json", schema: "room/1" }],
  names: [
    { name: "room.json" },
    { name: /^(door|window)\.txt$/ },
    { name: "shelf", entries: [{ name: /^book-\d+\.txt$/ }] },
  ],
};

/** The files of a room; `content` distinguishes rooms. */
export function writeRoom(folder: string, content: string): void {
  Deno.mkdirSync(join(folder, "shelf"), { recursive: true });
  Deno.writeTextFileSync(join(folder, "shelf/book-1.txt"), content);
  Deno.writeTextFileSync(join(folder, "door.txt"), content);
  Deno.writeTextFileSync(join(folder, "room.json"), '{ "schema": "room/1" }');
}

/** Fills a room, and calls a function while it is being filled. */
export function build(
  path: string,
  content: string,
  options: FillOptions & { kind?: FolderKind; meanwhile?: () => unknown } = {},
): Promise<void> {
  return fillFolder(path, options.kind ?? ROOM, options, async ({ folder }) => {
    writeRoom(folder, content);
    await options.meanwhile?.();
  });
}

/** Returns all files below a folder with their content, by path. */
export function contentOf(folder: string): Record<string, string> {
  const entries = [...Deno.readDirSync(folder)].flatMap(({ name, isDirectory }) => {
    const path = join(folder, name);
    if (!isDirectory) {
      return [[name, Deno.lstatSync(path).isFile ? Deno.readTextFileSync(path) : "?"]];
    }
    return Object.entries(contentOf(path)).map(([below, text]) => [`${name}/${below}`, text]);
  });
  return Object.fromEntries(entries.sort());
}
