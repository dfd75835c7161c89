/**
 * Finds the sounds of video parts, whose names differ by the tool that fetched them.
 * @module
 */
import type { DatasetFolder } from "../folder.ts";
import { soundsByStem } from "../found_sounds.ts";

/** A part of a video at YouTube. */
export interface VideoPart {
  /** Its id. */
  readonly video: string;
  /** Where the part starts, in seconds. */
  readonly start: number;
  /** Where it ends, in seconds. */
  readonly end: number;
}

/** Seconds as names have them: whole ones without a fraction. */
export function secondsIn(text: string): number {
  return Math.round(Number(text) * 1000) / 1000;
}

/**
 * The names that tools give the sound of a part, without ending: `VIDEO_START`, in seconds, in six digits, with a
 * fraction or in milliseconds, alone or with the end, then `VIDEO`; each also after a `Y`.
 */
export function videoNames({ video, start, end }: VideoPart): string[] {
  const written = (seconds: number) => [
    String(seconds),
    seconds.toFixed(1),
    seconds.toFixed(3),
    String(Math.round(1000 * seconds)),
  ];
  const padded = (seconds: number) => String(seconds).padStart(6, "0");
  const [starts, ends] = [written(start), written(end)];
  const names = [
    `${video}_${padded(start)}`,
    ...starts.map((text) => `${video}_${text}`),
    ...starts.map((text, i) => `${video}_${text}_${ends[i]}`),
    `${video}_${padded(start)}_${padded(end)}`,
    video,
  ];
  return [...new Set([...names, ...names.map((name) => `Y${name}`)])];
}

/** Returns a function that gives the first sound of a folder with one of several names, without their endings. */
export async function soundFinder(
  folder: DatasetFolder,
): Promise<(names: readonly string[]) => string | undefined> {
  const sounds = await soundsByStem(folder);
  return (names) => names.map((name) => sounds.get(name)?.[0]).find((path) => path !== undefined);
}
