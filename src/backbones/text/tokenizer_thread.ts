/**
 * Runs a tokenizer in a thread that can be ended: a pattern of its file may backtrack without end.
 * @module
 */
import { quotable } from "../../basics/printable.ts";
import { TimedOut } from "../../basics/time_limit.ts";
import { UnusableText } from "../backbone.ts";
import type { Encoded } from "../worker/calls.ts";
import type { ModelThread } from "../worker/model_thread.ts";
import type { TokenizerFile, Tokens } from "./tokenizer.ts";

/** A tokenizer, ready to use. */
export interface DistantTokenizer {
  /** The id that pads a batch's shorter texts. */
  readonly padId: number;
  /**
   * Tokenizes texts; see `TextTokenizer.encode`.
   * @throws {UnusableText} when a text gives a token without an id, or exceeds the time limit of an item
   */
  encode(texts: readonly string[]): Promise<readonly Tokens[]>;
}

/**
 * Opens a tokenizer from a `tokenizer.json` in a thread; see `openTokenizer`.
 *
 * @param read reads the file, and reads it again if the thread had to be ended; its bytes are moved to the thread
 * @throws {InputError} when the file is not a tokenizer of a known kind, or leaves no room for a text
 */
export async function openTokenizerIn(
  thread: ModelThread,
  read: () => Promise<TokenizerFile>,
  maxTokens: number,
): Promise<DistantTokenizer> {
  const { id, value } = await thread.open<{ readonly padId: number }>(async (id) => {
    const file = await read();
    return {
      name: `opening "${quotable(file.path)}"`,
      call: { kind: "open tokenizer", id, file, maxTokens },
      transfer: [file.bytes.buffer],
    };
  });
  return {
    padId: value.padId,
    async encode(texts) {
      const encoded = await thread.ask<Encoded>({
        name: (index) => `finding the tokens of "${quotable(texts[index]!)}"`,
        call: { kind: "encode", id, texts },
      }).catch((thrown): never => {
        if (!(thrown instanceof TimedOut)) throw thrown;
        throw new UnusableText(thrown.index, thrown.message, { cause: thrown });
      });
      if ("reason" in encoded) throw new UnusableText(encoded.index, encoded.reason);
      return encoded;
    },
  };
}
