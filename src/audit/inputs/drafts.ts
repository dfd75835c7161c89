/**
 * Drafts cards for the models that a configuration names without one.
 * @module
 */
import { drafted, DRAFTED_PLACE } from "../../backbones/draft/drafted.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { sha256Of } from "../../basics/sha256.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import type { AuditConfiguration } from "../configuration/configuration.ts";
import { modelsOf } from "../configuration/named_files.ts";
import type { InputFiles } from "./files.ts";
import type { InputOptions } from "./input_options.ts";

/**
 * Drafts the cards, as if they lay beside the configuration, and records their hashes.
 *
 * @throws {InputError} when a ledger has no backbone beside it, two ledgers are of one model, or a card cannot be drafted
 * @throws {SurroundingsError} when a file of the Hub cannot be fetched
 */
export async function draftModels(
  configuration: AuditConfiguration,
  files: InputFiles,
  { onProgress, maxDownloadBytes, signal }: Pick<
    InputOptions,
    "onProgress" | "maxDownloadBytes" | "signal"
  >,
): Promise<void> {
  const ledgers = new Map<string, string>();
  for (const { key, modality, backbone, ledger } of modelsOf(configuration)) {
    if (backbone === undefined) {
      throw new InputError(
        `"${key}.ledger" is "${quotable(ledger)}"; expected a "backbone" beside it`,
      );
    }
    const known = ledgers.get(backbone);
    if (known !== undefined && known !== ledger) {
      throw new InputError(
        `"${key}.ledger" is "${quotable(ledger)}", and "${quotable(backbone)}" has the ledger ` +
          `"${quotable(known)}" elsewhere; expected one`,
      );
    }
    ledgers.set(backbone, ledger);
    if (known !== undefined) continue;
    const reference = await files.isThere(backbone) ? files.resolve(backbone) : backbone;
    const { text } = await drafted(reference, files.resolve(DRAFTED_PLACE), {
      ledger: { text: decodeUtf8(await files.read(ledger), ledger), name: ledger },
      modality,
      onProgress,
      signal,
      ...(maxDownloadBytes === undefined ? {} : { maxDownloadBytes }),
    });
    files.drafts.set(backbone, text);
    files.hashes[`card ${backbone}`] = sha256Of(text);
  }
}
