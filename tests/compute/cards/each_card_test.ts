// Several cards in one machine, as folders of names: what shows each process its own, and when one process has to do.
import assert from "node:assert/strict";
import { eachCard } from "../../../src/compute/cards/each_card.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

const ADDRESSES = ["0000:3b:00.0", "0000:5e:00.0", "0001:af:00.0"];
const LAYER = {
  "usr/share/vulkan/implicit_layer.d/VkLayer_MESA_device_select.json": "{}",
  [`usr/lib/${Deno.build.arch}-linux-gnu/libVkLayer_MESA_device_select.so`]:
    "\x7fELF\0DRI_PRIME\0MESA_VK_DEVICE_SELECT_DEBUG\0",
};
const OLD_LAYER = {
  ...LAYER,
  [`usr/lib/${Deno.build.arch}-linux-gnu/libVkLayer_MESA_device_select.so`]: "\x7fELF\0DRI_PRIME\0",
};

/** The files of a card of NVIDIA's. */
function nvidia(address: string, minor: number, model = "0x2330"): Record<string, string> {
  return {
    [`dev/nvidia${minor}`]: "",
    [`sys/bus/pci/drivers/nvidia/${address}`]: "",
    [`sys/bus/pci/devices/${address}/vendor`]: "0x10de\n",
    [`sys/bus/pci/devices/${address}/device`]: `${model}\n`,
    [`proc/driver/nvidia/gpus/${address}/information`]:
      `Model: \t\t NVIDIA H100\nDevice Minor: \t ${minor}\n`,
  };
}

const THREE = Object.assign({}, ...ADDRESSES.map((address, i) => nvidia(address, i)));

async function found(files: Readonly<Record<string, string>>) {
  await using folder = await makeFolder({ "dev/null": "", ...files });
  const { environments, note } = await eachCard(folder.path);
  return { selected: environments.map(({ DRI_PRIME }) => DRI_PRIME), note };
}

Deno.test("each process is shown the card at an address, and no other", async () => {
  const { selected, note } = await found({ ...THREE, ...LAYER });
  assert.deepEqual(selected, ["pci-0000_3b_00_0!", "pci-0000_5e_00_0!", "pci-0001_af_00_0!"]);
  assert.match(note, /^3 cards of one model are found: 0000:3b:00\.0, /);
});

Deno.test("without a layer that can tell cards apart, one process does, which says so", async () => {
  for (const [files, why] of [[{}, "is missing"], [OLD_LAYER, "is too old"]] as const) {
    const { selected, note } = await found({ ...THREE, ...files });
    assert.deepEqual(selected, [undefined]);
    assert.match(note, new RegExp(`^3 cards .*layer ${why}.*--shard; one worker$`));
  }
});

Deno.test("cards of other models, and those that are not given to the process, are left out", async () => {
  const other = nvidia(ADDRESSES[2]!, 2, "0x20b0");
  const mixed = await found({ ...THREE, ...other, ...LAYER });
  assert.deepEqual(mixed.selected, ["pci-0000_3b_00_0!", "pci-0000_5e_00_0!"]);
  const { "dev/nvidia1": _, ...given } = THREE as Record<string, string>;
  const two = await found({ ...given, ...LAYER });
  assert.deepEqual(two.selected, ["pci-0000_3b_00_0!", "pci-0001_af_00_0!"]);
});

Deno.test("one card, or none, needs no choice", async () => {
  const one = await found({ ...nvidia(ADDRESSES[0]!, 0), ...LAYER });
  assert.deepEqual(one.selected, [undefined]);
  assert.match(one.note, /one graphics card is found, 0000:3b:00\.0; one worker/);
  const none = await found(LAYER);
  assert.deepEqual(none, { selected: [undefined], note: "no graphics card is found; one worker" });
});

Deno.test("where variables show all processes the same card, one process does, which says so", async () => {
  for (const [name, value] of [["NODEVICE_SELECT", "1"], ["MESA_VK_DEVICE_SELECT", "10de:2330"]]) {
    Deno.env.set(name!, value!);
    try {
      const { selected, note } = await found({ ...THREE, ...LAYER });
      assert.deepEqual(selected, [undefined]);
      assert.match(note, new RegExp(`^3 cards .*, but ${name} .*unset it.*; one worker$`));
    } finally {
      Deno.env.delete(name!);
    }
  }
});

Deno.test("a container is shown the cards whose files it has", async () => {
  const cards = ADDRESSES.map((address, i) => ({
    [`sys/bus/pci/drivers/amdgpu/${address}`]: "",
    [`sys/bus/pci/devices/${address}/device`]: "0x740f\n",
    [`sys/bus/pci/devices/${address}/drm/renderD${128 + i}/dev`]: "",
    [`sys/bus/pci/devices/${address}/drm/card${i}/dev`]: "",
  }));
  const { selected } = await found({
    ...files("dev/dri/renderD128", "dev/dri/renderD130"),
    ...Object.assign({}, ...cards),
    ...LAYER,
  });
  assert.deepEqual(selected, ["pci-0000_3b_00_0!", "pci-0001_af_00_0!"]);
});

function files(...paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, ""]));
}

Deno.test("each process is also shown a card of its own where Mesa's drivers run them", async () => {
  const cards = ADDRESSES.slice(0, 2).flatMap((address) => [
    [`sys/bus/pci/drivers/amdgpu/${address}`, ""],
    [`sys/bus/pci/devices/${address}/vendor`, "0x1002\n"],
    [`sys/bus/pci/devices/${address}/device`, "0x740f\n"],
  ]);
  const { selected } = await found({
    "dev/dri/renderD128": "",
    "dev/dri/renderD129": "",
    ...Object.fromEntries(cards),
    ...LAYER,
  });
  assert.deepEqual(selected, ["pci-0000_3b_00_0!", "pci-0000_5e_00_0!"]);
});
