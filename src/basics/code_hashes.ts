/**
 * Hashes of the code that numbers depend on. They are part of the identity of every stored result, so that a result
 * computed by other code is never reused.
 *
 * In a checkout they are computed from the files on first use. Code that is imported by URL or bundled cannot change
 * while the program runs, so there they are the hashes that `deno task code-hashes` wrote.
 * @module
 */
import generated from "./code_hashes.json" with { type: "json" };
import { type CodePart, codePartsOf, isCode } from "./code_rooms.ts";
import { SurroundingsError } from "./errors.ts";
import { codeFailure, folderOf } from "./failure.ts";

/** SHA-256 of the code, as 64 hexadecimal digits, by the kind of results that depend on it. */
export type CodeHashes = Readonly<Record<CodePart, string>>;

/** Path of this file in a checkout. */
const HERE = "src/basics/code_hashes.ts";
const FOLDERS = ["kernels", "src"];

let known: Promise<CodeHashes> | undefined;

/**
 * Returns the hashes of the running code, computed once per process.
 *
 * @throws {SurroundingsError} in a checkout without permission to read its sources; the message names the permission
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { embeddings, trainings } = await codeHashes();
 * assert.match(embeddings, /^[0-9a-f]{64}$/);
 * assert.notEqual(embeddings, trainings);
 * ```
 */
export function codeHashes(): Promise<CodeHashes> {
  return known ??= isCheckout() ? hashRunning() : Promise.resolve(generated);
}

/** When the files were last changed that the known hashes are of. */
let stamp: string | undefined;

async function hashRunning(): Promise<CodeHashes> {
  const root = checkoutRoot();
  const files = hashedFiles(root);
  // Taken before: what changes while the files are read is seen later.
  stamp = stampOf(root, files);
  return await hashFiles(root, files);
}

/**
 * Checks that the source files have not changed since the process started. Call it before workers load them: they would
 * otherwise run code that differs from the code that the results record.
 *
 * @throws {SurroundingsError} when the files have changed since the hashes were first computed
 */
export async function requireUnchangedCode(part: CodePart): Promise<void> {
  const running = await codeHashes();
  // To read all files again would take each process a tenth of a second.
  if (!isCheckout()) return;
  const root = checkoutRoot();
  if (stampOf(root, hashedFiles(root)) === stamp) return;
  if ((await hashCheckout(root))[part] === running[part]) return;
  throw new SurroundingsError(
    `Earnest's own code in "${folderOf(root)}" has changed since this command began; run ` +
      "it again",
  );
}

/** The first digits of a hash, as messages show it. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 8)}…`;
}

/** Root folder of this checkout. */
export function checkoutRoot(): URL {
  return new URL(import.meta.url.slice(0, -HERE.length));
}

/** A bundle has another file name, and browsers have no `Deno`. */
function isCheckout(): boolean {
  const { url } = import.meta;
  return "Deno" in globalThis && url.startsWith("file:") && url.endsWith(`/${HERE}`);
}

/**
 * Hashes the code in a checkout: the sorted paths and the raw bytes, including line endings.
 *
 * @param root URL of its folder, ending in `/`
 * @throws {SurroundingsError} when a file cannot be read
 */
export async function hashCheckout(root: URL): Promise<CodeHashes> {
  return await hashFiles(root, hashedFiles(root));
}

/** A file whose content is hashed. */
interface HashedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly parts: readonly CodePart[];
}

async function hashFiles(root: URL, listed: readonly HashedFile[]): Promise<CodeHashes> {
  const files: { readonly path: string; readonly sha256: string }[] = [];
  for (const { path } of listed) {
    const bytes = readable(root, () => Deno.readFileSync(urlOf(root, path)));
    files.push({ path, sha256: await sha256(bytes) });
  }
  // JSON keeps the boundaries of names and contents unambiguous.
  const hashOf = (part: CodePart) => {
    const own = files.filter((_, i) => listed[i]!.parts.includes(part));
    return sha256(new TextEncoder().encode(JSON.stringify(own)));
  };
  return { embeddings: await hashOf("embeddings"), trainings: await hashOf("trainings") };
}

/** Lists the files whose content is hashed, by their paths. */
function hashedFiles(root: URL): HashedFile[] {
  const paths = readable(root, () => FOLDERS.flatMap((folder) => codeIn(root, folder)));
  return paths.map((path) => ({ path, parts: codePartsOf(path) }))
    .filter(({ parts }) => parts.length > 0)
    .sort((a, b) => a.path < b.path ? -1 : 1);
}

/** Returns a text that is another one when a file was changed, replaced, added or removed. */
function stampOf(root: URL, files: readonly HashedFile[]): string {
  return files.map(({ path }) => {
    const { mtime, ctime, ino, size } = readable(root, () => Deno.statSync(urlOf(root, path)));
    return [path, mtime?.getTime(), ctime?.getTime(), ino, size].join();
  }).join("\n");
}

/**
 * Lists code and data in a folder, relative to the root. Links are followed, since the code behind them runs.
 *
 * @param above real paths of the folder and of those that it lies in: a link to one of them would lead in circles
 */
function codeIn(root: URL, folder: string, above: readonly string[] = []): string[] {
  const here = Deno.realPathSync(urlOf(root, folder));
  if (above.includes(here)) return [];
  return Array.from(Deno.readDirSync(urlOf(root, folder))).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isSymlink ? leadsToFolder(urlOf(root, path)) : entry.isDirectory) {
      return codeIn(root, path, [...above, here]);
    }
    return isCode(path) ? [path] : [];
  });
}

/** Whether a link leads to a folder. One that leads nowhere fails when it is read, if it is code. */
function leadsToFolder(link: URL): boolean {
  try {
    return Deno.statSync(link).isDirectory;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotFound) return false;
    throw thrown;
  }
}

function urlOf(root: URL, path: string): URL {
  return new URL(path.split("/").map(encodeURIComponent).join("/"), root);
}

/** Uses Web Crypto, since browsers have no node:crypto. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

function readable<Content>(root: URL, read: () => Content): Content {
  try {
    return read();
  } catch (thrown) {
    throw codeFailure("Cannot read Earnest's own code, on which results depend", thrown, root);
  }
}
