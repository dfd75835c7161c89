/**
 * The command line on a device that is lost once: `deno run -A losing_device.ts SUBMISSIONS|FOLDER COMMAND...`.
 *
 * The first device that is opened for computing is destroyed at so many submissions, or as soon as the folder has files,
 * as a reset of a driver would do.
 * @module
 */
const [when, ...args] = Deno.args;
let left = Number(when);

/** Whether the device is to be lost at this submission. */
function isTime(): boolean {
  if (!Number.isNaN(left)) return --left === 0;
  try {
    if ([...Deno.readDirSync(when!)].length === 0) return false;
  } catch {
    return false;
  }
  left = 0;
  return true;
}

const { gpu } = navigator;
const request = gpu.requestAdapter.bind(gpu);

Object.defineProperty(gpu, "requestAdapter", {
  value: async (options: GPURequestAdapterOptions) => {
    const adapter = await request(options);
    if (adapter === null) return null;
    const open = adapter.requestDevice.bind(adapter);
    adapter.requestDevice = async (descriptor) => {
      const device = await open(descriptor);
      const submit = device.queue.submit.bind(device.queue);
      device.queue.submit = (buffers) => {
        submit(buffers);
        if (isTime()) device.destroy();
      };
      return device;
    };
    return adapter;
  },
});
Object.defineProperty(Deno, "args", { value: args });
await import("../../cli/main.ts");
