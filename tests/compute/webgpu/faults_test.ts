import assert from "node:assert/strict";
import { SurroundingsError } from "../../../src/basics/errors.ts";
import { Faults } from "../../../src/compute/webgpu/faults.ts";

/** A device that can be lost and can report errors, which no real one does when asked to. */
class FakeDevice extends EventTarget {
  readonly #loss = Promise.withResolvers<{ reason: string; message: string }>();
  readonly lost = this.#loss.promise;

  async lose(reason: string, message: string): Promise<void> {
    this.#loss.resolve({ reason, message });
    await this.lost;
  }

  report(message: string): Event {
    const event = new Event("uncapturederror", { cancelable: true });
    this.dispatchEvent(Object.assign(event, { error: { message } }));
    return event;
  }
}

function watched(): { device: FakeDevice; faults: Faults } {
  const device = new FakeDevice();
  return { device, faults: new Faults(device as unknown as GPUDevice, "the card") };
}

Deno.test("a lost device fails whatever comes next, with what to do", async () => {
  const { device, faults } = watched();
  faults.throwKnown();
  await device.lose("unknown", "driver reset");
  const line = "the card was lost, and the results on it (driver reset); run the command again";
  assert.throws(() => faults.throwKnown(), new SurroundingsError(line));
  await assert.rejects(faults.throwAny(), new SurroundingsError(line));
});

Deno.test("a device that was closed on purpose is no fault", async () => {
  const { device, faults } = watched();
  await device.lose("destroyed", "device was lost");
  await faults.throwAny();
});

Deno.test("the first of several faults is the one that is told, in one line", () => {
  const { device, faults } = watched();
  assert.ok(device.report("Out of\n  memory").defaultPrevented);
  device.report("buffer is invalid");
  const line = "the card reports: Out of memory";
  assert.throws(() => faults.throwKnown(), new SurroundingsError(line));
});
