// Checks the second output of the same network: the logits of the labels that it was trained with, which an audit
// uses as its label head.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { openBackbone } from "../../src/backbones/open.ts";
import { goldenArray } from "../golden.ts";
import { sharedPath } from "../shared.ts";

const CARD = fileURLToPath(new URL("./mn04_logits.json", import.meta.url));

Deno.test("mn04: the golden waveform gives the golden logits, and the largest is a dog's", async () => {
  const golden = sharedPath("models/mn04/golden");
  if (golden === undefined) return;
  const backbone = await openBackbone(CARD, { allowOutside: true });
  assert.equal(backbone.modality, "audio");
  const logits = await backbone.embed(goldenArray(golden, "dog_32k").data);
  const expected = goldenArray(golden, "dog_logits").data;
  assert.equal(logits.length, 527);
  const errors = logits.map((value, i) => Math.abs(value - expected[i]!));
  assert.ok(Math.max(...errors) < 1e-3, `${Math.max(...errors)}`);
  const { trainingLabels } = backbone.ledger;
  const ranked = [...logits.keys()].sort((a, b) => logits[b]! - logits[a]!);
  const best = ranked.slice(0, 5).map((at) => trainingLabels[at]!);
  assert.ok(best.includes("Dog") && best.includes("Bark"), best.join(", "));
  await backbone.close();
});
