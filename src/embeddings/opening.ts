/**
 * Begins the writing of an embedding set: in an empty place, or where an earlier or a concurrent process began the
 * same set.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../basics/atomic.ts";
import { InputError } from "../basics/errors.ts";
import { keepPermissions } from "../basics/output/permissions.ts";
import { differenceText } from "./difference_text.ts";
import { ensureFolder, lookAt, type Place, readWritten, removeParts, withLock } from "./folder.ts";
import { differencesOf } from "./identity.ts";
import type { OpenMode } from "./open_mode.ts";
import type { Shard } from "./parts.ts";
import {
  type Environment,
  formatSetFile,
  SET_FILE,
  type SetFile,
  type SetIdentity,
} from "./set_file.ts";

/** A set to be written. */
export interface SetPlan {
  /** What the values depend on. */
  readonly identity: SetIdentity;
  /** SHA-256 of the identity's canonical JSON. */
  readonly fingerprint: string;
  /** The environment of this process. */
  readonly environment: Environment;
}

/**
 * Writes the `set.json` of a new set, or compares the existing one.
 *
 * @param folder where the set is written; created if missing, its parent must exist
 * @param name the name of the folder in messages
 * @param shard the share of this process among several: it joins the others without being asked to resume
 * @throws {InputError} when the place holds something that the mode does not allow, or another set, named by the
 * first field that differs
 * @throws {SurroundingsError} when the folder cannot be written
 */
export async function beginSet(
  folder: string,
  name: string,
  plan: SetPlan,
  mode: OpenMode,
  shard: Shard | undefined,
): Promise<SetFile> {
  const allowed = (place: Place) => {
    checkPlace(place, name, mode, shard !== undefined);
    if (place.kind === "set") checkSameSet(place.set, name, plan);
  };
  const before = await lookAt(folder);
  allowed(before);
  if (before.kind === "set") return before.set;
  await ensureFolder(folder);
  if (folder !== name) keepPermissions(name, folder, false);
  await withLock(folder, async () => {
    const place = await lookAt(folder);
    allowed(place);
    if (place.kind === "set") return;
    await removeParts(folder);
    const { identity, fingerprint, environment } = plan;
    const set = { complete: false, identity, fingerprint, environments: [environment] } as const;
    await writeFileAtomic(join(folder, SET_FILE), formatSetFile(set));
  });
  // On a file system without locks, another process may have begun another set at the same moment.
  const set = await readWritten(folder);
  checkSameSet(set, name, plan);
  return set;
}

/**
 * Makes sure that a set may be written at a place.
 *
 * @param name the name of its folder in messages
 * @param isShard whether this process joins others without being asked to resume
 * @throws {InputError} when something is there that the mode does not allow
 */
export function checkPlace(place: Place, name: string, mode: OpenMode, isShard: boolean): void {
  if (place.kind === "missing" || place.kind === "blank") return;
  if (place.kind === "other") {
    throw new InputError(`"${name}" exists and is not an embedding set; choose another --out`);
  }
  if (mode !== "create" || isShard) return;
  throw new InputError(
    place.set.complete
      ? `"${name}" is an embedding set already; replace it with --force, or choose another --out`
      : `"${name}" is an unfinished embedding set; use --resume to continue it, --force to replace it, ` +
        "or choose another --out",
  );
}

/**
 * Compares a set with the one to be written.
 *
 * @param name the name of its folder in messages
 * @throws {InputError} that names the first field that differs
 */
export function checkSameSet(set: SetFile, name: string, plan: SetPlan): void {
  if (set.fingerprint === plan.fingerprint) return;
  const [difference] = differencesOf(set.identity, plan.identity);
  const remedy = "choose another --out, or replace it with --force";
  throw new InputError(
    `"${name}" was begun ${differenceText(difference!, "this run")}; ${remedy}`,
  );
}

/**
 * Describes what this process computes on that differs from the set's first run, one sentence for each difference.
 */
export function environmentNotes(set: SetFile, name: string, plan: SetPlan): string[] {
  const [begun] = set.environments;
  return differencesOf(begun ?? {}, plan.environment).map((difference) =>
    `"${name}" was begun ${differenceText(difference, "this run")}; the last bits may differ`
  );
}
