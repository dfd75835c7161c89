/**
 * Opens the native device where a BLAS library is found and native code may be called.
 * @module
 */
import { DeviceError } from "../../basics/errors.ts";
import type { Compute, DeviceDescription } from "../compute.ts";
import { type Blas, blasPlaces, openBlas } from "./blas.ts";
import { computeOf } from "./native_compute.ts";
import { mayCallNative } from "./permission.ts";

/**
 * Opens the native device.
 *
 * @param threads the library's threads; default those that it takes itself
 * @throws {DeviceError} that says what to install or to allow when it cannot be opened
 */
export async function openNative(threads?: number): Promise<Compute> {
  if (!await mayCallNative()) {
    throw new DeviceError(`${NOT_ALLOWED}: add it, or use --device auto`);
  }
  const blas = await findBlas();
  if (!blas) throw new DeviceError(`${await notFound()}; or use --device auto`);
  return computeOf(blas, threads);
}

/**
 * Opens the native device where it is faster than a software adapter: where the library is not the reference
 * implementation. The process must be permitted to call native code.
 *
 * @returns undefined where it is not
 * @throws {DeviceError} when a library is found and at fault
 */
export async function openFastNative(threads?: number): Promise<Compute | undefined> {
  const blas = await findBlas();
  if (blas?.isFast) return computeOf(blas, threads);
  blas?.close();
  return undefined;
}

/** Describes the native device, if it opens, and says in one line why it does not, or is slow. */
export async function surveyNative(): Promise<
  { readonly device?: DeviceDescription; readonly missing?: string }
> {
  if (!await mayCallNative()) return { missing: NOT_ALLOWED };
  try {
    const blas = await findBlas();
    if (!blas) return { missing: await notFound() };
    const compute = computeOf(blas);
    compute.close();
    const { device } = compute;
    return blas.isFast ? { device } : { device, missing: `${blas.path} may be slow; ${CURE}` };
  } catch (thrown) {
    if (!(thrown instanceof DeviceError)) throw thrown;
    return { missing: thrown.message };
  }
}

/** Opens the first library that the system finds. */
async function findBlas(): Promise<Blas | undefined> {
  for (const place of await blasPlaces()) {
    const blas = openBlas(place);
    if (blas) return blas;
  }
  return undefined;
}

const NOT_ALLOWED =
  "The native device calls a BLAS library, which needs Deno's permission --allow-ffi";

const CURE = "apt-get install libopenblas0, or give a library's path in EARNEST_BLAS " +
  "(with --allow-env=EARNEST_BLAS)";

async function notFound(): Promise<string> {
  const names = (await blasPlaces()).map(({ path }) => path);
  const tried = names.length === 0 ? "" : ` by the names ${names.join(", ")}`;
  return `No BLAS library is found${tried}; ${CURE}`;
}
