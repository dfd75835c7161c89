import assert from "node:assert/strict";
import { openWebGpu } from "../../src/compute/webgpu/open_webgpu.ts";
import { testOnWatchedDevice } from "../compute/watched_device.ts";
import { LONG, stepIn, train, withFile } from "./checkpoints.ts";
import { configurationOf, plantedData } from "./planted.ts";

testOnWatchedDevice(
  "a device lost while training: the error says what was lost, how far it was, what is saved",
  ({ compute, device }) =>
    withFile(async (path) => {
      const configuration = configurationOf({ optimizer: LONG });
      const data = plantedData(compute);
      const lose = (step: number) => {
        if (step === 100) device.destroy();
      };
      const training = train(compute, data, configuration, { path, every: 30 }, lose);
      const line = `${compute.device.name} was lost, and the results on it (device was lost); ` +
        "run the command again; 100 of 160 steps are known to be finished, " +
        `and "${path}" keeps step 90, from which the same training continues`;
      await assert.rejects(training, { name: "DeviceLostError", message: line });
      assert.equal(await stepIn(path), "90");

      const adapter = await navigator.gpu.requestAdapter({ powerPreference: "high-performance" });
      const another = await openWebGpu(adapter!);
      const again = plantedData(another);
      const resumed = await train(another, again, configuration, { path, every: 30 });
      assert.deepEqual(resumed, await train(another, again, configuration));
      another.close();
    }),
);

testOnWatchedDevice("a device lost without a checkpoint says so", async ({ compute, device }) => {
  const data = plantedData(compute);
  device.destroy();
  await assert.rejects(train(compute, data, configurationOf({ optimizer: LONG })), {
    name: "DeviceLostError",
    message:
      /was lost, .*; 0 of 160 steps are known to be finished, and no checkpoint was requested$/,
  });
});
