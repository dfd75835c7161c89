/**
 * Interprets the Hub's answers: what a file is, or why it is refused.
 * @module
 */
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { holdsSecret } from "../../basics/secrets.ts";
import { PassingFault } from "./patience.ts";
import { type HubReference, quotedReference } from "./reference.ts";
import type { Answer, Hub } from "./request.ts";

/** What the Hub reports about a file before it is fetched. */
export interface RemoteFile {
  /** The entity tag of the content, which names its blob in the cache. */
  readonly etag: string;
  /** Length in bytes; undefined where the Hub does not say. */
  readonly sizeBytes: number | undefined;
}

/**
 * Reads the answer to a `HEAD` request.
 *
 * @throws {InputError} when the Hub refuses it
 * @throws {PassingFault} when the server is busy
 * @throws {SurroundingsError} when the answer is not of the Hub's form, or is for another commit
 */
export function remoteFile(answer: Answer, reference: HubReference, hub: Hub): RemoteFile {
  const { response: { headers, status }, url: { host } } = answer;
  if (status >= 400) throw refusal(answer, reference, hub);
  const commit = headers.get("x-repo-commit");
  if (commit !== null && commit !== reference.revision) {
    throw new SurroundingsError(
      `${host} answers with commit "${quotable(commit)}" for ${quotedReference(reference)}`,
    );
  }
  const tag = headers.get("x-linked-etag") ?? headers.get("etag");
  const etag = tag?.replace(/^W\//, "").replace(/^"(.*)"$/, "$1");
  // The tag becomes a file name, so it may hold only letters, digits and characters that cannot form a path.
  if (etag === undefined || !/^\w[\w.+=-]{0,127}$/.test(etag) || holdsSecret(etag)) {
    throw new SurroundingsError(
      `${host} gives "${quotable(reference.path)}" the entity tag "${quotable(tag ?? "")}"; ` +
        "expected a hash, as the Hugging Face Hub gives",
    );
  }
  return { etag, sizeBytes: sizeOf(headers, status) };
}

function sizeOf(headers: Headers, status: number): number | undefined {
  const linked = wholeNumber(headers.get("x-linked-size"));
  // A redirect's length is that of its HTML page, and a compressed length is not the file's.
  const isPlain = status === 200 && !headers.has("content-encoding");
  return linked ?? (isPlain ? wholeNumber(headers.get("content-length")) : undefined);
}

/** Parses a header's whole number; undefined for anything else. */
export function wholeNumber(text: string | null | undefined): number | undefined {
  return text && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** Returns the error that explains why a server refuses a request. */
export function refusal(answer: Answer, reference: HubReference, hub: Hub): Error {
  const { response: { status, headers } } = answer;
  const problem = problemOf(status, headers.get("x-error-code"), reference, hub);
  return refused(answer, problem, quotedReference(reference));
}

/**
 * Returns the error of an answer with a status of 400 or more.
 *
 * @param problem what the user did wrong; undefined if the fault is not the user's
 * @param what what was to be fetched, for the message
 */
export function refused(answer: Answer, problem: string | undefined, what: string): Error {
  const { response: { status, headers }, url: { host }, isHub } = answer;
  const said = headers.get("x-error-message");
  const answers = `${host} answers ${status}${said ? ` ("${quotable(said)}")` : ""}`;
  if (status === 408 || status === 429 || status >= 500) {
    const seconds = wholeNumber(headers.get("retry-after")) ?? 0;
    return new PassingFault(answers, seconds * 1000);
  }
  // A store's signed address expires; the next attempt gets a new one from the Hub.
  if (!isHub) return new PassingFault(answers);
  const message = `Cannot fetch ${what}: `;
  return problem
    ? new InputError(`${message}${problem}; ${answers}`)
    : new SurroundingsError(message + answers);
}

/** Says what the user did wrong, and what to do; undefined if the fault is not the user's. */
function problemOf(
  status: number,
  code: string | null,
  { repository, revision, path }: HubReference,
  hub: Hub,
): string | undefined {
  const found = `"${quotable(path)}"`;
  if (code === "EntryNotFound") return `${repository} has no file ${found} at this commit`;
  if (code === "RevisionNotFound") return `${repository} has no commit ${revision}`;
  return problemOfRepository(status, code, repository, hub) ??
    (status === 404 ? "there is no such repository, commit or file" : undefined);
}

/** Says why a repository may not be read; undefined if the fault is not the user's. */
export function problemOfRepository(
  status: number,
  code: string | null,
  repository: string,
  { endpoint, authorization }: Hub,
): string | undefined {
  if (code === "GatedRepo") {
    return `${repository} is gated: accept its terms at ${endpoint}/${repository} and set HF_TOKEN to ` +
      "a token of the account that did";
  }
  if (status === 401 || status === 403) {
    return authorization
      ? `${ofUser(authorization)} is refused, or may not read ${repository}`
      : `there is no public repository ${repository}; for a private one set HF_TOKEN`;
  }
  if (code === "RepoNotFound") return `there is no repository ${repository} that may be seen`;
  return undefined;
}

/** How the user is identified, and where that comes from. */
function ofUser(authorization: string): string {
  return authorization.startsWith("Basic ")
    ? "the user in HF_ENDPOINT"
    : "the token (HF_TOKEN or the token file)";
}
