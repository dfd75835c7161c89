/**
 * The command line on a device that is lost once: `deno run -A losing_device.ts SUBMISSIONS COMMAND...`.
 *
 * The first device that is opened for computing is destroyed at so many submissions, as a reset of a driver would do.
 * @module
 */
const [submissions, ...args] = Deno.args;
let left = Number(submissions);
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
        if (--left === 0) device.destroy();
      };
      return device;
    };
    return adapter;
  },
});
Object.defineProperty(Deno, "args", { value: args });
await import("../../cli/main.ts");
