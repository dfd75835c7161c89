/**
 * Paths in backbone cards. A card may come from a stranger, so it decides neither which files of this machine are read
 * nor which environment variables are.
 * @module
 */
import type { Boundary } from "../basics/boundary.ts";
import { InputError } from "../basics/errors.ts";
import { quotable } from "../basics/printable.ts";

/** The environment variables that a card may name: each holds a folder, and none can hold a secret. */
export const CARD_VARIABLES = ["EARNEST_MODELS", "EARNEST_SHARED", "HOME"] as const;

const EXPECTED = "expected a path inside the card's folder, or hf:org/name@commit/path";

/** A path as a card has it, and where it stands. */
export interface CardPath {
  /** The card's path. */
  readonly card: string;
  /** The key, such as `words.file`. */
  readonly key: string;
  /** The path, or a reference to the Hub. */
  readonly text: string;
}

/**
 * The path relative to the card's folder, variables replaced.
 *
 * @param boundary the card's folder; without one a path may lead anywhere
 * @throws {InputError} when it is a URL, leads out of the folder, or names a variable that is not set or not the card's
 * to read
 */
export async function pathOf(path: CardPath, boundary: Boundary | undefined): Promise<string> {
  checkVariables(path);
  const expanded = expandVariables(path);
  if (/^(?:file:|[a-z][a-z\d+.-]*:\/\/)/i.test(expanded)) {
    throw refused(path, `is a URL; ${EXPECTED} (a path elsewhere needs --allow-outside)`);
  }
  const objection = await boundary?.objection(expanded);
  if (objection === undefined) return expanded;
  const leads = expanded === path.text ? "" : `stands for "${quotable(expanded)}" and `;
  throw refused(path, `${leads}${objection}; ${EXPECTED}, or --allow-outside`);
}

/**
 * Refuses variables that are none of {@link CARD_VARIABLES}; their values are neither read nor shown.
 *
 * @throws {InputError} that names the variable
 */
export function checkVariables(path: CardPath): void {
  const allowed: readonly string[] = CARD_VARIABLES;
  for (const [, name] of path.text.matchAll(/\$\{(\w+)/g)) {
    if (allowed.includes(name!)) continue;
    throw refused(
      path,
      `names the environment variable ${quotable(name!)}; a card may name ` +
        `${allowed.slice(0, -1).join(", ")} and ${allowed.at(-1)} alone`,
    );
  }
}

/**
 * A path with `${NAME}` and `${NAME:-default}` replaced from the environment, as a shell does it.
 *
 * @throws {InputError} when a variable without default is not set
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
    // What may not be read counts as not set, so that a default serves under narrow permissions.
    const { state } = Deno.permissions.querySync({ name: "env", variable: name });
    const value = (state === "granted" ? Deno.env.get(name) : undefined) || other;
    if (value !== undefined) return value;
    throw refused(
      path,
      `names the environment variable ${name}, which is not set or may not be read; set it, or ` +
        `write \${${name}:-FOLDER} for a default`,
    );
  });
}

function refused({ card, key, text }: CardPath, why: string): InputError {
  return new InputError(`"${card}": "${key}" is "${quotable(text)}", which ${why}`);
}
