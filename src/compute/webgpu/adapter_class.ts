/**
 * Whether an adapter is a physical card.
 * @module
 */

/** Software rasterizers by the names that they give themselves. */
const SOFTWARE = /llvmpipe|softpipe|swiftshader|lavapipe|basic render/i;

/** What an adapter is. */
export type AdapterClass = "hardware" | "software";

/** Whether an adapter is a physical card or a program; GL adapters do not always say so themselves. */
export function classOf({ info }: GPUAdapter): AdapterClass {
  return info.isFallbackAdapter || SOFTWARE.test(info.description) ? "software" : "hardware";
}
