/**
 * Whether native code may be called, which is asked before the native device's modules are loaded.
 * @module
 */

/** Whether this process may call native code; never prompts. Outside of Deno no program may. */
export async function mayCallNative(): Promise<boolean> {
  if (typeof Deno === "undefined") return false;
  return (await Deno.permissions.query({ name: "ffi" })).state === "granted";
}
