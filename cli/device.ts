/** The compute device of a command: opened, named in a note, closed at the end. */
import type { Compute } from "../src/compute/compute.ts";
import { openCompute } from "../src/compute/open.ts";
import type { CommonOptions } from "./options.ts";

/** Runs the work on the device that the options ask for. */
export async function withDevice<Result>(
  options: CommonOptions,
  work: (compute: Compute) => Promise<Result>,
): Promise<Result> {
  const { compute, notice } = await openCompute(options.device);
  if (notice !== undefined && !options.quiet) console.error(`earnest: ${notice}`);
  try {
    return await work(compute);
  } finally {
    compute.close();
  }
}
