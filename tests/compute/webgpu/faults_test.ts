import assert from "node:assert/strict";
import { DeviceLostError, SurroundingsError } from "../../../src/basics/errors.ts";
import { Faults } from "../../../src/compute/webgpu/faults.ts";
import { KERNELS } from "../../../src/compute/webgpu/kernels.ts";

/** A device that can be lost and can report errors on request, which no real one does. */
class FakeDevice extends EventTarget {
  readonly #loss = Promise.withResolvers<{ reason: string; message: string }>();
  readonly lost = this.#loss.promise;
  openScopes = 0;

  pushErrorScope(): void {
    this.openScopes++;
  }

  popErrorScope(): Promise<GPUError | null> {
    this.openScopes--;
    return Promise.resolve(null);
  }

  async lose(reason: string, message: string): Promise<void> {
    this.#loss.resolve({ reason, message });
    await this.lost;
  }

  report(error: GPUError): Event {
    const event = new Event("uncapturederror", { cancelable: true });
    this.dispatchEvent(Object.assign(event, { error }));
    return event;
  }
}

function watched(): { device: FakeDevice; faults: Faults } {
  const device = new FakeDevice();
  return { device, faults: new Faults(device as unknown as GPUDevice, "the card") };
}

Deno.test("a lost device fails every later call, with a remedy", async () => {
  const { device, faults } = watched();
  faults.throwKnown();
  await device.lose("unknown", "driver reset");
  const line = "the card was lost, and the results on it (driver reset); run the command again";
  assert.throws(() => faults.throwKnown(), new DeviceLostError(line));
  await assert.rejects(faults.throwAny(), new DeviceLostError(line));
});

Deno.test("closing a device on purpose is not a fault", async () => {
  const { device, faults } = watched();
  faults.expectClose();
  await device.lose("destroyed", "device was lost");
  await faults.throwCause();
});

Deno.test("a device destroyed by something else counts as lost", async () => {
  const { device, faults } = watched();
  await device.lose("destroyed", "");
  await assert.rejects(faults.throwCause(), {
    message: "the card was lost, and the results on it (destroyed); run the command again",
  });
});

Deno.test("a loss that is reported shortly after a failure is its cause", async () => {
  const { device, faults } = watched();
  setTimeout(() => device.lose("unknown", "driver reset"), 5);
  await assert.rejects(faults.throwCause(), /the card was lost/);
});

Deno.test("an out-of-memory error states a remedy", () => {
  const { device, faults } = watched();
  device.report(new GPUOutOfMemoryError("not enough memory left"));
  const line = "the card is out of memory (not enough memory left); use a smaller batch or fewer " +
    "rows at a time, or --device cpu";
  assert.throws(() => faults.throwKnown(), new SurroundingsError(line));
});

Deno.test("the first of several faults is reported, in one line", () => {
  const { device, faults } = watched();
  assert.ok(device.report(new GPUValidationError("Buffer\n  is invalid")).defaultPrevented);
  device.report(new GPUOutOfMemoryError("no memory"));
  const line = "the card reports: Buffer is invalid";
  assert.throws(() => faults.throwKnown(), new SurroundingsError(line));
});

Deno.test("a kernel that cannot be built leaves no error scope open", async () => {
  const { device, faults } = watched();
  const kernel = KERNELS.root;
  const build = () => {
    throw new TypeError("no such entry");
  };
  assert.throws(
    () => faults.watchBuild(device as unknown as GPUDevice, kernel, build),
    new TypeError("no such entry"),
  );
  assert.equal(device.openScopes, 0);
  await faults.throwAny();
});
