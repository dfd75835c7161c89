/**
 * Runs ONNX models in this thread: a run blocks it until it ends.
 * @module
 */
import type { InferenceSession } from "npm:onnxruntime-web@1.30.0";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { Faults } from "../../compute/webgpu/faults.ts";
import { failed, unopened } from "./failures.ts";
import {
  describePorts,
  expectInputs,
  misfit,
  type OnnxPort,
  type OnnxTensor,
  outputNamed,
  portsOf,
} from "./ports.ts";
import { inTurn, keepingWorker, loadRuntime, type OnnxRuntime } from "./runtime.ts";
import type { OnnxFile, OnnxSession } from "./model.ts";
import { fromModel, toModel } from "./tensors.ts";

/** How to run a model in this thread. */
export interface HereOptions {
  /** Threads of the runtime, the same number for all sessions of this thread. */
  readonly threads: number;
  /** The device to run on; default the CPU. */
  readonly device: GPUDevice | undefined;
}

/**
 * Opens a model. onnxruntime-web is loaded on the first call. Sessions of a thread share one runtime, in which runs
 * wait for each other.
 *
 * @throws {InputError} when the file is broken, lacks external data, or holds an operator that the runtime lacks
 * @throws {SurroundingsError} when the device reports an error
 */
export async function openSessionHere(
  file: OnnxFile,
  { threads, device }: HereOptions,
): Promise<OnnxSession> {
  const runtime = await loadRuntime(device ? "webgpu" : "wasm", threads);
  const faults = device ? faultsOf(device) : undefined;
  const settings: InferenceSession.SessionOptions = {
    // onnxruntime accepts a device here, but its types do not know it.
    executionProviders: [device ? { name: "webgpu", device } as { name: "webgpu" } : "wasm"],
    logSeverityLevel: 4,
    externalData: file.externalData?.map(({ path, bytes }) => ({ path, data: bytes })) ?? [],
  };
  const create = () => runtime.InferenceSession.create(file.bytes, settings);
  const session = await inTurn(() => keepingWorker(create)).catch(async (thrown) => {
    await faults?.throwCause();
    throw unopened(file.path, thrown);
  });
  const inputs = portsOf(session.inputMetadata);
  const outputs = portsOf(session.outputMetadata);
  const model = { path: file.path, inputs, outputs, runtime, session, faults };
  return {
    path: file.path,
    inputs,
    outputs,
    run: (given, wanted = session.outputNames) => inTurn(() => run(model, given, wanted)),
    close: () => inTurn(() => session.release()),
  };
}

/** An open model with its session and device. */
interface Model {
  readonly path: string;
  readonly inputs: readonly OnnxPort[];
  readonly outputs: readonly OnnxPort[];
  readonly runtime: OnnxRuntime;
  readonly session: InferenceSession;
  readonly faults: Faults | undefined;
}

async function run(
  model: Model,
  given: Readonly<Record<string, OnnxTensor>>,
  wanted: readonly string[],
): Promise<Record<string, OnnxTensor>> {
  expectInputs(model.path, model.inputs, given);
  wanted.forEach((name) => outputNamed(model.path, model.outputs, name));
  const feeds = Object.fromEntries(model.inputs.map((port) => {
    const tensor = toModel(model.runtime, model.path, port, given[port.name]!);
    if (!tensor) throw misfit(model.path, model.inputs, given);
    return [port.name, tensor];
  }));
  const results = await model.session.run(feeds, wanted).catch(async (thrown) => {
    await model.faults?.throwCause();
    throw failed(model.path, given, thrown);
  });
  await model.faults?.throwAny();
  return Object.fromEntries(wanted.map((name) => {
    const tensor = fromModel(results[name]!);
    if (tensor) return [name, tensor];
    throw new InputError(
      `"${quotable(model.path)}" has ${describePorts("outputs", model.outputs)}; ` +
        `"${quotable(name)}" is neither of real nor of whole numbers`,
    );
  }));
}

/** The faults of each device that a model was opened on. */
const faultsByDevice = new WeakMap<GPUDevice, Faults>();

function faultsOf(device: GPUDevice): Faults {
  const faults = faultsByDevice.get(device) ?? new Faults(device, "The model's device");
  faultsByDevice.set(device, faults);
  return faults;
}
