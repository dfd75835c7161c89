/**
 * References to files on the Hugging Face Hub: `hf:org/name@revision/path`, pinned to a commit.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { printable, quotable } from "../../basics/printable.ts";

/** A file of a model repository on the Hub, at one commit. */
export interface HubReference {
  /** `org/name`; a few old repositories have no organization: `bert-base-uncased`. */
  readonly repository: string;
  /** The commit: 40 lower-case hexadecimal digits. */
  readonly revision: string;
  /** Path inside the repository, with `/` between its parts: `onnx/model.onnx`. */
  readonly path: string;
}

const PREFIX = "hf:";
const FORM = "hf:org/name@revision/path";
/** Longest path in characters, and the longest file name that file systems accept, in bytes. */
const LONGEST_PATH = 1000;
const LONGEST_NAME_BYTES = 255;

// The Hub's own rule: letters, digits, "-", "_" and ".", a letter, digit or "_" at both ends, 96 at most.
const NAME = String.raw`\w(?:[\w.\-]{0,94}\w)?`;
const REPOSITORY = new RegExp(`^(?:${NAME}/)?${NAME}$`);

/**
 * Parses a reference.
 *
 * @throws {InputError} for anything but `hf:org/name@revision/path` with a commit's 40 digits as revision: a branch
 * or tag can move, so that the same reference would give another model
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const commit = "0123456789abcdef0123456789abcdef01234567";
 * assert.deepEqual(parseHubReference(`hf:org/name@${commit}/onnx/model.onnx`), {
 *   repository: "org/name",
 *   revision: commit,
 *   path: "onnx/model.onnx",
 * });
 * assert.throws(() => parseHubReference("hf:org/name@main/model.onnx"), /pin a commit/);
 * ```
 */
export function parseHubReference(text: string): HubReference {
  const refuse = (problem: string): never => {
    throw new InputError(`"${quotable(text)}" ${problem}`);
  };
  if (!text.startsWith(PREFIX)) refuse(`is no reference to the Hub; expected ${FORM}`);
  const [, repository, rest] = /^([^@]*)(?:@(.*))?$/s.exec(text.slice(PREFIX.length))!;
  if (rest === undefined) refuse(`pins no revision; expected ${FORM}: ${howToPin("org/name")}`);
  if (!isRepository(repository!)) {
    refuse(`names no repository of the Hub: found "${quotable(repository!)}"; expected ${FORM}`);
  }
  const [, revision, path] = /^([^/]*)(?:\/(.*))?$/s.exec(rest!)!;
  if (!/^[0-9a-f]{40}$/i.test(revision!)) {
    refuse(`has revision "${quotable(revision!)}", which can move; ${howToPin(repository!)}`);
  }
  const problem = problemOfPath(path ?? "");
  if (problem) refuse(`names no file of a repository: ${problem}; expected ${FORM}`);
  return { repository: repository!, revision: revision!.toLowerCase(), path: path! };
}

/**
 * Formats the reference as text, the inverse of {@link parseHubReference}.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const text = `hf:org/name@${"0".repeat(40)}/model.onnx`;
 * assert.equal(formatHubReference(parseHubReference(text)), text);
 * ```
 */
export function formatHubReference({ repository, revision, path }: HubReference): string {
  return `${PREFIX}${repository}@${revision}/${path}`;
}

/** Formats the reference for messages: escaped, in quotation marks. */
export function quotedReference(reference: HubReference): string {
  return `"${printable(formatHubReference(reference))}"`;
}

function howToPin(repository: string): string {
  return `pin a commit by its 40 hexadecimal digits, which ` +
    `"git ls-remote https://huggingface.co/${repository}" prints`;
}

/** Whether a text can be the id of a repository. */
export function isRepository(text: string): boolean {
  // Two hyphens represent the slash in the cache's folder names.
  return REPOSITORY.test(text) && !/--|\.\.|\.git$/.test(text);
}

/** Whether a reference can name this file of a repository: no other path is fetched, or becomes one of the cache. */
export function isPathOfRepository(path: string): boolean {
  return problemOfPath(path) === undefined;
}

function problemOfPath(path: string): string | undefined {
  if (path === "") return "the path is missing";
  if (path.length > LONGEST_PATH) return `the path is longer than ${LONGEST_PATH} characters`;
  // deno-lint-ignore no-control-regex
  if (/[\\\u0000-\u001f\u007f]/.test(path) || !path.isWellFormed()) {
    return "the path holds a backslash or a control character";
  }
  for (const part of path.split("/")) {
    if (part === "") return "the path has an empty part";
    if (part === "." || part === "..") return `the path has the part "${part}"`;
    if (new TextEncoder().encode(part).length > LONGEST_NAME_BYTES) {
      return `a part of the path is longer than ${LONGEST_NAME_BYTES} bytes`;
    }
  }
  return undefined;
}
