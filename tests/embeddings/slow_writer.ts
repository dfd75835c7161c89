/**
 * Writes a planted set slowly, for tests that kill it: `slow_writer.ts FOLDER MODE [I/N]`. Prints "ready" when it
 * begins with its parts.
 */
import { openSetWriter, type SetWriterOptions } from "../../src/embeddings/writer.ts";
import { contentOf, planted } from "./planted.ts";

/** 90 parts of 40 rows of 500 numbers, 7 MB in all: merging them takes as long as writing some of them. */
export const slow: SetWriterOptions = { ...planted, items: 3600, partItems: 40 };

async function writeSlowly([folder, mode, shard]: readonly string[]): Promise<void> {
  const [index, count] = shard?.split("/").map(Number) ?? [];
  const writer = await openSetWriter(folder!, {
    ...slow,
    mode: mode as SetWriterOptions["mode"],
    shard: shard === undefined ? undefined : { index: index!, count: count! },
  });
  console.log("ready");
  for (const part of await writer.pending()) {
    await new Promise((wake) => setTimeout(wake, 2));
    await writer.writePart(part, contentOf(slow, part, 500));
  }
  await writer.finish();
}

if (import.meta.main) await writeSlowly(Deno.args);
