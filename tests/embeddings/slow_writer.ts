// Writes an embedding set slowly, to be killed: deno run -A slow_writer.ts FOLDER MODE MILLISECONDS [I/N]
import { parseShard } from "../../src/embeddings/parts.ts";
import { openSetWriter, type SetMode } from "../../src/embeddings/set_writer.ts";
import { IDENTITY, ITEMS, madePart } from "./made_set.ts";

const [folder, mode, milliseconds, shard] = Deno.args;
const writer = await openSetWriter(folder!, {
  identity: IDENTITY,
  environment: { platform: "test" },
  mode: mode as SetMode,
  ...(shard === undefined ? {} : { shard: parseShard(shard) }),
});
for (const part of writer.pending) {
  await new Promise((resolve) => setTimeout(resolve, Number(milliseconds)));
  await writer.writePart(part, madePart(writer.itemsOf(part, ITEMS)));
}
console.log(JSON.stringify(await writer.finish()));
