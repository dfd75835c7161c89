/**
 * Two servers on 127.0.0.1 that behave as the Hugging Face Hub and the store that it redirects to for large files.
 */
import { createHash } from "node:crypto";

/** A file of the repository `org/name`, at every commit in {@link COMMITS}. */
export interface HubFileContent {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Whether it lies in the store and is tagged with its SHA-256; other files are tagged with their git name. */
  readonly isLarge: boolean;
}

/** A request that a server received. */
export interface SeenRequest {
  readonly server: "hub" | "store";
  readonly method: string;
  readonly path: string;
  readonly headers: Headers;
}

/** Answers in place of a server; undefined leaves the answer to the server. */
export type Interception = (
  request: SeenRequest,
) => Response | undefined | Promise<Response | undefined>;

export const COMMITS = ["0123456789abcdef0123456789abcdef01234567", "f".repeat(40)] as const;

export const sha256Of = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

export const gitNameOf = (bytes: Uint8Array) =>
  createHash("sha1").update(`blob ${bytes.length}\0`).update(bytes).digest("hex");

/** Creates `length` bytes with a long period. */
export function madeBytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(length).map((_, i) => i * 7 + (i >> 8));
}

/** Creates a body that promises all bytes and breaks after `sent` of them. */
export function cutShort(bytes: Uint8Array<ArrayBuffer>, sent: number, init: ResponseInit = {}) {
  let pulls = 0;
  const body = new ReadableStream({
    async pull(controller) {
      if (pulls++ === 0) return controller.enqueue(bytes.subarray(0, sent));
      // The first piece is sent before the connection breaks.
      await new Promise((wake) => setTimeout(wake, 30));
      controller.error(new Error("cut on purpose"));
    },
  });
  const headers = new Headers(init.headers);
  headers.set("content-length", String(bytes.length));
  return new Response(body, { ...init, headers });
}

/** Answers with all bytes from where the request asks. */
export function ranged(bytes: Uint8Array<ArrayBuffer>, { headers }: SeenRequest): Response {
  const from = /^bytes=(\d+)-$/.exec(headers.get("range") ?? "")?.[1];
  if (from === undefined) return new Response(bytes);
  if (Number(from) >= bytes.length) return new Response(null, { status: 416 });
  const range = `bytes ${from}-${bytes.length - 1}/${bytes.length}`;
  return new Response(bytes.subarray(Number(from)), {
    status: 206,
    headers: { "content-range": range },
  });
}

export class LoopbackHub implements AsyncDisposable {
  readonly seen: SeenRequest[] = [];
  /** If set, answers before the servers do. */
  intercept: Interception = () => undefined;
  readonly #hub: Deno.HttpServer<Deno.NetAddr>;
  readonly #store: Deno.HttpServer<Deno.NetAddr>;

  constructor(readonly files: Record<string, HubFileContent>) {
    this.#store = this.#serve("store", (request) => this.#stored(request));
    this.#hub = this.#serve("hub", (request) => this.#resolved(request));
  }

  get endpoint(): string {
    return `http://127.0.0.1:${this.#hub.addr.port}`;
  }

  /** The SHA-256 of a file. */
  sha256Of(path: string): string {
    return sha256Of(this.files[path]!.bytes);
  }

  get store(): string {
    return `http://127.0.0.1:${this.#store.addr.port}`;
  }

  /** The requests that were received, such as `hub HEAD`. */
  get log(): string[] {
    return this.seen.map(({ server, method }) => `${server} ${method}`);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#hub.shutdown(), this.#store.shutdown()]);
  }

  #serve(server: "hub" | "store", answer: (request: SeenRequest) => Response) {
    const onError = () => new Response(null, { status: 500 });
    const options = { port: 0, hostname: "127.0.0.1", onListen: () => {}, onError };
    return Deno.serve(options, async ({ method, url, headers }) => {
      const path = decodeURIComponent(new URL(url).pathname);
      const request: SeenRequest = { server, method, path, headers };
      this.seen.push(request);
      return await this.intercept(request) ?? answer(request);
    });
  }

  #resolved(request: SeenRequest): Response {
    const [, repository, commit, path] =
      /^\/([^/]+\/[^/]+)\/resolve\/([^/]+)\/(.*)$/.exec(request.path) ?? [];
    const refuse = (code: string) =>
      new Response(null, { status: 404, headers: { "x-error-code": code } });
    if (repository !== "org/name") return refuse("RepoNotFound");
    if (!COMMITS.some((one) => one === commit)) return refuse("RevisionNotFound");
    const file = this.files[path!];
    if (!file) return refuse("EntryNotFound");
    const headers = { "x-repo-commit": commit! };
    if (!file.isLarge) {
      const response = request.method === "HEAD"
        ? new Response(null, { headers: { "content-length": String(file.bytes.length) } })
        : ranged(file.bytes, request);
      response.headers.set("x-repo-commit", commit!);
      response.headers.set("etag", `W/"${gitNameOf(file.bytes)}"`);
      return response;
    }
    return new Response(null, {
      status: 302,
      headers: {
        ...headers,
        "location": `${this.store}/${encodeURIComponent(path!)}?signature=secret`,
        "x-linked-etag": `"${sha256Of(file.bytes)}"`,
        "x-linked-size": String(file.bytes.length),
      },
    });
  }

  #stored(request: SeenRequest): Response {
    const response = ranged(this.files[request.path.slice(1)]!.bytes, request);
    response.headers.set("etag", '"the-store-has-its-own"');
    return response;
  }
}
