// Writes an embedding set slowly, to be killed: deno run -A slow_writer.ts FOLDER MODE MILLISECONDS [I/N]
import { parseShard } from "../../src/embeddings/parts.ts";
import type { OpenMode } from "../../src/embeddings/opening.ts";
import { openSetWriter } from "../../src/embeddings/writer.ts";
import { CUT, IDENTITY, itemsOf, madePart } from "./made_set.ts";

const [folder, mode, milliseconds, shard] = Deno.args;
const writer = await openSetWriter(folder!, {
  ...CUT,
  identity: IDENTITY,
  environment: { platform: "test" },
  mode: mode as OpenMode,
  ...(shard === undefined ? {} : { shard: parseShard(shard) }),
});
for (const part of await writer.pending()) {
  await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
  await writer.writePart(part, madePart(itemsOf(part)));
}
console.log(JSON.stringify(await writer.finish()));
