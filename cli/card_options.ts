/** The options of commands that read backbone cards: where their files may lie, and how large a download may be. */
import { type Command, InvalidArgumentError, Option } from "npm:commander@15.1.0"; // Parses the command line.
import type { FileOptions } from "../src/backbones/card_files.ts";
import { MOST_DOWNLOAD_BYTES } from "../src/backbones/hub/room.ts";
import { formatByteSize, parseByteSize } from "../src/basics/byte_sizes.ts";

/** Values of the options that {@link withCardOptions} adds. */
export interface CardOptions {
  allowOutside: boolean;
  maxDownload: number;
}

/** Adds the options to a command. */
export function withCardOptions(command: Command): Command {
  return command
    .option("--allow-outside", "let manifests and cards name files outside their folders", false)
    .addOption(maxDownloadOption());
}

/** `--max-download`, of the commands that fetch files of the Hub. */
export function maxDownloadOption(): Option {
  return new Option(
    "--max-download <bytes>",
    "the most that a file of the Hub may have: 500MB, 2GiB",
  )
    .default(MOST_DOWNLOAD_BYTES, formatByteSize(MOST_DOWNLOAD_BYTES)).argParser(parseSize);
}

function parseSize(value: string): number {
  const bytes = parseByteSize(value);
  if (bytes !== undefined) return bytes;
  throw new InvalidArgumentError("expected a number of bytes, such as 500MB or 2GiB");
}

/** The options as the library takes them. */
export function fileOptions({ allowOutside, maxDownload }: CardOptions) {
  return { allowOutside, maxDownloadBytes: maxDownload } satisfies FileOptions;
}
