/**
 * Names permissions that a program was not given.
 * @module
 */

/** Deno's message where a permission is missing; what it names in `<>` is a place that it hides. */
const REQUIRED =
  /^Requires (\w+) access(?: to ("[^]*"|<\w+>))?, run again with the --allow-\1 flag$/;

const HIDDEN: Readonly<Record<string, string>> = {
  "<TMP>": "the folder of temporary files",
  "<CWD>": "the current folder",
};

/**
 * Names the permission that Deno did not grant; undefined where a thrown value says something else.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = 'Requires net access to "example.org:443", run again with the --allow-net flag';
 * const thrown = new Deno.errors.NotCapable(text);
 * assert.equal(missingPermission(thrown), 'Needs --allow-net for "example.org:443"');
 * assert.equal(missingPermission(new Error("No space left on device")), undefined);
 * ```
 */
export function missingPermission(thrown: unknown): string | undefined {
  const { permission, what } = refusalOf(thrown) ?? {};
  if (permission === undefined) return undefined;
  return `Needs --allow-${permission}${what === undefined ? "" : ` for ${HIDDEN[what] ?? what}`}`;
}

/** What Deno refused. */
export interface Refusal {
  /** The kind of permission: `read`. */
  readonly permission: string;
  /** What it is missing for, as Deno writes it: in quotes, or in `<>`; undefined for everything of its kind. */
  readonly what: string | undefined;
}

/** What Deno refused; undefined where a thrown value says something else. */
export function refusalOf(thrown: unknown): Refusal | undefined {
  // Not by its class: a module that may not be imported gives a TypeError, and a worker's error has lost its class.
  if (!(thrown instanceof Error)) return undefined;
  const [, permission, what] = REQUIRED.exec(thrown.message) ?? [];
  return permission === undefined ? undefined : { permission, what };
}
