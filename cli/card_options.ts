/** The options of commands that read backbone cards: where their files may lie, and how large a download may be. */
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import type { FileOptions } from "../src/backbones/card_files.ts";

/** Values of the options that {@link withCardOptions} adds. */
export interface CardOptions {
  allowOutside: boolean;
}

/** Adds the options to a command. */
export function withCardOptions(command: Command): Command {
  return command.option(
    "--allow-outside",
    "let manifests and cards name files outside their folders",
    false,
  );
}

/** The options as the library takes them. */
export function fileOptions({ allowOutside }: CardOptions): Pick<FileOptions, "allowOutside"> {
  return { allowOutside };
}
