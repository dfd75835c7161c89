/**
 * What `earnest embed` takes beyond the bare runs of a card's models, and whether its memory grows with the items:
 *
 *     deno run -A tests/bench/embedding.ts DATASET CARD [ROUNDS]
 *
 * Model inputs of all items are made ready first; the bare runs are the backbone's over them, in one thread. The command
 * then runs as a user runs it, in turns with the bare runs; and once over ten times the items.
 * @module
 */
import { join, resolve } from "node:path";
import { ClipWorkers } from "../../src/audio/clip_workers.ts";
import type { ModelInput } from "../../src/audio/front_end/model_input.ts";
import type { AudioBackbone } from "../../src/backbones/backbone.ts";
import { openBackbone } from "../../src/backbones/open.ts";
import { type DatasetItem, openDataset } from "../../src/datasets/open.ts";
import { writeCsv } from "../../src/formats/csv.ts";
import { spreadOf } from "./statistics.ts";
import { timedCommand } from "./timed_command.ts";

async function makeReady(
  { preparation }: AudioBackbone,
  items: readonly DatasetItem[],
): Promise<ModelInput[]> {
  using workers = new ClipWorkers(preparation, navigator.hardwareConcurrency);
  return await Promise.all(items.map(({ file }) => workers.prepare(file!)));
}

/** Seconds of the bare runs. */
async function bareRuns(backbone: AudioBackbone, inputs: readonly ModelInput[]): Promise<number> {
  const start = performance.now();
  for (let i = 0; i < inputs.length; i += backbone.batch) {
    await backbone.embedInputs(inputs.slice(i, i + backbone.batch));
  }
  return (performance.now() - start) / 1000;
}

/** The command over items. */
function command(items: string, card: string, out: string) {
  const args = ["embed", items, "--backbone", card, "--out", out, "--device", "cpu"];
  return timedCommand([...args, "--allow-outside", "--force"]);
}

const [dataset, card, rounds = "5"] = Deno.args;
if (!dataset || !card) throw new Error("expected DATASET CARD [ROUNDS]");
const backbone = await openBackbone(card, { allowOutside: true });
if (backbone.modality !== "audio") throw new Error(`"${card}" is no card for sound`);
const { items } = await openDataset(dataset, { modality: "audio" });
const inputs = await makeReady(backbone, items);
const folder = await Deno.makeTempDir();
const manifest = (times: number) => {
  const rows = items.flatMap(({ id, file }) =>
    Array.from({ length: times }, (_, i) => ({ id: `${id} ${i}`, file_name: resolve(file!) }))
  );
  const path = join(folder, `${times}.csv`);
  Deno.writeTextFileSync(path, writeCsv(["id", "file_name"], rows));
  return path;
};
const ratios: number[] = [];
for (let round = 0; round < Number(rounds); round++) {
  const bare = await bareRuns(backbone, inputs);
  const { seconds, peakMiB } = await command(manifest(1), card, join(folder, "set"));
  ratios.push(seconds / bare);
  console.log(
    `bare ${bare.toFixed(2)} s, embed ${seconds.toFixed(2)} s, peak ${peakMiB.toFixed(0)} MiB`,
  );
}
console.log(`ratio ${spreadOf(ratios).median.toFixed(2)} (median of ${ratios.length})`);
const large = await command(manifest(10), card, join(folder, "large"));
console.log(
  `ten times the items: ${large.seconds.toFixed(1)} s, peak ${large.peakMiB.toFixed(0)} MiB`,
);
await backbone.close();
await Deno.remove(folder, { recursive: true });
