/**
 * Sends requests to the Hub. Redirects are followed by hand: the token, also one in the address, goes only to the Hub
 * and never to the store that it redirects to, and no redirect leads from https to http.
 * @module
 */
import { messageOf, SurroundingsError } from "../../basics/errors.ts";
import { failure } from "../../basics/failure.ts";
import { printable, quotable } from "../../basics/printable.ts";
import { holdsSecret } from "../../basics/secrets.ts";
import { PassingFault, type Patience } from "./patience.ts";
import type { HubReference } from "./reference.ts";

/** What a request to the Hub needs. */
export interface Hub {
  /** Its address without a trailing slash. */
  readonly endpoint: string;
  /** The value of the `authorization` header, if there is one. */
  readonly authorization: string | undefined;
  readonly patience: Patience;
  /** Ends the requests, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** A server's answer, and which server gave it. */
export interface Answer {
  readonly response: Response;
  /** The answering server. Messages show only its host: a store's address may hold the signature that opens it. */
  readonly url: URL;
  /** Whether the Hub itself answered, rather than a server that it redirected to. */
  readonly isHub: boolean;
}

const MOST_REDIRECTS = 10;
const LONGEST_ADDRESS = 8192;

/**
 * Requests a file and follows redirects to the answer; `HEAD` stops where the Hub describes the file that it
 * redirects to.
 *
 * @param from the first byte to request
 * @throws {PassingFault} when the connection fails
 * @throws {SurroundingsError} when the network is not permitted, or the redirects do not end
 */
export async function request(
  hub: Hub,
  reference: HubReference,
  method: "GET" | "HEAD",
  signal: AbortSignal,
  from = 0,
): Promise<Answer> {
  const what = `"${quotable(reference.path)}"`;
  return await follow(hub, addressOf(hub.endpoint, reference), what, { method, signal, from });
}

/**
 * Requests an address of the Hub and follows redirects to the answer.
 *
 * @param what what is fetched, for messages
 * @param from the first byte to request
 * @throws as {@link request}
 */
export async function follow(
  hub: Hub,
  address: URL,
  what: string,
  { method, signal, from = 0 }: {
    readonly method: "GET" | "HEAD";
    readonly signal: AbortSignal;
    readonly from?: number;
  },
): Promise<Answer> {
  let url = address;
  let isHub = true;
  for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
    // Sizes and ranges must be those of the file itself, not of a compressed form.
    const headers = new Headers({ "accept-encoding": "identity" });
    if (isHub && hub.authorization) headers.set("authorization", hub.authorization);
    if (from > 0) headers.set("range", `bytes=${from}-`);
    const response = await send(url, { method, headers, signal, redirect: "manual" });
    const isTold = method === "HEAD" && response.headers.has("x-linked-etag");
    if (isTold || !isRedirect(response)) return { response, url, isHub };
    await response.body?.cancel();
    const next = redirectTarget(response.headers.get("location")!, url);
    isHub &&= next.origin === url.origin;
    url = next;
  }
  throw new SurroundingsError(
    `Cannot fetch ${what}: ${url.host} redirects more than ` +
      `${MOST_REDIRECTS} times`,
  );
}

function addressOf(endpoint: string, { repository, revision, path }: HubReference): URL {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return new URL(`${endpoint}/${repository}/resolve/${revision}/${encoded}`);
}

function isRedirect({ status, headers }: Response): boolean {
  return [301, 302, 303, 307, 308].includes(status) && headers.has("location");
}

/**
 * Returns the target of a redirect.
 *
 * @throws {SurroundingsError} when it is not an address, leads from https to http, or hands a secret to another
 * server
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const hub = new URL("https://hub.example/file");
 * assert.equal(redirectTarget("/other", hub).href, "https://hub.example/other");
 * assert.throws(() => redirectTarget("http://hub.example/file", hub), /begins with https:/);
 * ```
 */
export function redirectTarget(location: string, from: URL): URL {
  const target = location.length > LONGEST_ADDRESS ? null : URL.parse(location, from);
  const isAllowed = target?.protocol === "https:" ||
    (target?.protocol === "http:" && from.protocol === "http:");
  if (target && isAllowed) {
    if (target.origin === from.origin || !holdsSecret(target.href)) return target;
    throw new SurroundingsError(
      `${from.host} redirects to another server, with the token in the address; expected an ` +
        "address without it",
    );
  }
  throw new SurroundingsError(
    `${from.host} redirects to "${quotable(location)}"; expected an address that begins with ` +
      from.protocol,
  );
}

async function send(url: URL, init: RequestInit & { signal: AbortSignal }): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (thrown) {
    throw connectionFault(thrown, url, init.signal);
  }
}

/** Turns a connection's failure into a temporary fault, unless the user did not grant the permission. */
export function connectionFault(thrown: unknown, url: URL, signal: AbortSignal): Error {
  if (signal.aborted) return signal.reason;
  const cause = thrown instanceof Error && thrown.cause ? thrown.cause : thrown;
  const reason = printable(messageOf(cause).replace(` for url (${url.href})`, ""));
  if (thrown instanceof Deno.errors.NotCapable) {
    return failure(`Cannot connect to ${url.host}`, thrown);
  }
  return new PassingFault(`the connection to ${url.host} failed: ${reason}`);
}
