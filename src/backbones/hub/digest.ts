/**
 * Digests of files, and what the Hub's entity tags promise: the tag of a large file is its SHA-256, the tag of a file
 * kept in git is its git object name.
 * @module
 */
import { createHash } from "node:crypto";
import { failure } from "../../basics/failure.ts";
import { openInputFile } from "../../basics/input_file.ts";

/** Bytes read at a time: large enough for few steps a file, small enough that each takes under a millisecond. */
const PIECE_BYTES = 1 << 20;

/** Digests of a file, in lower-case hexadecimal digits. */
export interface Digest {
  /** SHA-256 of the content. */
  readonly sha256: string;
  /** Git's name for the content as a blob: the SHA-1 of `blob SIZE`, a zero byte and the content. */
  readonly gitName: string | undefined;
}

/** Two digests that should be equal. */
export interface DigestFault {
  /** Which digest: `SHA-256` or `git name`. */
  readonly kind: string;
  readonly found: string;
  readonly expected: string;
}

/** Whether a tag is a SHA-256. */
export function isSha256(etag: string | undefined): etag is string {
  return etag !== undefined && /^[0-9a-f]{64}$/.test(etag);
}

/** Whether a tag is a git object name. */
export function isGitName(etag: string | undefined): etag is string {
  return etag !== undefined && /^[0-9a-f]{40}$/.test(etag);
}

/**
 * Hashes a file on disk, one piece at a time. Measured: 1 GB in 1.0 s with a warm disk cache and a processor that has
 * SHA-256 instructions.
 *
 * @param options `etag` is the Hub's tag for the content: if it is a git name, that digest is computed too; `signal`
 * ends the work, with its reason
 * @throws {SurroundingsError} when the file cannot be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const path = await Deno.makeTempFile();
 * await Deno.writeTextFile(path, "hello\n");
 * const { gitName } = await digestFile(path, { etag: "0".repeat(40) });
 * assert.equal(gitName, "ce013625030ba8dba906f756967f9e9ca394464a"); // git hash-object
 * await Deno.remove(path);
 * ```
 */
export async function digestFile(
  path: string,
  { etag, signal }: {
    readonly etag?: string | undefined;
    readonly signal?: AbortSignal | undefined;
  } = {},
): Promise<Digest> {
  try {
    using file = await openInputFile(path);
    const sha256 = createHash("sha256");
    const git = isGitName(etag) ? createHash("sha1") : undefined;
    git?.update(`blob ${(await file.stat()).size}\0`);
    const buffer = new Uint8Array(PIECE_BYTES);
    for (;;) {
      signal?.throwIfAborted();
      const length = await file.read(buffer);
      if (length === null) break;
      sha256.update(buffer.subarray(0, length));
      git?.update(buffer.subarray(0, length));
    }
    return { sha256: sha256.digest("hex"), gitName: git?.digest("hex") };
  } catch (thrown) {
    signal?.throwIfAborted();
    throw failure(`Cannot read "${path}"`, thrown);
  }
}

/** Compares content with its tag: undefined if they agree, or if the tag promises nothing. */
export function faultByTag(digest: Digest, etag: string | undefined): DigestFault | undefined {
  if (isSha256(etag)) return faultBySha256(digest.sha256, etag);
  if (!isGitName(etag) || digest.gitName === etag) return undefined;
  return { kind: "git name", found: digest.gitName!, expected: etag };
}

/** Compares content with a pinned SHA-256: undefined if they agree, or if none is pinned. */
export function faultBySha256(found: string, pinned: string | undefined): DigestFault | undefined {
  if (pinned === undefined || found === pinned) return undefined;
  return { kind: "SHA-256", found, expected: pinned };
}

/** A fault in words: `found SHA-256 1…, expected 2…`. */
export function faultText({ kind, found, expected }: DigestFault): string {
  return `found ${kind} ${found}, expected ${expected}`;
}
