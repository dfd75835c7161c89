/**
 * Opens the native device for tests, or says loudly that it is not tested.
 * @module
 */
import type { Compute } from "../../../src/compute/compute.ts";
import { openFastNative, openNative } from "../../../src/compute/native/open_native.ts";

/**
 * The native device, which the caller closes; undefined where this machine has no fast BLAS library.
 *
 * @throws {DeviceError} when EARNEST_REQUIRE_NATIVE is 1 and no library is found
 */
export async function nativeIfThere(threads?: number): Promise<Compute | undefined> {
  if (Deno.env.get("EARNEST_REQUIRE_NATIVE") === "1") return await openNative(threads);
  const native = await openFastNative(threads);
  if (!native) console.warn("THE NATIVE DEVICE IS NOT TESTED: no fast BLAS library is here");
  return native;
}
