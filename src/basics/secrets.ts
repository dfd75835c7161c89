/**
 * Keeps the secrets that this process has read, such as a token, and masks them in texts. Every message of Earnest and
 * every text from outside goes through {@link masked} before it is shown: a server may echo a token in any answer.
 */

const MASK = "***";
/** Shorter texts are not treated as secrets, since many words contain them. */
const SHORTEST_SECRET = 4;

const patterns = new Map<string, readonly RegExp[]>();

/** Registers a secret, which is masked in all later output. */
export function keepSecret(secret: string): void {
  if (secret.length < SHORTEST_SECRET || patterns.has(secret)) return;
  const bytes = new TextEncoder().encode(secret);
  // Host names lose their case.
  const plain = new RegExp(Array.from(secret, formsOfCharacter).join(""), "gi");
  const encoded = [0, 1, 2].map((offset) => base64Form(bytes, offset)).join("|");
  patterns.set(secret, [plain, new RegExp(encoded, "g")]);
}

/**
 * Returns a text with the registered secrets masked: as they are, URL-encoded, escaped as in JSON, or within base64.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * keepSecret("hf_token");
 * assert.equal(masked("https://hub.example/?t=hf%5Ftoken"), "https://hub.example/?t=***");
 * assert.equal(masked(`Basic ${btoa("me:hf_token")}`), "Basic bWU6***4=");
 * ```
 */
export function masked(text: string): string {
  let rest = text;
  for (const forms of patterns.values()) {
    for (const form of forms) rest = rest.replaceAll(form, MASK);
  }
  return rest;
}

/** Whether a text contains a secret in any of the forms that {@link masked} recognizes. */
export function holdsSecret(text: string): boolean {
  return masked(text) !== text;
}

/** A pattern that matches a character as it is, URL-encoded (once or more) and escaped. */
function formsOfCharacter(character: string): string {
  const bytes = Array.from(new TextEncoder().encode(character), (byte) => hexadecimal(byte, 2));
  const escaped = `\\\\u${hexadecimal(character.codePointAt(0)!, 4)}`;
  return `(?:${RegExp.escape(character)}|${bytes.map((b) => `%(?:25)*${b}`).join("")}|${escaped})`;
}

function hexadecimal(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/**
 * A pattern of the base64 digits that only the secret determines, where it begins `offset` bytes after a multiple of 3.
 */
function base64Form(secret: Uint8Array, offset: number): string {
  const bytes = new Uint8Array(offset + secret.length);
  bytes.set(secret, offset);
  const digits = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
  const own = digits.slice(Math.ceil(offset * 8 / 6), Math.floor(bytes.length * 8 / 6));
  return own.replaceAll("+", "(?:\\+|-|%2[bB])").replaceAll("/", "(?:/|_|%2[fF])");
}
