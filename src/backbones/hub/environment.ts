/**
 * Environment variables that configure the Hub: those of Python's huggingface_hub, with the same meaning, so that
 * both share one cache and one token.
 * @module
 */
import { Buffer } from "node:buffer";
import { isAbsolute, join, resolve } from "node:path";
import { InputError, SurroundingsError } from "../../basics/errors.ts";
import { failure } from "../../basics/failure.ts";
import { quotable } from "../../basics/printable.ts";
import { keepSecret } from "../../basics/secrets.ts";

/**
 * The variables that are read, each only if `--allow-env` grants it: the Hub's address, the folders of the cache and
 * of the home, whether the network is used at all, the token and its file, and the folders that defaults derive from.
 */
export const HUB_VARIABLES = [
  "HF_ENDPOINT",
  "HF_HUB_CACHE",
  "HF_HOME",
  "HF_HUB_OFFLINE",
  "HF_TOKEN",
  "HF_TOKEN_PATH",
  "XDG_CACHE_HOME",
  "HOME",
  "USERPROFILE",
] as const;

/** Values of {@link HUB_VARIABLES}; an empty one counts as unset. */
export type HubEnvironment = { readonly [Name in typeof HUB_VARIABLES[number]]?: string };

const DEFAULT_ENDPOINT = "https://huggingface.co";
/** A user name in an address that is this long may be a token. */
const LEAST_TOKEN = 8;

/** Reads the environment of this process, as far as permissions allow. */
export async function readHubEnvironment(): Promise<HubEnvironment> {
  const environment: { -readonly [Name in keyof HubEnvironment]: string } = {};
  for (const variable of HUB_VARIABLES) {
    const { state } = await Deno.permissions.query({ name: "env", variable });
    const value = state === "granted" ? Deno.env.get(variable) : undefined;
    if (value !== undefined) environment[variable] = value;
  }
  return environment;
}

/**
 * Returns the Hub's address without a trailing slash: `HF_ENDPOINT`, or the Hub itself. A user name and password in
 * it are left out; {@link readAuthorization} returns them.
 *
 * @throws {InputError} when it is not the address of a web server
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(endpointOf({}), "https://huggingface.co");
 * assert.equal(endpointOf({ HF_ENDPOINT: "https://mirror.example/" }), "https://mirror.example");
 * ```
 */
export function endpointOf(environment: HubEnvironment): string {
  const address = environment.HF_ENDPOINT || DEFAULT_ENDPOINT;
  keepUserSecret(address);
  const url = URL.parse(address);
  if (url && /^https?:$/.test(url.protocol) && !url.search && !url.hash) {
    url.username = url.password = "";
    return url.href.replace(/\/+$/, "");
  }
  throw new InputError(
    `HF_ENDPOINT is "${quotable(address)}"; expected an address such as ${DEFAULT_ENDPOINT}`,
  );
}

/** Removes credentials before an address is quoted; the address may be malformed. */
function keepUserSecret(address: string): void {
  const [, user] = /^(?:[^/@]*:\/\/)?([^/@]+)@/.exec(address) ?? [];
  if (user === undefined) return;
  const [name, ...password] = user.split(":");
  for (const secret of [password.join(":"), ...name!.length < LEAST_TOKEN ? [] : [name!]]) {
    keepSecret(secret);
    keepSecret(decoded(secret));
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * Returns the value of the `authorization` header: the user name and password in `HF_ENDPOINT`, or else the token of
 * {@link readToken}. Undefined if there is neither.
 *
 * @throws {InputError} as {@link readToken}
 * @throws {SurroundingsError} as {@link readToken}
 */
export async function readAuthorization(environment: HubEnvironment): Promise<string | undefined> {
  const { username = "", password = "" } = URL.parse(environment.HF_ENDPOINT ?? "") ?? {};
  if (username !== "" || password !== "") {
    const user = `${decoded(username)}:${decoded(password)}`;
    return `Basic ${Buffer.from(user).toString("base64")}`;
  }
  const token = await readToken(environment);
  return token === undefined ? undefined : `Bearer ${token}`;
}

/** Whether `HF_HUB_OFFLINE` forbids the network. */
export function isOffline(environment: HubEnvironment): boolean {
  return /^(1|true|yes|on)$/i.test(environment.HF_HUB_OFFLINE ?? "");
}

/**
 * Returns the cache's folder: `HF_HUB_CACHE`, or `hub` in the Hugging Face home.
 *
 * @throws {SurroundingsError} when no variable gives its place
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(cacheFolderOf({ HF_HUB_CACHE: "/big/hub", HF_HOME: "/hf" }), "/big/hub");
 * assert.equal(cacheFolderOf({ HF_HOME: "/hf" }), "/hf/hub");
 * assert.equal(cacheFolderOf({ XDG_CACHE_HOME: "/cache" }), "/cache/huggingface/hub");
 * assert.equal(cacheFolderOf({ HOME: "/home/me" }), "/home/me/.cache/huggingface/hub");
 * ```
 */
export function cacheFolderOf(environment: HubEnvironment): string {
  const cache = environment.HF_HUB_CACHE;
  return cache ? expanded(cache, environment) : join(homeOf(environment), "hub");
}

/**
 * Reads the user's token: `HF_TOKEN`, or the file that `huggingface-cli login` wrote (`HF_TOKEN_PATH`, or `token` in
 * the Hugging Face home), if permissions allow. Undefined if there is none.
 *
 * @throws {InputError} when it cannot be a token; the message does not show it
 * @throws {SurroundingsError} when the file exists but cannot be read
 */
export async function readToken(environment: HubEnvironment): Promise<string | undefined> {
  const variable = environment.HF_TOKEN?.trim();
  if (variable) return checkedToken(variable, "HF_TOKEN");
  const path = environment.HF_TOKEN_PATH
    ? expanded(environment.HF_TOKEN_PATH, environment)
    : join(homeOf(environment), "token");
  const { state } = await Deno.permissions.query({ name: "read", path });
  if (state !== "granted") return undefined;
  try {
    const { isFile, size } = await Deno.stat(path);
    // A path that never ends, or blocks, is not read.
    if (!isFile || size > LONGEST_TOKEN_FILE) throw new Error("it is not a token file");
    const text = (await Deno.readTextFile(path)).trim();
    return text === "" ? undefined : checkedToken(text, `"${path}"`);
  } catch (thrown) {
    if (thrown instanceof InputError) throw thrown;
    if (thrown instanceof Deno.errors.NotFound) return undefined;
    throw failure(`Cannot read the token in "${path}"`, thrown);
  }
}

/** Largest token file in bytes; a token has under a hundred. */
const LONGEST_TOKEN_FILE = 2 ** 16;

function checkedToken(token: string, where: string): string {
  keepSecret(token);
  if (/^[\x21-\x7e]{1,4096}$/.test(token)) return token;
  throw new InputError(`${where} holds no token: expected one word of printable ASCII characters`);
}

/** The Hugging Face home: the folder that holds the cache and the token. */
function homeOf(environment: HubEnvironment): string {
  if (environment.HF_HOME) return expanded(environment.HF_HOME, environment);
  const cache = environment.XDG_CACHE_HOME || "~/.cache";
  return join(expanded(cache, environment), "huggingface");
}

/** Makes a path absolute; `~` at its start is the user's home. */
function expanded(path: string, environment: HubEnvironment): string {
  if (!/^~(?=$|[\\/])/.test(path)) return isAbsolute(path) ? path : resolve(path);
  const home = environment.HOME || environment.USERPROFILE;
  if (home) return join(home, path.slice(1));
  throw new SurroundingsError(
    Deno.permissions.querySync({ name: "env", variable: "HF_HOME" }).state === "granted"
      ? "No folder for the Hugging Face cache: neither HF_HOME nor HOME is set; set HF_HOME"
      : 'Needs --allow-env for "HF_HOME", which says where the Hugging Face cache is',
  );
}
