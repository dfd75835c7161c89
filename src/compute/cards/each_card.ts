/**
 * Shows each of several processes a card of its own.
 *
 * Deno's WebGPU cannot list cards and takes the first. Mesa's device-select layer, which comes with its Vulkan drivers,
 * can show a process one card alone, also one of NVIDIA's driver. Given an address, older layers choose a wrong card.
 * @module
 */
import { join } from "node:path";
import { namesIn, textOf, variables } from "./look.ts";
import { readSurroundings, type Surroundings } from "./surroundings.ts";

/** How processes are started, so that each has a card. */
export interface CardChoice {
  /** For each process, the variables of its environment; at least one process. */
  readonly environments: readonly Readonly<Record<string, string>>[];
  /** Which cards these are, or why there are no more; one line. */
  readonly note: string;
}

const LAYER = "libVkLayer_MESA_device_select.so";
const LIBRARIES = [`usr/lib/${Deno.build.arch}-linux-gnu`, "usr/lib64", "usr/lib"];
/** What only layers contain that compare addresses rightly: that of Mesa 22.3 takes a card with another address. */
const MARK = "MESA_VK_DEVICE_SELECT_DEBUG";

/**
 * Finds how many cards of one model there are, and how a process sees one of them alone.
 *
 * @param root the folder that the machine's folders are in
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const { environments, note } = await eachCard();
 * assert.ok(environments.length >= 1 && note.length > 0);
 * ```
 */
export async function eachCard(root = "/"): Promise<CardChoice> {
  const seen = await readSurroundings(root);
  if (seen.deviceFiles === undefined) {
    return alone("cards cannot be looked for under these permissions (-A allows it)");
  }
  const cards = ofOneModel(await addressesOf(seen, root), await modelsIn(root));
  if (cards.length === 0) return alone("no graphics card is found");
  if (cards.length === 1) return alone(`one graphics card is found, ${cards[0]}`);
  const count = `${cards.length} cards of one model are found`;
  const chosen = await chosenAlready();
  if (chosen !== undefined) return alone(`${count}, but ${chosen}`);
  const layer = await layerIn(root);
  if (layer !== "knows addresses") {
    const is = layer === "missing" ? "is missing" : "is too old to tell them apart";
    return alone(
      `${count}, but Mesa's device-select layer ${is} (mesa-vulkan-drivers): start a task or a ` +
        "container for each card with --shard",
    );
  }
  return {
    environments: cards.map((card) => ({ DRI_PRIME: `pci-${card.replaceAll(/[:.]/g, "_")}!` })),
    note: `${count}: ${cards.join(", ")}`,
  };
}

function alone(note: string): CardChoice {
  return { environments: [{}], note: `${note}; one worker` };
}

/** Why the layer would show all processes the same card, whatever address they are given. */
async function chosenAlready(): Promise<string | undefined> {
  const { NODEVICE_SELECT: off, MESA_VK_DEVICE_SELECT: choice } = await variables([
    "NODEVICE_SELECT",
    "MESA_VK_DEVICE_SELECT",
  ]);
  if (off !== undefined) {
    return "NODEVICE_SELECT switches Mesa's device-select layer off (unset it)";
  }
  return choice && "MESA_VK_DEVICE_SELECT chooses the card (unset it)";
}

/** PCI addresses of the cards that this process may use. */
async function addressesOf(seen: Surroundings, root: string): Promise<string[]> {
  const { nvidia: _, ...others } = seen.drivers ?? {};
  const addresses = seen.cards.length > 0
    ? seen.cards.map(({ pciAddress }) => pciAddress)
    : Object.values(others).flat();
  const given: string[] = [];
  for (const address of addresses) {
    const file = await fileOf(address, root);
    // A job's control group may keep a file closed that its container shows.
    if (file === undefined || isOpen(seen, file)) given.push(address);
  }
  return seen.deviceFiles!.length === 0 ? [] : given;
}

function isOpen({ deviceFiles, closedFiles }: Surroundings, file: string): boolean {
  return deviceFiles!.includes(file) && closedFiles?.includes(file) !== true;
}

/** The card's device file, where the system says which it is. */
async function fileOf(pciAddress: string, root: string): Promise<string | undefined> {
  const text = await textOf(join(root, "proc/driver/nvidia/gpus", pciAddress, "information")) ?? "";
  const minor = /^Device Minor:\s*(\d+)/m.exec(text)?.[1];
  if (minor !== undefined) return `/dev/nvidia${minor}`;
  const nodes = await namesIn(join(root, "sys/bus/pci/devices", pciAddress, "drm"));
  const node = nodes?.find((name) => name.startsWith("renderD"));
  return node && `/dev/dri/${node}`;
}

/** The vendor and model of each PCI device by its address, as far as the system shows them. */
async function modelsIn(root: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(root, "sys/bus/pci/devices");
  const models = (await namesIn(folder) ?? []).map(async (name) => {
    const [vendor, device] = await Promise.all(
      ["vendor", "device"].map((key) => textOf(join(folder, name, key))),
    );
    return [name, `${vendor?.trim()}:${device?.trim()}`] as const;
  });
  return new Map(await Promise.all(models));
}

/** The addresses of the model with the most cards: cards of different models give different bits. */
function ofOneModel(addresses: readonly string[], models: ReadonlyMap<string, string>): string[] {
  const groups = [...Map.groupBy(addresses, (address) => models.get(address)).values()];
  return groups.sort((a, b) => b.length - a.length)[0]?.toSorted() ?? [];
}

/** What Mesa's layer can do. */
async function layerIn(root: string): Promise<"missing" | "is old" | "knows addresses"> {
  const manifests = await namesIn(join(root, "usr/share/vulkan/implicit_layer.d")) ?? [];
  if (!manifests.includes("VkLayer_MESA_device_select.json")) return "missing";
  for (const folder of LIBRARIES) {
    // The library is machine code; the text within it is what counts.
    const content = await textOf(join(root, folder, LAYER));
    if (content !== undefined) return content.includes(MARK) ? "knows addresses" : "is old";
  }
  return "missing";
}
