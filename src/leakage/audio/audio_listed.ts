/**
 * The rule `AUDIO-LISTED`: a training pair whose recording is on a list of those to be left out.
 * @module
 */
import { known } from "../../datasets/placeholders.ts";
import type { Finding, TrainingPair } from "../findings.ts";
import { soundInColumn, soundInName } from "./archives.ts";
import type { ListedSound } from "./exclusion_list.ts";
import { type Source, sourceOf } from "./source.ts";

/**
 * Collects a list into a function that finds the training pairs whose recording is on it: by the pair's id, by its
 * file's name, with or without folder and ending, or by its source as {@link sourceOf} defines it. Where an entry and a
 * pair both name a part of a video, the parts must overlap.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const find = compileAudioListed([{ name: "1234", archive: "Freesound" }, { name: "dog.wav" }]);
 * assert.equal(find({ id: "x", text: "a hen", source: "1234" })?.evidence, "1234 is on the list");
 * assert.equal(find({ id: "clips/dog.flac", text: "a dog" })?.rule, "AUDIO-LISTED");
 * assert.equal(find({ id: "cat.wav", text: "a cat" }), undefined);
 * ```
 */
export function compileAudioListed(
  listed: readonly ListedSound[],
): (pair: TrainingPair) => Finding | undefined {
  const names = new Map<string, string>();
  const sources = new Map<string, { readonly name: string; readonly part: Source["part"] }[]>();
  for (const entry of listed) {
    for (const name of namesOf(entry.name)) if (!names.has(name)) names.set(name, entry.name);
    const source = sourceIn(entry);
    if (source === undefined) continue;
    const known = sources.get(source.key) ?? [];
    sources.set(source.key, known);
    known.push({ name: entry.name, part: source.part });
  }
  const find = (pair: TrainingPair): string | undefined => {
    const source = sourceOf(pair);
    const sameSource = source &&
      sources.get(source.key)?.find(({ part }) =>
        !part || !source.part || part[0] < source.part[1] && source.part[0] < part[1]
      );
    if (sameSource !== undefined) return sameSource.name;
    const column = known(pair.source ?? "");
    const own = [pair.id, withoutCaption(pair.id), pair.file, column].filter((one) => one);
    return own.flatMap((one) => namesOf(one!)).map((name) => names.get(name)).find(Boolean);
  };
  return (pair) => {
    const name = find(pair);
    if (name === undefined) return undefined;
    return {
      rule: "AUDIO-LISTED",
      flagged: true,
      item: pair.id,
      evidence: `${name} is on the list`,
      confidence: 1,
    };
  };
}

/** A name, and without its folder, and without its ending. */
function namesOf(name: string): string[] {
  const last = name.slice(Math.max(name.lastIndexOf("/"), name.lastIndexOf("\\")) + 1);
  return [...new Set([name, last, last.replace(/\.[a-z][a-z\d]{1,4}$/i, "")])];
}

/** The id of the sound that a caption is of. */
export function withoutCaption(id: string): string {
  return id.replace(/#\d+$/, "");
}

/** The recording in an archive that an entry names. */
function sourceIn({ name, archive }: ListedSound) {
  const found = soundInName(name) ?? soundInColumn(name.replace(/\.[a-z][a-z\d]{1,4}$/i, ""));
  const isOf = found !== undefined &&
    (archive === undefined || archive === found.archive);
  if (isOf) return { key: `${found.archive} ${found.id}`, part: found.part };
  if (archive !== "YouTube") return undefined;
  // Where the list says that it holds ids of YouTube, any eleven characters are one.
  const [, id] = /^Y?([\w-]{11})(?:\.[a-z\d]{2,5})?$/i.exec(name) ?? [];
  return id === undefined ? undefined : { key: `YouTube ${id}`, part: undefined };
}
