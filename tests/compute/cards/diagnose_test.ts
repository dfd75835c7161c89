// Machines, containers and jobs with a card that does not answer, as folders of names: what is said of each.
import assert from "node:assert/strict";
import { join } from "node:path";
import { diagnose } from "../../../src/compute/cards/diagnose.ts";
import { readSurroundings } from "../../../src/compute/cards/surroundings.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

const LIBRARIES = `usr/lib/${Deno.build.arch}-linux-gnu`;

/** Empty files at these paths. */
function files(...paths: string[]): Record<string, string> {
  return Object.fromEntries(paths.map((path) => [path, ""]));
}

const ADDRESS = "0000:3b:00.0";
const LOADER = files(`${LIBRARIES}/libvulkan.so.1`);
const X = files(...["libXext.so.6", "libX11.so.6", "libEGL.so.1"].map((n) => `${LIBRARIES}/${n}`));
const DRIVER = files(`${LIBRARIES}/libGLX_nvidia.so.0`, `${LIBRARIES}/libEGL_nvidia.so.0`);
const MANIFEST = files("usr/share/vulkan/icd.d/nvidia_icd.json");
const RADEON = files(
  "usr/share/vulkan/icd.d/radeon_icd.x86_64.json",
  `${LIBRARIES}/libvulkan_radeon.so`,
);
const LAVAPIPE = files("usr/share/vulkan/icd.d/lvp_icd.x86_64.json");
const NVIDIA = {
  ...files("dev/nvidia0", "dev/nvidiactl", `sys/bus/pci/drivers/nvidia/${ADDRESS}`),
  [`proc/driver/nvidia/gpus/${ADDRESS}/information`]:
    "Model: \t\t NVIDIA A100\nIRQ:   \t\t 1\nGPU UUID: \t GPU-12ab\n",
};
/** A machine whose card should answer. */
const WHOLE = { ...NVIDIA, ...LOADER, ...X, ...DRIVER, ...MANIFEST };

function without(
  files: Readonly<Record<string, string>>,
  ...parts: string[]
): Record<string, string> {
  const left = Object.entries(files).filter(([path]) => !parts.some((part) => path.includes(part)));
  return Object.fromEntries(left);
}

/** What is said of a machine with these files, where these variables are set. */
async function said(
  files: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
  closed: readonly string[] = [],
): Promise<string | undefined> {
  await using folder = await makeFolder({ "sys/bus/pci/drivers/pcieport/bind": "", ...files });
  for (const path of closed) {
    await Deno.remove(join(folder.path, path));
    // Not even root may open this one for writing.
    await Deno.symlink("/proc/sys/kernel/ostype", join(folder.path, path));
  }
  for (const [name, value] of Object.entries(environment)) Deno.env.set(name, value);
  try {
    const found = diagnose(await readSurroundings(folder.path));
    if (found?.source !== undefined) assert.match(found.source, /^https:\/\//);
    return found && `${found.problem}; ${found.cure}`;
  } finally {
    for (const name of Object.keys(environment)) Deno.env.delete(name);
  }
}

const DOCKER = files(".dockerenv");
const APPTAINER = files(".singularity.d/runscript");

Deno.test("nothing is said of machines without a card", async () => {
  assert.equal(await said({}), undefined);
  assert.equal(await said({ ...LOADER, ...LAVAPIPE, ...X }), undefined);
  assert.equal(await said({ ...DOCKER, ...LOADER }), undefined);
  // A virtual machine's virtual card.
  const virtual = files("dev/dri/renderD128", "sys/bus/pci/drivers/virtio-pci/0000:00:01.0");
  assert.equal(await said(virtual), undefined);
  // Images made for CUDA ask for all cards wherever they run.
  const cuda = { NVIDIA_VISIBLE_DEVICES: "all", NVIDIA_DRIVER_CAPABILITIES: "compute,utility" };
  assert.equal(await said({ ...DOCKER, ...LOADER }, cuda), undefined);
  assert.equal(await said(LOADER, { SLURM_JOB_ID: "7" }), undefined);
});

Deno.test("a variable alone says what is asked for, and claims no card", async () => {
  const named = { NVIDIA_VISIBLE_DEVICES: "0" };
  assert.match(
    (await said(LOADER, named))!,
    /^the environment asks for card 0 \(NVIDIA_VISIBLE_DEVICES\), but none is to be seen here; see /,
  );
  const uuid = { NVIDIA_VISIBLE_DEVICES: "GPU-12ab" };
  assert.match(
    (await said({ ...DOCKER, ...LOADER }, uuid))!,
    /^this container asks for card GPU-12ab .* none is to be seen here; see .* if it has a card, /,
  );
  const job = { SLURM_JOB_ID: "1", SLURM_JOB_GPUS: "0" };
  assert.match(
    (await said(LOADER, job))!,
    /^this Slurm job asks for card 0 \(SLURM_JOB_GPUS\), but none is to be seen here; run it on/,
  );
  assert.match(
    (await said({ ...DOCKER, ...LOADER }, { ...job, ...named }))!,
    /^this Slurm job asks/,
  );
  const instance = { NVIDIA_VISIBLE_DEVICES: "MIG-1c2d" };
  assert.match((await said(LOADER, instance))!, /asks for card MIG-1c2d .* none is to be seen/);
  // A job that was given a card is not told to ask for one.
  const noFile = without(WHOLE, "dev/nvidia0");
  assert.match((await said(noFile, job))!, /\/dev has no file of the card/);
  assert.match((await said(noFile, { SLURM_JOB_ID: "1" }))!, /this Slurm job is not given a card/);
});

Deno.test("a bare machine: the driver's graphics part, the loader, the card's file", async () => {
  const headless = without(WHOLE, "libGLX_nvidia", "libEGL_nvidia", "nvidia_icd");
  assert.match((await said(headless))!, /nvidia0 is there, but not its Vulkan driver; .*-libs/);
  assert.match((await said(without(WHOLE, "nvidia_icd")))!, /not its Vulkan manifest, nvidia_icd/);
  assert.match((await said(without(WHOLE, "libvulkan")))!, /not the Vulkan loader.* libvulkan1/);
  const noFile = without(WHOLE, "dev/nvidia0");
  assert.match((await said(noFile))!, /\/dev has no file of the card; run nvidia-smi once as root/);
  assert.match((await said(WHOLE))!, /no hardware adapter answers; see what vulkaninfo --summary/);
});

Deno.test("a container: the card, the capability, the manifest, the libraries", async () => {
  const bare = { ...DOCKER, ...LOADER, ...files(`sys/bus/pci/drivers/nvidia/${ADDRESS}`) };
  assert.match((await said(bare))!, /this container is not given; start it with --gpus all/);
  const inside = { ...DOCKER, ...NVIDIA, ...LOADER, ...LAVAPIPE };
  const compute = { NVIDIA_DRIVER_CAPABILITIES: "compute,utility" };
  assert.match(
    (await said(inside, compute))!,
    /no capability "graphics" \(NVIDIA_DRIVER_CAPABILITIES=compute,utility\); .*utility,graphics$/,
  );
  assert.match((await said(inside))!, /no capability "graphics"; start it with -e NVIDIA_DRIVER/);
  const all = { NVIDIA_DRIVER_CAPABILITIES: "all" };
  assert.match(
    (await said({ ...inside, ...DRIVER }, all))!,
    /although .* has graphics; .*1\.12\.1/,
  );
  const noX = { ...inside, ...DRIVER, ...MANIFEST };
  assert.match(
    (await said(noX, all))!,
    /cannot load without libXext\.so\.6, libX11\.so\.6, libEGL\.so\.1; apt-get install libxext6 libx11-6 libegl1$/,
  );
});

Deno.test("Apptainer and Kubernetes have cures of their own", async () => {
  const host = files(`sys/bus/pci/drivers/nvidia/${ADDRESS}`);
  assert.match((await said({ ...APPTAINER, ...host }))!, /start it with --nv$/);
  const bound = { ...APPTAINER, ...NVIDIA, ...LOADER, ...DRIVER, ...X };
  assert.match((await said(bound))!, /--bind \/usr\/share\/vulkan\/icd\.d\/nvidia_icd\.json/);
  const pod = { KUBERNETES_SERVICE_HOST: "10.0.0.1" };
  assert.match((await said(host, pod))!, /this pod is not given; .*"nvidia\.com\/gpu: 1"/);
});

Deno.test("MIG, Slurm, variables", async () => {
  const cut = { ...WHOLE, ...files("proc/driver/nvidia/capabilities/gpu0/mig/gi7/access") };
  assert.match((await said(cut))!, /cut into instances \(MIG\).*--device software$/);
  assert.match((await said(WHOLE, { CUDA_VISIBLE_DEVICES: "MIG-1c2d" }))!, /instances \(MIG\)/);
  const job = { SLURM_JOB_ID: "7", SLURM_JOB_GPUS: "0" };
  assert.match((await said(WHOLE, job))!, /no hardware adapter answers/);
  const lavapipe = { VK_DRIVER_FILES: "/usr/share/vulkan/icd.d/lvp_icd.x86_64.json" };
  assert.match((await said(WHOLE, lavapipe))!, /^VK_DRIVER_FILES names no driver.*; unset it$/);
  assert.match((await said(WHOLE, { DENO_WEBGPU_BACKEND: "gl" }))!, /"gl", so Vulkan is not asked/);
});

Deno.test("cards of AMD and Intel: the driver, the group, the container", async () => {
  const driver = files(`sys/bus/pci/drivers/amdgpu/${ADDRESS}`);
  const amd = { ...driver, ...LOADER, ...LAVAPIPE, ...files("dev/dri/renderD128") };
  assert.match(
    (await said(amd))!,
    /renderD128 is there, but no Vulkan driver.*mesa-vulkan-drivers/,
  );
  const manifest = files("usr/share/vulkan/icd.d/radeon_icd.x86_64.json");
  assert.match((await said({ ...amd, ...manifest }))!, /no Vulkan driver.*mesa-vulkan-drivers/);
  const whole = { ...amd, ...RADEON };
  assert.match((await said(whole))!, /no hardware adapter answers; see what vulkaninfo/);
  assert.match(
    (await said(whole, {}, ["dev/dri/renderD128"]))!,
    /this user may not open it; .*usermod -aG render/,
  );
  assert.match(
    (await said({ ...whole, ...DOCKER }, {}, ["dev/dri/renderD128"]))!,
    /this user may not open it; .*--group-add .*renderD128/,
  );
  assert.match((await said({ ...driver, ...DOCKER, ...LOADER }))!, /--device \/dev\/dri$/);
  assert.match((await said({ ...driver, ...LOADER }))!, /\(amdgpu at 0000:3b:00\.0\) .* not given/);
  const pod = { KUBERNETES_SERVICE_HOST: "10.0.0.1" };
  assert.match((await said({ ...driver, ...LOADER }, pod))!, /the limit "amd\.com\/gpu: 1"/);
  const intel = files(
    "usr/share/vulkan/icd.d/intel_icd.x86_64.json",
    `${LIBRARIES}/libvulkan_intel.so`,
  );
  assert.match((await said({ ...amd, ...intel }))!, /no Vulkan driver of an AMD/);
});

Deno.test("a job that may open no card is not given one, and a user who may not open it learns so", async () => {
  const job = { SLURM_JOB_ID: "7" };
  const card = ["dev/nvidia0"];
  assert.match((await said(WHOLE, job, card))!, /this Slurm job.*--gres=gpu:1$/);
  const none = { ...job, CUDA_VISIBLE_DEVICES: "NoDevFiles" };
  assert.match((await said(WHOLE, none, card))!, /this Slurm job is not given a card/);
  // A node whose cards are open to all jobs: what is missing is another thing.
  const noLibraries = without(WHOLE, "libGLX_nvidia", "libEGL_nvidia", "nvidia_icd");
  assert.match((await said(noLibraries, job))!, /nvidia0 is there, but not its Vulkan driver/);
  assert.match(
    (await said(WHOLE, {}, card))!,
    /^this user may not open \/dev\/nvidia0; .*its group/,
  );
  const amd = { ...files("dev/dri/renderD128", `sys/bus/pci/drivers/amdgpu/${ADDRESS}`) };
  const node = ["dev/dri/renderD128"];
  assert.match((await said({ ...amd, ...LOADER, ...RADEON }, job, node))!, /this Slurm job is not/);
});

Deno.test("a card without a driver, or with one that Vulkan does not use", async () => {
  const device = (vendor: string, kind: string, address = ADDRESS) => ({
    [`sys/bus/pci/devices/${address}/vendor`]: `${vendor}\n`,
    [`sys/bus/pci/devices/${address}/class`]: `${kind}\n`,
  });
  const bare = { ...LOADER, ...LAVAPIPE };
  const card = device("0x10de", "0x030200");
  assert.match(
    (await said({ ...bare, ...card }))!,
    /^the machine has a card of NVIDIA at 0000:3b:00\.0, but no driver of it; install NVIDIA's/,
  );
  assert.match((await said({ ...bare, ...card, ...DOCKER }))!, /on the machine itself$/);
  assert.match((await said({ ...bare, ...device("0x1002", "0x038000") }))!, /modprobe amdgpu/);
  const nouveau = files("dev/dri/renderD128", `sys/bus/pci/drivers/nouveau/${ADDRESS}`);
  assert.match(
    (await said({ ...bare, ...RADEON, ...nouveau }))!,
    /nouveau.*install NVIDIA's driver/,
  );
  assert.match((await said({ ...bare, ...files("dev/dxg") }))!, /WSL.*Deno for Windows$/);
  // What is handed to virtual machines, a card's sound and switch, and the displays of servers are no such cards.
  const silent = [
    { ...card, ...files(`sys/bus/pci/devices/${ADDRESS}/driver/bind`) },
    device("0x10de", "0x040300"),
    device("0x10de", "0x068000"),
    device("0x1a03", "0x030000"),
    device("0x1234", "0x030000"),
    {
      ...device("0x1002", "0x030000"),
      ...files("dev/dri/renderD128"),
      ...radeonOf("0000:02:00.0"),
    },
  ];
  for (const one of silent) assert.equal(await said({ ...bare, ...RADEON, ...one }), undefined);
});

/** The kernel driver of old displays. */
function radeonOf(address: string): Record<string, string> {
  return files(`sys/bus/pci/drivers/radeon/${address}`);
}

Deno.test("containers without a mark, and drivers in another folder, are recognized", async () => {
  const inside = { ...NVIDIA, ...LOADER, ...X };
  const toolkit = { NVIDIA_DRIVER_CAPABILITIES: "compute,utility" };
  assert.match((await said(inside, toolkit))!, /the container has no capability "graphics"/);
  const secrets = files("run/secrets/kubernetes.io/serviceaccount/token");
  const host = files(`sys/bus/pci/drivers/nvidia/${ADDRESS}`);
  assert.match((await said({ ...host, ...secrets }))!, /this pod is not given/);
  const given = { NVIDIA_VISIBLE_DEVICES: "GPU-12ab" };
  assert.match((await said({ ...host, ...secrets }, given))!, /"runtimeClassName: nvidia"$/);
  assert.match((await said({ ...inside, ...secrets }, toolkit))!, /in the container's "env"$/);
  const elsewhere = "/usr/local/nvidia/vulkan/icd.d/nvidia_icd.json";
  const moved = { ...inside, ...DRIVER, ...files(elsewhere.slice(1)) };
  for (const VK_ICD_FILENAMES of [elsewhere, "/usr/local/nvidia/vulkan/icd.d"]) {
    assert.match((await said(moved, { VK_ICD_FILENAMES }))!, /no hardware adapter answers/);
  }
  const gone = { VK_DRIVER_FILES: "/opt/gone/nvidia_icd.json" };
  assert.match((await said(WHOLE, gone))!, /^VK_DRIVER_FILES names no file that is there/);
});

Deno.test("the cards that a process sees have their model and UUID", async () => {
  await using folder = await makeFolder(NVIDIA);
  const { cards } = await readSurroundings(folder.path);
  assert.deepEqual(cards, [{ pciAddress: ADDRESS, details: "NVIDIA A100, GPU-12ab" }]);
});

Deno.test("without permissions nothing is known, and with ls the names are", async () => {
  const surroundings = new URL("../../../src/compute/cards/surroundings.ts", import.meta.url).href;
  const code = `import { readSurroundings } from "${surroundings}";
    const { deviceFiles, libraries } = await readSurroundings();
    console.log(deviceFiles === undefined, libraries === undefined);`;
  const run = async (...flags: string[]) => {
    const args = ["run", "--no-prompt", "--quiet", ...flags, "-"];
    const child = new Deno.Command(Deno.execPath(), { args, stdin: "piped", stdout: "piped" })
      .spawn();
    await new Blob([code]).stream().pipeTo(child.stdin);
    return new TextDecoder().decode((await child.output()).stdout).trim();
  };
  assert.equal(await run(), "true true");
  assert.equal(await run("--allow-run=ls"), "false false");
});
