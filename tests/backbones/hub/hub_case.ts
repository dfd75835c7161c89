/** What the tests of the Hub share: a loopback Hub, an empty cache, and short waits. */
import assert from "node:assert/strict";
import { EarnestError } from "../../../src/basics/errors.ts";
import type { HubEnvironment } from "../../../src/backbones/hub/environment.ts";
import { fetchHubFile, type HubFile } from "../../../src/backbones/hub/fetch.ts";
import type { HubFileOptions } from "../../../src/backbones/hub/fetch.ts";
import { COMMITS, type HubFileContent, LoopbackHub, madeBytes } from "./loopback_hub.ts";

export const PATIENCE = { attempts: 3, firstWaitMilliseconds: 2, stallMilliseconds: 2000 };

export const LARGE: HubFileContent = { bytes: madeBytes(300_000), isLarge: true };
export const SMALL: HubFileContent = { bytes: madeBytes(1000), isLarge: false };

const FILES = { "model.onnx": LARGE, "config.json": SMALL };

/** The Hub and the cache of one test. */
export interface HubCase {
  readonly hub: LoopbackHub;
  readonly environment: HubEnvironment;
  /** The repository's folder in the cache. */
  readonly folder: string;
  /** Fetches a file of `org/name` at the first commit. */
  fetch(path: string, options?: HubFileOptions): Promise<HubFile>;
}

export async function withHub(
  body: (hubCase: HubCase) => Promise<void>,
  files: Record<string, HubFileContent> = FILES,
): Promise<void> {
  await using hub = new LoopbackHub(files);
  const home = await Deno.makeTempDir();
  const environment = { HF_HOME: home, HF_ENDPOINT: hub.endpoint };
  const fetch = (path: string, options: HubFileOptions = {}) =>
    fetchHubFile(
      { repository: "org/name", revision: COMMITS[0], path },
      { environment, patience: PATIENCE, ...options },
    );
  try {
    await body({ hub, environment, folder: `${home}/hub/models--org--name`, fetch });
  } finally {
    await Deno.remove(home, { recursive: true });
  }
}

/** Returns the error with which a promise fails: it must be of a class that sets an exit code, and have one line. */
export async function failure(
  promise: Promise<unknown>,
  exitCode: number,
  message: RegExp,
): Promise<string> {
  const thrown = await promise.then(() => assert.fail("it did not fail"), (thrown) => thrown);
  assert.ok(thrown instanceof EarnestError, String(thrown));
  assert.match(thrown.message, message);
  assert.equal(thrown.exitCode, exitCode);
  assert.ok(!thrown.message.includes("\n") && !thrown.message.includes("secret"), thrown.message);
  return thrown.message;
}

/** Lists the names in a folder, in order; empty if it does not exist. */
export function namesIn(folder: string): string[] {
  try {
    return Array.from(Deno.readDirSync(folder), ({ name }) => name).sort();
  } catch {
    return [];
  }
}
