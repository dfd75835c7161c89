/**
 * Lists the Vulkan devices of this machine with their drivers, which WebGPU does not report.
 * @module
 */

/** A device as described by its driver. */
export interface VulkanDevice {
  readonly name: string;
  /** Type, such as "discrete" or "cpu". */
  readonly type: string;
  /** Name of the driver, such as "NVIDIA" or "llvmpipe". */
  readonly driver: string;
  /** Version of the driver, as text. */
  readonly driverInfo: string;
  /** Version of Vulkan. */
  readonly api: string;
  /** MiB of its own memory; for a processor, of the machine's memory. */
  readonly memoryMiB: number;
}

const TYPES = ["other", "integrated", "discrete", "virtual", "cpu"];

/** Constants of Vulkan's headers. */
const APPLICATION_INFO = 0;
const INSTANCE_CREATE_INFO = 1;
const DEVICE_PROPERTIES_2 = 1_000_059_001;
const DRIVER_PROPERTIES = 1_000_196_000;
const VULKAN_1_2 = (1 << 22) | (2 << 12);
const DEVICE_LOCAL_HEAP = 1;

const SYMBOLS = {
  vkCreateInstance: { parameters: ["buffer", "pointer", "buffer"], result: "i32" },
  vkEnumeratePhysicalDevices: { parameters: ["pointer", "buffer", "buffer"], result: "i32" },
  vkGetPhysicalDeviceProperties2: { parameters: ["pointer", "buffer"], result: "void" },
  vkGetPhysicalDeviceMemoryProperties: { parameters: ["pointer", "buffer"], result: "void" },
} as const;

/**
 * Asks the Vulkan loader for the devices.
 *
 * @throws {Error} that names the missing library or the failed call
 */
export function vulkanDevices(): VulkanDevice[] {
  const vulkan = Deno.dlopen("libvulkan.so.1", SYMBOLS).symbols;
  const application = structure(APPLICATION_INFO, 48);
  application.setUint32(44, VULKAN_1_2, true);
  const info = structure(INSTANCE_CREATE_INFO, 64);
  info.setBigUint64(24, addressOf(application), true);
  const instance = new BigUint64Array(1);
  const created = vulkan.vkCreateInstance(bytesOf(info), null, bytesOf(instance));
  check("vkCreateInstance", created);
  // More entries than any machine has devices, so one call is enough.
  const devices = new BigUint64Array(64);
  const count = Uint32Array.of(devices.length);
  const pointer = Deno.UnsafePointer.create(instance[0]!);
  const listed = vulkan.vkEnumeratePhysicalDevices(pointer, bytesOf(count), bytesOf(devices));
  check("vkEnumeratePhysicalDevices", listed);
  return Array.from(devices.subarray(0, count[0]), (handle) => {
    const device = Deno.UnsafePointer.create(handle);
    const driver = structure(DRIVER_PROPERTIES, 536);
    const properties = structure(DEVICE_PROPERTIES_2, 1024, driver);
    vulkan.vkGetPhysicalDeviceProperties2(device, bytesOf(properties));
    const memory = new Uint8Array(1024);
    vulkan.vkGetPhysicalDeviceMemoryProperties(device, memory);
    return { ...propertiesOf(properties), ...driverOf(driver), memoryMiB: memoryOf(memory) };
  });
}

/** Creates a structure with its type and the next one in the chain. */
function structure(type: number, size: number, next?: DataView<ArrayBuffer>) {
  const view = new DataView(new ArrayBuffer(size));
  view.setUint32(0, type, true);
  if (next) view.setBigUint64(8, addressOf(next), true);
  return view;
}

function propertiesOf(view: DataView<ArrayBuffer>) {
  const api = view.getUint32(16, true);
  return {
    name: textAt(view, 36),
    type: TYPES[view.getUint32(32, true)] ?? "other",
    api: `${(api >>> 22) & 0x7f}.${(api >>> 12) & 0x3ff}.${api & 0xfff}`,
  };
}

function driverOf(view: DataView<ArrayBuffer>) {
  return { driver: textAt(view, 20), driverInfo: textAt(view, 276) };
}

/** The heaps follow 32 types of memory of 8 bytes each. */
function memoryOf(bytes: Uint8Array<ArrayBuffer>): number {
  const view = new DataView(bytes.buffer);
  let size = 0;
  for (let heap = 0; heap < view.getUint32(260, true); heap++) {
    const isOwn = view.getUint32(264 + 16 * heap + 8, true) & DEVICE_LOCAL_HEAP;
    if (isOwn) size += Number(view.getBigUint64(264 + 16 * heap, true));
  }
  return Math.round(size / 2 ** 20);
}

/** Reads a zero-terminated text of at most 256 bytes. */
function textAt(view: DataView<ArrayBuffer>, offset: number): string {
  const bytes = new Uint8Array(view.buffer, offset, 256);
  return new TextDecoder().decode(bytes.subarray(0, bytes.indexOf(0)));
}

function bytesOf(view: ArrayBufferView<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(view.buffer);
}

function addressOf(view: DataView<ArrayBuffer>): bigint {
  return Deno.UnsafePointer.value(Deno.UnsafePointer.of(view));
}

/** VK_INCOMPLETE is not an error: it means that there are more devices than entries. */
function check(call: string, result: number): void {
  if (result < 0) {
    throw new Error(`${call} fails with ${result} (-9: no driver is found; see VK_DRIVER_FILES)`);
  }
}
