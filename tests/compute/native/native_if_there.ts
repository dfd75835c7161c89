/**
 * Opens the native device for tests, or says loudly that it is not tested.
 * @module
 */
import { DeviceError } from "../../../src/basics/errors.ts";
import type { Compute } from "../../../src/compute/compute.ts";
import { openNative } from "../../../src/compute/native/open_native.ts";

/**
 * The native device, which the caller closes; undefined where this machine has no BLAS library.
 *
 * @throws where EARNEST_REQUIRE_NATIVE is 1 and there is none
 */
export async function nativeIfThere(threads?: number): Promise<Compute | undefined> {
  try {
    return await openNative(threads);
  } catch (thrown) {
    const isRequired = Deno.env.get("EARNEST_REQUIRE_NATIVE") === "1";
    if (isRequired || !(thrown instanceof DeviceError)) throw thrown;
    console.warn(`SKIPPED: the native device is not tested. ${thrown.message}`);
    return undefined;
  }
}
