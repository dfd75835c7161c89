import assert from "node:assert/strict";
import { openDataset } from "../../src/datasets/open.ts";
import { makeTar } from "../formats/made_tar.ts";
import { makeFolder } from "./made_folder.ts";

Deno.test("what macOS packs beside the files of an archive, and hidden files, are no samples", async () => {
  const archive = makeTar([
    { name: "./._a.wav", bytes: "x" },
    { name: "./a.wav" },
    { name: "a.txt", bytes: "a dog" },
    { name: "__MACOSX/._a.wav", bytes: "x" },
    { name: "__MACOSX/b.wav", bytes: "x" },
    { name: "c/._d.txt", bytes: Uint8Array.of(0, 5, 0x16, 7) },
    { name: "c/.hidden/d.wav" },
  ]);
  await using folder = await makeFolder({ "x.tar": archive });
  const { items } = await openDataset(`${folder.path}/x.tar`, { modality: "both" });
  assert.deepEqual(items.map(({ id, text }) => [id, text]), [["a", "a dog"]]);
});
