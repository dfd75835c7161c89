// What leaving a scope frees.
import assert from "node:assert/strict";
import { openBackbone } from "../../src/backbones/open.ts";
import { audioBackbone } from "../../src/backbones/audio_backbone.ts";
import { openInference } from "../../src/backbones/inference.ts";
import { openLogMelStatistics } from "../../src/backbones/log_mel_statistics.ts";
import { textBackbone } from "../../src/backbones/text_backbone.ts";
import type { TextBackbone } from "../../src/backbones/backbone.ts";
import { openCompute } from "../../src/compute/open.ts";
import { trainProjectors } from "../../src/projector/training.ts";
import { configurationOf, plantedData } from "../projector/planted.ts";
import { nativeIfThere } from "./native/native_if_there.ts";
import { testOnWatchedDevice } from "./watched_device.ts";

testOnWatchedDevice("projectors and devices are freed where their scope ends", async (watched) => {
  const { compute, counts, device } = watched;
  {
    using scope = compute;
    const data = plantedData(scope);
    (await trainProjectors(scope, data, configurationOf())).release();
    const { memories } = counts;
    {
      using trained = await trainProjectors(scope, data, configurationOf());
      assert.ok(counts.memories > memories);
      assert.ok(trained.losses.length > 0);
    }
    assert.equal(counts.memories, memories);
  }
  assert.equal(counts.memories, 0);
  await device.lost;
});

Deno.test("an opened device, an inference and a backbone end with their scope", async () => {
  let closed = 0;
  {
    using opened = await openCompute("cpu");
    const close = opened.compute.close.bind(opened.compute);
    opened.compute.close = () => {
      closed++;
      close();
    };
    using inference = await openInference("cpu");
    assert.equal(inference.provider, "wasm");
  }
  assert.equal(closed, 1);
  let ended = 0;
  const close = () => Promise.resolve().then(() => void ended++);
  {
    await using whole = await openBackbone("character-ngrams");
    await using text = textBackbone({ ...whole as TextBackbone, close });
    await using sounds = audioBackbone({ ...openLogMelStatistics(), close });
    assert.deepEqual([text.modality, sounds.modality, ended], ["text", "audio", 0]);
  }
  assert.equal(ended, 2);
});

Deno.test("a device may be closed before its scope ends", async () => {
  using plain = await openCompute("cpu");
  plain.compute.close();
  using native = await nativeIfThere();
  native?.close();
});
