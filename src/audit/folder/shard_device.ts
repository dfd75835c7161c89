/**
 * The device of an audit's shards. The first shard fixes it and its kernels in the folder: trainings on others would have
 * other bits.
 * @module
 */
import { join } from "node:path";
import { writeFileAtomic } from "../../basics/atomic.ts";
import { DeviceError, InputError } from "../../basics/errors.ts";
import { readInputFile } from "../../basics/input_file.ts";
import { isThere } from "../../basics/output/place.ts";
import { SHARDS_FOLDER } from "../../basics/output/shard_names.ts";
import { quotable } from "../../basics/printable.ts";
import type { Compute } from "../../compute/compute.ts";
import { type KnownDevice, OtherDeviceError } from "../../compute/open.ts";
import {
  formatVariants,
  type KeptVariants,
  parseVariants,
  VARIANTS_FILE,
} from "../../compute/variants_file.ts";
import { withLock } from "../../embeddings/folder.ts";
import { decodeUtf8 } from "../../formats/reading.ts";
import { onTrainingDevice } from "./asked.ts";
import type { AuditRunOptions } from "./options.ts";

/** Work on a device that trains. */
type OnDevice<Result> = (compute: Compute, variants: KeptVariants) => Promise<Result>;

/**
 * Does work on the device that the shards of a folder share, with the same kernels.
 *
 * @param folder the audit's, with the plan of its shards
 * @throws {DeviceError} when this is another device
 * @throws {InputError} when the options give other kernels
 */
export async function onShardDevice<Result>(
  folder: string,
  options: AuditRunOptions,
  work: OnDevice<Result>,
): Promise<Result> {
  const fixed = await fixedVariants(folder);
  if (fixed && options.variants && !areAlike(fixed, options.variants)) {
    throw new InputError(
      `The shards of "${quotable(folder)}" use the kernels of its ${VARIANTS_FILE}, and those of ` +
        "--variants are others; leave that out",
    );
  }
  try {
    const done = await onTrainingDevice(
      options,
      fixed ?? options.variants,
      async (compute, own) => {
        if (!areAlike(fixed ?? await fixVariants(folder, own), own)) return undefined;
        return { result: await work(compute, own) };
      },
    );
    if (done !== undefined) return done.result;
  } catch (thrown) {
    if (!(thrown instanceof OtherDeviceError)) throw thrown;
    throw otherDevice(folder, thrown.known, thrown.here);
  }
  // Another shard was faster, on another device or with kernels that were tuned on their own.
  return await onShardDevice(folder, options, work);
}

/** The device and kernels of a folder's shards; undefined before the first. */
async function fixedVariants(folder: string): Promise<KeptVariants | undefined> {
  const path = join(folder, VARIANTS_FILE);
  if (!isThere(path)) return undefined;
  return parseVariants(decodeUtf8(await readInputFile(path), path), path);
}

/** Fixes the device and kernels, unless another shard was faster; returns those that are fixed. */
async function fixVariants(folder: string, own: KeptVariants): Promise<KeptVariants> {
  const path = join(folder, VARIANTS_FILE);
  await withLock(join(folder, SHARDS_FOLDER), async () => {
    if (!isThere(path)) await writeFileAtomic(path, formatVariants(own));
  });
  return (await fixedVariants(folder))!;
}

/** Whether two devices are the same, with the same kernels. */
function areAlike(one: KeptVariants, other: KeptVariants): boolean {
  const [a, b] = [one, other].map(({ device }) => formatVariants({ device, origin: "shipped" }));
  return a === b;
}

function otherDevice(folder: string, known: KnownDevice, here: KnownDevice): DeviceError {
  return new DeviceError(
    `The shards of "${quotable(folder)}" train on ${known.name} (${known.class}), and this is ` +
      `${here.name} (${here.class}), whose last bits differ; use --device or a machine with that ` +
      "device, or choose another --out",
  );
}
