/**
 * File names for what a configuration names.
 * @module
 */
import { sha256Of } from "../../basics/sha256.ts";

/** Returns a file name for a backbone's name: the name itself where it is safe, else one with a hash. */
export function slugOf(name: string): string {
  if (/^[a-z0-9][a-z0-9._-]{0,60}$/.test(name)) return name;
  const plain = name.toLowerCase().replaceAll(/[^a-z0-9._-]+/g, "-").slice(0, 40);
  return `${plain.replace(/^[.-]+/, "")}-${sha256Of(name).slice(0, 12)}`;
}
