/**
 * Recognizes what stands in place of a data file: the pointer of git-lfs, and an HTML page that a server answered with.
 * @module
 */
import { InputError } from "./errors.ts";

/** Bytes at the start of a file that tell. */
export const TELLING_BYTES = 512;

const LFS = "version https://git-lfs.github.com/spec/v1";
const HTML = /^\uFEFF?\s*(?:<!doctype\s+html|<html[\s>])/i;

/**
 * Refuses what stands in place of a data file.
 *
 * @param start the first bytes of the file, up to {@link TELLING_BYTES} or more
 * @param path the file's name, for the error
 * @throws {InputError} that names what the file is and what to do
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const page = new TextEncoder().encode("<!DOCTYPE html><title>404</title>");
 * assert.throws(() => refuseStandIn(page, "a.npy"), { name: "InputError" });
 * refuseStandIn(new TextEncoder().encode("file_name,label"), "a.csv");
 * ```
 */
export function refuseStandIn(start: Uint8Array, path: string): void {
  // Few files begin so; most are told by their first bytes.
  const text = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    start.subarray(0, TELLING_BYTES),
  );
  if (text.startsWith(LFS)) {
    throw new InputError(
      `"${path}" is a git-lfs pointer, not the file itself; run "git lfs pull", or download the file`,
    );
  }
  if (HTML.test(text)) {
    throw new InputError(
      `"${path}" is an HTML page, such as a server's answer in place of a file; download it again`,
    );
  }
}
