import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { surroundingsOf } from "../../scripts/device/surroundings.ts";
import { inFolder } from "../temporary_folder.ts";

Deno.test("a packed library is used only where the machine has none of its name", async () => {
  await inFolder(async (folder) => {
    const [packed, links] = [join(folder, "packed"), join(folder, "links")];
    for (const path of [packed, links, join(packed, "licenses")]) await Deno.mkdir(path);
    // The C library is on every Linux; no machine has the other one.
    for (const name of ["libc.so.6", "libearnest-absent.so.1"]) {
      await Deno.writeTextFile(join(packed, name), name);
    }
    const { env, librariesFromPack } = await surroundingsOf(packed, links);
    assert.deepEqual(librariesFromPack, ["libearnest-absent.so.1"]);
    assert.ok(env.LD_LIBRARY_PATH!.split(":").includes(links));
    const linked = await Deno.readTextFile(join(links, "libearnest-absent.so.1"));
    assert.equal(linked, "libearnest-absent.so.1");
    await assert.rejects(Deno.lstat(join(links, "libc.so.6")), Deno.errors.NotFound);
  });
});

Deno.test("the libraries and the manifest of a mounted driver are named", async () => {
  await inFolder(async (folder) => {
    const manifest = join(folder, "share/vulkan/icd.d/nvidia_icd.json");
    await Deno.mkdir(dirname(manifest), { recursive: true });
    await Deno.mkdir(join(folder, "lib64"));
    await Deno.writeTextFile(manifest, "{}");
    const { env } = await surroundingsOf(undefined, folder, folder);
    assert.ok(env.LD_LIBRARY_PATH!.split(":").includes(join(folder, "lib64")));
    assert.deepEqual([env.VK_DRIVER_FILES, env.VK_ICD_FILENAMES], [manifest, manifest]);
    const without = await surroundingsOf(undefined, folder, join(folder, "absent"));
    assert.equal(without.env.VK_DRIVER_FILES, undefined);
  });
});

Deno.test("the pack's script names what it expects", async () => {
  const script = fileURLToPath(new URL("../../scripts/device/pack/run.sh", import.meta.url));
  const { code, stderr } = await new Deno.Command("sh", { args: [script] }).output();
  assert.equal(code, 2);
  assert.equal(new TextDecoder().decode(stderr), "device-check: expected: sh run.sh OUT\n");
});
