/**
 * Keeps the faults of a GPU, which reports them late and elsewhere, until a caller waits for results.
 * @module
 */
import {
  DeviceError,
  DeviceLostError,
  type EarnestError,
  messageOf,
  SurroundingsError,
} from "../../basics/errors.ts";
import type { Kernel } from "./kernels.ts";

/** Milliseconds that a lost device has to report the loss after a failure: the report arrives a turn or two later. */
const LOSS_REPORT_MS = 200;

/** Keeps the first fault of a device. */
export class Faults {
  #fault: EarnestError | undefined;
  #closing = false;
  readonly #loss: Promise<void>;
  readonly #checks = new Set<Promise<void>>();

  /** Listens to a device, called `name` in messages. */
  constructor(device: GPUDevice, name: string) {
    device.addEventListener("uncapturederror", (event) => {
      event.preventDefault();
      this.#note(reported(name, (event as GPUUncapturedErrorEvent).error));
    });
    this.#loss = device.lost.then(({ reason, message }) => {
      if (this.#closing) return;
      this.#note(
        new DeviceLostError(
          `${name} was lost, and the results on it (${message || reason}); run the command again`,
        ),
      );
    });
  }

  /** Marks the destruction of the device as intended, so that it is not a fault. */
  expectClose(): void {
    this.#closing = true;
  }

  /** Throws the fault that caused a failure, if the device reports one. */
  async throwCause(): Promise<void> {
    await this.throwAny();
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, LOSS_REPORT_MS);
    await Promise.race([this.#loss, promise]);
    clearTimeout(timer);
    this.throwKnown();
  }

  /** Throws the first known fault, if any. */
  throwKnown(): void {
    if (this.#fault) throw this.#fault;
  }

  /** Waits for the checks of the kernels built so far, then throws the first fault, if any. */
  async throwAny(): Promise<void> {
    await Promise.all(this.#checks);
    this.throwKnown();
  }

  /** Runs a function that builds a kernel; an error in its WGSL becomes a fault that names file and line. */
  watchBuild(device: GPUDevice, kernel: Kernel, build: () => GPUShaderModule): void {
    device.pushErrorScope("validation");
    let module: GPUShaderModule;
    try {
      module = build();
    } catch (thrown) {
      // The thrown error is the cause; an error scope that stays open would swallow all later errors.
      device.popErrorScope().catch(() => {});
      throw thrown;
    }
    const check = device.popErrorScope().then(async (error) => {
      if (error) this.#note(await kernelError(kernel, module, error));
      this.#checks.delete(check);
    });
    this.#checks.add(check);
  }

  #note(fault: EarnestError): void {
    this.#fault ??= fault;
  }
}

function reported(name: string, error: GPUError): SurroundingsError {
  // Deno's GPUInternalError has no message.
  const message = messageOf(error.message ?? error.constructor.name);
  if (!(error instanceof GPUOutOfMemoryError)) {
    return new SurroundingsError(`${name} reports: ${message}`);
  }
  return new SurroundingsError(
    `${name} is out of memory (${message}); use a smaller batch or fewer rows at a time, or --device cpu`,
  );
}

async function kernelError(
  kernel: Kernel,
  module: GPUShaderModule,
  error: GPUError,
): Promise<DeviceError> {
  const place = `kernels/${kernel.file}`;
  const { messages } = await module.getCompilationInfo();
  const first = messages.find((message) => message.type === "error");
  if (first) {
    // The following lines of the message show the source line.
    const text = messageOf(first.message.split("┌")[0]);
    return new DeviceError(`${place} line ${first.lineNum}: ${text}`);
  }
  return new DeviceError(`${place}, entry point "${kernel.entry}": ${messageOf(error.message)}`);
}
