/**
 * What the surroundings did not let happen, and the permission that is missing where that is why.
 * @module
 */
import { messageOf, SurroundingsError } from "./errors.ts";
import { missingPermission, refusalOf } from "./missing_permission.ts";

/**
 * Returns the error of an action that failed for a reason outside. A permission that was not granted is said alone, as
 * what to do about it is all that matters then.
 *
 * @param action what failed, and at what: `Cannot open "model.onnx"`
 * @param thrown the reason; it becomes the error's `cause`
 * @param advice what to do, after the reason
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const full = failure('Cannot write "a.npy"', new Error("No space left on device"), "; make room");
 * assert.equal(full.message, 'Cannot write "a.npy": No space left on device; make room');
 * const text = 'Requires read access to "a.npy", run again with the --allow-read flag';
 * const { message } = failure('Cannot open "a.npy"', new Deno.errors.NotCapable(text));
 * assert.equal(message, 'Needs --allow-read for "a.npy"');
 * ```
 */
export function failure(action: string, thrown: unknown, advice = ""): SurroundingsError {
  const isSaid = thrown instanceof SurroundingsError && refusalOf(thrown.cause) !== undefined;
  if (isSaid) return thrown;
  const message = missingPermission(thrown) ?? `${action}: ${messageOf(thrown)}${advice}`;
  return new SurroundingsError(message, { cause: thrown });
}

/**
 * The same for what a program reads that its user does not name: Earnest's code, or a package. The permission is said
 * for the folder, as one file is read after another.
 *
 * @param folder where it lies; its URL ends with a slash
 */
export function hiddenFailure(
  action: string,
  thrown: unknown,
  { folder, what }: { readonly folder: URL; readonly what: string },
): SurroundingsError {
  const isRead = missingPermission(thrown)?.startsWith("Needs --allow-read") ?? false;
  if (!isRead) return failure(action, thrown);
  const message = `Needs --allow-read for "${folderOf(folder)}", the folder of ${what}`;
  return new SurroundingsError(message, { cause: thrown });
}

/** The same for Earnest's own code. */
export function codeFailure(action: string, thrown: unknown, folder = ROOT): SurroundingsError {
  return hiddenFailure(action, thrown, { folder, what: "Earnest's code" });
}

/**
 * Whether something is not there, such as a network: what can do without it may. A permission that is missing is no
 * absence, as whoever runs the program can give it.
 */
export function isAbsence(thrown: unknown): boolean {
  return thrown instanceof SurroundingsError && refusalOf(thrown.cause) === undefined;
}

/** Where this code is. */
const ROOT = new URL("../../", import.meta.url);

/** Converts a folder's URL to a path without node:url, which browsers lack. */
export function folderOf({ pathname }: URL): string {
  return decodeURIComponent(pathname).replace(/^\/(?=[A-Za-z]:)/, "").slice(0, -1);
}
