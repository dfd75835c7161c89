// Tests the rule's rate on real captions, since made ones differ from them.
import assert from "node:assert/strict";
import { openGlove100d } from "../../../src/backbones/glove_100d.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { openCpu } from "../../../src/compute/cpu/cpu_compute.ts";
import { openDataset } from "../../../src/datasets/open.ts";
import { calibrateSemantic } from "../../../src/leakage/semantic/calibrate.ts";
import { findSemantic } from "../../../src/leakage/semantic/find.ts";
import { readLabels } from "../../../src/leakage/labels/read_labels.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { sharedPath } from "../../shared.ts";

/** Reads Clotho's captions with the ESC-50 labels that they contain, in halves that share no clip. */
async function clothoHalves(folder: string) {
  const { items } = await openDataset(folder, { modality: "text" });
  const matcher = compileTextRules(await readLabels("esc50"), await WordNet.open(), TEXT_RULES);
  const clips = new Set(items.map(({ caption }) => caption!.of));
  const order = new RandomStream(0, "halves").shuffled([...clips]);
  const first = new Set(order.slice(0, order.length / 2));
  const captions = items.map(({ id, text, caption }) => ({
    id,
    text: text!,
    mentions: matcher.find(text!).map(({ label }) => label),
    half: first.has(caption!.of) ? "calibration" : "held out",
  }));
  return Map.groupBy(captions, ({ half }) => half);
}

Deno.test("captions of other Clotho clips have findings at about the stated rate", async () => {
  const folder = sharedPath("data/clotho-captions");
  if (folder === undefined) return;
  const halves = await clothoHalves(folder);
  const heldOut = halves.get("held out")!;
  const compute = openCpu(), backbone = await openGlove100d();
  const { labels: entries } = await readLabels("esc50");
  const thresholds = await calibrateSemantic(compute, {
    backbone,
    labels: entries,
    captions: halves.get("calibration")!,
  }, { falseAlarmRate: 0.02 });
  const found = new Set<string>();
  const foundLabels = new Set<string>();
  for await (
    const { findings } of findSemantic(compute, { backbone, thresholds, pairs: heldOut })
  ) {
    for (const { item, label } of findings) found.add(item), foundLabels.add(label!);
  }
  const realised = found.size / heldOut.length;
  assert(realised > 0.01 && realised < 0.03, `${realised}`);
  assert(foundLabels.size > 35, `${foundLabels.size} labels`);
  await backbone.close();
  compute.close();
});
