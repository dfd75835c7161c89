/**
 * Tells physical cards from software adapters.
 * @module
 */

/** Software rasterizers, by the names that they report. */
const SOFTWARE = /llvmpipe|softpipe|swiftshader|lavapipe|basic render/i;

/** The class of an adapter. */
export type AdapterClass = "hardware" | "software";

/** Returns whether an adapter is a physical card or a program; GL adapters do not always report it themselves. */
export function classOf({ info }: GPUAdapter): AdapterClass {
  return info.isFallbackAdapter || SOFTWARE.test(info.description) ? "software" : "hardware";
}
