/**
 * The mark by which a drafted configuration and the file beside it are known again, as long as they are unchanged: the
 * last line of that file holds the hashes of both.
 * @module
 */
import { sha256Of } from "../../basics/sha256.ts";

const MARK = /^<!-- earnest init: ([0-9a-f]{64}) ([0-9a-f]{64}) -->\n$/;

/** Returns a comment with the mark as its last line. */
export function withMark(comment: string, configuration: string): string {
  return `${comment}${markOf(comment, sha256Of(configuration))}`;
}

function markOf(comment: string, configurationHash: string): string {
  return `<!-- earnest init: ${configurationHash} ${sha256Of(comment)} -->\n`;
}

/**
 * Whether a comment is as it was written.
 *
 * @param configuration the text beside it, which must then be as it was written, too
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const comment = withMark("# Why\n", "{}\n");
 * assert.ok(isAsWritten(comment) && isAsWritten(comment, "{}\n"));
 * assert.ok(!isAsWritten(comment, "{ }\n") && !isAsWritten(`${comment}My notes.\n`));
 * ```
 */
export function isAsWritten(comment: string, configuration?: string): boolean {
  const start = comment.lastIndexOf("<!-- earnest init: ");
  const found = start < 0 ? undefined : MARK.exec(comment.slice(start))?.[1];
  if (found === undefined) return false;
  const hash = configuration === undefined ? found : sha256Of(configuration);
  return comment.slice(start) === markOf(comment.slice(0, start), hash);
}
