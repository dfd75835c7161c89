/**
 * Fetches and checks everything that a backbone card needs, so that later runs need no network.
 * @module
 */
import type { FileOptions } from "./card_files.ts";
import { namedFiles } from "./named_files.ts";
import { readCard } from "./read_card.ts";

/**
 * Fetches and checks the files of a card.
 *
 * @param path the card's path
 * @returns the files as the card names them, with their SHA-256
 * @throws {InputError} when the card is wrong, or a file's SHA-256 is not the card's
 * @throws {SurroundingsError} when a file cannot be fetched
 */
export async function fetchCard(
  path: string,
  options: FileOptions = {},
): Promise<{ readonly file: string; readonly sha256: string }[]> {
  const { card, files } = await readCard(path, [], options);
  await files.checkPlaces();
  const fetched = [];
  for (const { file } of namedFiles(card)) {
    fetched.push({ file: file.file, sha256: (await files.check(file)).sha256 });
  }
  return fetched;
}
