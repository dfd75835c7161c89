/**
 * Asks the Hub which files a repository has, and at which commit.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { InputError, messageOf, SurroundingsError } from "../../basics/errors.ts";
import { parseJson } from "../../basics/parse_json.ts";
import { quotable } from "../../basics/printable.ts";
import { problemOfRepository, refused } from "./answer.ts";
import { endpointOf, type HubEnvironment, isOffline } from "./environment.ts";
import { readAuthorization, readHubEnvironment } from "./environment.ts";
import { PATIENCE, type Patience, persist, StallTimer } from "./patience.ts";
import { isPathOfRepository, isRepository } from "./reference.ts";
import { follow, type Hub } from "./request.ts";

/** A file of a repository. */
export interface RepositoryFile {
  /** Its path, with `/` between its parts. */
  readonly path: string;
  /** Its SHA-256, which the Hub tells of large files. */
  readonly sha256: string | undefined;
}

/** A repository at one commit. */
export interface Repository {
  /** `org/name`, as it is called now: the Hub follows old names. */
  readonly id: string;
  /** The commit: 40 lower-case hexadecimal digits. */
  readonly commit: string;
  /** The files that a reference can name: a path such as `../model.onnx` would leave the cache. */
  readonly files: readonly RepositoryFile[];
}

/** How to ask. */
export interface AskOptions {
  /** The environment variables; default: those of the process that may be read. */
  readonly environment?: HubEnvironment;
  /** Retry and timeout limits. */
  readonly patience?: Patience;
  /** Ends the work, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** Longest answer, in characters: repositories of 100,000 files have 20 MB. */
const LONGEST_ANSWER = 2 ** 26;

const schema = z.looseObject({
  id: z.string(),
  sha: z.string().regex(/^[0-9a-f]{40}$/, "expected a commit's 40 hexadecimal digits"),
  siblings: z.array(z.looseObject({
    rfilename: z.string(),
    lfs: z.looseObject({ sha256: z.string().regex(/^[0-9a-f]{64}$/) }).nullish(),
  })).max(1_000_000),
});

/**
 * Lists the files of a repository.
 *
 * @param reference `org/name`, or with a branch, tag or commit: `org/name@revision`
 * @throws {InputError} when that is no id, or the Hub refuses it: no such repository or revision, or a gated one
 * @throws {SurroundingsError} when the network fails or may not be used, or the answer is not the Hub's
 */
export async function askRepository(
  reference: string,
  options: AskOptions = {},
): Promise<Repository> {
  const [, id, revision = "main"] = /^([^@]*)(?:@(.+))?$/s.exec(reference) ?? [];
  const what = `"${quotable(reference)}"`;
  if (id === undefined || !isRepository(id)) {
    throw new InputError(
      `${what} does not exist here, and is no id of the Hugging Face Hub; expected org/name or ` +
        "org/name@revision",
    );
  }
  const environment = options.environment ?? await readHubEnvironment();
  if (isOffline(environment)) {
    throw new SurroundingsError(
      `${what} does not exist here, and the network may not be used (HF_HUB_OFFLINE) to ask the Hub`,
    );
  }
  const patience = options.patience ?? PATIENCE;
  const endpoint = endpointOf(environment);
  const { signal } = options;
  signal?.throwIfAborted();
  const authorization = await readAuthorization(environment);
  const hub: Hub = { endpoint, authorization, patience, signal };
  const path = `${id}/revision/${encodeURIComponent(revision)}`;
  const address = new URL(`${endpoint}/api/models/${path}?blobs=true`);
  const text = await persist(
    () => ask(hub, address, what, { id, revision }),
    patience,
    `${what} does not exist here, and the Hugging Face Hub cannot be asked`,
    {
      signal,
      remedy: "give the path of a model's folder, or try again with a network connection",
    },
  );
  const { id: now, sha: commit, siblings } = parsed(text, what, address);
  if (!isRepository(now)) {
    throw new SurroundingsError(`${address.host} calls ${what} "${quotable(now)}"`);
  }
  const files = siblings.map(({ rfilename: path, lfs }) => ({ path, sha256: lfs?.sha256 }))
    .filter(({ path }) => isPathOfRepository(path));
  return { id: now, commit, files };
}

/** Parses an answer; what is none of the Hub's is the server's fault, not the user's. */
function parsed(text: string, what: string, { host }: URL): z.infer<typeof schema> {
  try {
    return parseJson(text, host, schema);
  } catch (thrown) {
    throw new SurroundingsError(
      `Cannot fetch ${what}: the answer is not the Hugging Face Hub's (${messageOf(thrown)})`,
      { cause: thrown },
    );
  }
}

async function ask(
  hub: Hub,
  address: URL,
  what: string,
  { id, revision }: { readonly id: string; readonly revision: string },
): Promise<string> {
  using timer = new StallTimer(hub.patience, hub.signal);
  const answer = await follow(hub, address, what, { method: "GET", signal: timer.signal });
  const { response: { status, headers, body } } = answer;
  if (status >= 400) {
    await body?.cancel();
    const code = headers.get("x-error-code");
    const problem = code === "RevisionNotFound"
      ? `${id} has no revision "${quotable(revision)}"`
      : problemOfRepository(status, code, id, hub) ??
        (status === 404 ? `there is no repository ${id}` : undefined);
    throw refused(answer, problem, what);
  }
  return await limitedText(answer.response, timer, what);
}

/** Reads an answer, but no more than is sensible. */
async function limitedText(
  { body }: Response,
  timer: StallTimer,
  what: string,
): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const piece of body ?? []) {
    timer.start();
    text += decoder.decode(piece, { stream: true });
    if (text.length > LONGEST_ANSWER) {
      throw new SurroundingsError(`The Hub's answer about ${what} is longer than 64 MB`);
    }
  }
  return text + decoder.decode();
}
