/**
 * Finds the sounds of an evaluation's items beside a report, so that the points of its maps can be heard.
 * @module
 */
import { join, relative, resolve, sep } from "node:path";
import type { Maps } from "../../audit/results/maps.ts";
import { Boundary } from "../../basics/boundary.ts";
import { InputError } from "../../basics/errors.ts";
import { isThere } from "../../basics/output/place.ts";
import { quotable } from "../../basics/printable.ts";

/** What ids may lack of a file's name: nothing, else one of the kinds that browsers play. */
const ENDINGS = ["", ".wav", ".flac", ".ogg", ".opus", ".mp3", ".m4a"];

/** Files that browsers play; anything else is no sound of theirs, whatever its name. */
const PLAYED = /\.(?:wav|flac|ogg|oga|opus|mp3|m4a|aac)$/i;

/**
 * Finds the sound of each item on the maps: the file that its id names in a folder, with or without its ending.
 *
 * @param report the folder of the report
 * @param sounds the folder of the sounds
 * @returns addresses relative to the report, by id; without the items that have none
 * @throws {InputError} when there is no such folder, or no item has a sound in it
 */
export async function findSounds(
  report: string,
  sounds: string,
  { maps }: Maps,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(
    maps.filter(({ space }) => space.startsWith("audio"))
      .flatMap(({ points }) => points.map(({ id }) => id)),
  );
  if (!await Deno.stat(sounds).then(({ isDirectory }) => isDirectory, () => false)) {
    const what = isThere(sounds) ? "is not a folder" : "does not exist";
    throw new InputError(
      `--sounds "${quotable(sounds)}" ${what}; expected a folder with the audit's sounds`,
    );
  }
  const boundary = new Boundary(sounds);
  const found = new Map<string, string>();
  for (const id of ids) {
    const path = await soundOf(sounds, id, boundary);
    if (path !== undefined) found.set(id, addressOf(relative(resolve(report), resolve(path))));
  }
  if (found.size > 0) return found;
  const [first] = ids;
  throw new InputError(
    first === undefined
      ? `The audit in "${quotable(report)}" has no pictures of sounds; leave out --sounds`
      : `"${quotable(sounds)}" holds no sound of the audit's items, such as "${
        quotable(first)
      }"; expected files that are named as the items' ids, with or without their ending`,
  );
}

async function soundOf(
  folder: string,
  id: string,
  boundary: Boundary,
): Promise<string | undefined> {
  for (const ending of ENDINGS) {
    const name = `${id}${ending}`;
    // An id is text from a manifest: it must not point out of the folder.
    if (!PLAYED.test(name) || await boundary.objection(name) !== undefined) continue;
    const path = join(folder, name);
    const isFile = await Deno.stat(path).then((stat) => stat.isFile, () => false);
    if (isFile) return path;
  }
  return undefined;
}

/** Writes a path as a relative address: every other character than letters, digits and a few marks is escaped. */
function addressOf(path: string): string {
  const parts = path.split(sep).map((part) => encodeURIComponent(part).replaceAll("'", "%27"));
  return parts[0] === ".." ? parts.join("/") : `./${parts.join("/")}`;
}
