/**
 * How a configuration names files.
 * @module
 */
import { dirname, isAbsolute, join, relative, resolve } from "node:path";

/**
 * Returns a function that writes paths relative to the configuration's folder. Absolute ones elsewhere stay, and where
 * the folder is reached through a link, those above it become absolute: a way up from the link is another than one from
 * the folder itself, and the configuration may be opened by either name.
 *
 * @param out where the configuration will lie
 */
export function placing(out: string): (path: string) => string {
  const folder = resolve(dirname(out));
  const real = realOf(folder);
  return (path) => {
    const at = relative(folder, resolve(path)).replaceAll("\\", "/");
    const up = /^(?:\.\.(?:\/|$))+/.exec(at)?.[0];
    if (up === undefined) return at === "" ? "." : at;
    const isOneWay = realOf(join(folder, up)) === resolve(real, up);
    return isAbsolute(path) ? path : isOneWay ? at : resolve(path);
  };
}

/** The path without links; the path itself where nothing is there. */
function realOf(path: string): string {
  try {
    return Deno.realPathSync(path);
  } catch {
    return path;
  }
}
