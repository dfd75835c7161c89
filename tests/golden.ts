import { join } from "node:path";
import { type NpyArray, readNpy } from "../src/formats/npy.ts";

/** Reads an array of a folder of golden values. */
export function goldenArray(folder: string, name: string): NpyArray {
  return readNpy(Deno.readFileSync(join(folder, `${name}.npy`)), name);
}
