/**
 * Paths in backbone cards. A card may come from a stranger, so it must not decide which files or which environment
 * variables of this machine are read.
 * @module
 */
import type { Boundary } from "../basics/boundary.ts";
import { InputError, SurroundingsError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";

/** The environment variables that a card may name: each holds a folder, and none can hold a secret. */
export const CARD_VARIABLES = ["EARNEST_MODELS", "EARNEST_SHARED", "HOME"] as const;

const EXPECTED = "expected a path inside the card's folder, or hf:org/name@commit/path";

/** A path in a card, and the key that holds it. */
export interface CardPath {
  /** The card's path. */
  readonly card: string;
  /** The key, such as `words.file`. */
  readonly key: string;
  /** The path, or a reference to the Hub. */
  readonly text: string;
}

/**
 * Resolves the path relative to the card's folder, with variables replaced.
 *
 * @param boundary the card's folder; without one a path may lead anywhere
 * @throws {InputError} when it is a URL, leads out of the folder, or names a variable that is not set or that a card
 * may not read
 */
export async function resolveCardPath(
  path: CardPath,
  boundary: Boundary | undefined,
): Promise<string> {
  checkVariables(path);
  const expanded = expandVariables(path);
  if (/^(?:file:|[a-z][a-z\d+.-]*:\/\/)/i.test(expanded)) {
    throw refused(path, `is a URL; ${EXPECTED} (a path elsewhere needs --allow-outside)`);
  }
  const objection = await boundary?.objection(expanded);
  if (objection === undefined) return expanded;
  const leads = expanded === path.text ? "" : `expands to "${quotable(expanded)}" and `;
  throw refused(path, `${leads}${objection}; ${EXPECTED}, or --allow-outside`);
}

/**
 * Refuses variables other than {@link CARD_VARIABLES}; their values are neither read nor shown.
 *
 * @throws {InputError} naming the variable
 */
export function checkVariables(path: CardPath): void {
  const allowed: readonly string[] = CARD_VARIABLES;
  for (const [, name] of path.text.matchAll(/\$\{(\w+)/g)) {
    if (allowed.includes(name!)) continue;
    throw refused(
      path,
      `names the environment variable ${quotable(name!)}; a card may name only ` +
        `${allowed.slice(0, -1).join(", ")} and ${allowed.at(-1)}`,
    );
  }
}

/**
 * Replaces `${NAME}` and `${NAME:-default}` in a path by environment variables, as a shell does.
 *
 * @throws {InputError} when a variable without a default is not set
 * @throws {SurroundingsError} when it may not be read
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * Deno.env.delete("EARNEST_MODELS");
 * const text = "${EARNEST_MODELS:-models}/a.onnx";
 * assert.equal(expandVariables({ card: "card.json", key: "words.file", text }), "models/a.onnx");
 * ```
 */
export function expandVariables(path: CardPath): string {
  return path.text.replaceAll(/\$\{(\w+)(?::-([^{}]*))?\}/g, (_, name: string, other?: string) => {
    // A variable that may not be read counts as not set, so that the default applies under narrow permissions.
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    const isReadable = state === "granted";
    const value = (isReadable ? Deno.env.get(name) : undefined) || other;
    if (value !== undefined) return value;
    if (!isReadable) {
      throw new SurroundingsError(
        `Needs --allow-env for "${name}", which "${quotable(path.text)}" in "${path.card}" names`,
      );
    }
    throw refused(
      path,
      `names the environment variable ${name}, which is not set; set it, or write ` +
        `\${${name}:-FOLDER} for a default`,
    );
  });
}

function refused({ card, key, text }: CardPath, why: string): InputError {
  return new InputError(`"${card}": "${key}" is "${quotable(text)}", which ${why}`);
}
