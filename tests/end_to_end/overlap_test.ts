import assert from "node:assert/strict";
import { RandomStream } from "../../src/basics/random.ts";
import type { JsonObject } from "../../src/embeddings/identity.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";
import { makeSet } from "./made_set.ts";

/** 40 classes of two items on an arc, in this order; a space knows nothing else. */
async function arc(
  folder: string,
  name: string,
  order: readonly number[],
  identity: JsonObject,
): Promise<string> {
  const items = [...order, ...order].map((place, i) => {
    const angle = place / 15;
    return {
      id: `${name} ${i}`,
      row: [Math.cos(angle), Math.sin(angle)],
      columns: { label: `class ${i % 40}` },
    };
  });
  return await makeSet(folder, name, items, identity);
}

const IN_ORDER = Array.from({ length: 40 }, (_, i) => i);
const BACKBONE = { backbone: { name: "planted" } };

Deno.test("overlap finds a planted agreement and says what it shows", async () => {
  await inFolder(async (folder) => {
    const first = await arc(folder, "first", IN_ORDER, BACKBONE);
    const second = await arc(folder, "second", IN_ORDER, BACKBONE);
    const random = new RandomStream(1, "order").shuffled(IN_ORDER);
    const other = await arc(folder, "other", random, BACKBONE);
    const overlap = async (...args: string[]) => {
      const ended = await earnest(["overlap", ...args, "--device", "cpu", "--quiet"]);
      assert.equal(ended.code, 0, ended.stderr);
      return ended.stdout;
    };
    const agreed = JSON.parse(await overlap(first, second, "--json"));
    assert.deepEqual([agreed.over, agreed.count, agreed.k], ["classes", 40, 4]);
    assert(agreed.overlap.value > 0.9 && agreed.overlap.low > 0.8, JSON.stringify(agreed.overlap));
    assert.equal(agreed.p_value, 1 / 2000);
    assert.equal(agreed.chance, 4 / 39);
    assert.match(agreed.meaning.join(" "), /agree about which classes.*cannot tell/);
    const apart = await overlap(first, other, "-k", "2");
    assert.match(apart, /40 classes, 2\s+neighbors each/);
    assert.match(apart, /No agreement beyond chance is seen/);
    assert(apart.split("\n").every((line) => line.length <= 80), apart);
  });
});

Deno.test("overlap claims nothing by chance in a shared space, and of items unknown", async () => {
  await inFolder(async (folder) => {
    const shared = { projector: { sha256: "a".repeat(64) } };
    const first = await arc(folder, "first", IN_ORDER, shared);
    const second = await arc(folder, "second", IN_ORDER, shared);
    const args = ["overlap", first, second, "--device", "cpu", "--quiet", "--json"];
    const { meaning } = JSON.parse((await earnest(args)).stdout);
    assert.match(meaning.join(" "), /^In a shared space chance proves nothing/);
    const unknown = await arc(folder, "unknown", IN_ORDER, {});
    const same = JSON.parse((await earnest(args.with(1, unknown).with(2, unknown))).stdout);
    assert.equal(same.over, "items");
    assert.match(same.meaning.join(" "), /do not say what space/);
    assert.match(same.notes.join(), /The texts are not known/);
  });
});

Deno.test("overlap refuses what cannot be compared in one line", async () => {
  await inFolder(async (folder) => {
    const set = await arc(folder, "set", IN_ORDER, {});
    const other = await makeSet(folder, "other", [{ id: "a", row: [1] }, { id: "b", row: [2] }]);
    const refused: [string[], RegExp][] = [
      [[set, other], /set" and ".*other" have 0 classes in common; expected at least 3/],
      [
        [set, set, "--over", "classes", "-k", "5"],
        /-k is 5; expected at most 4, a tenth of the 40/,
      ],
      [[set, set, "--over", "classes", "--label-column", "labl"], /no column "labl".*"label"\?/],
      [[set], /missing required argument 'other'/],
      [[set, "nowhere"], /"nowhere" does not exist/],
    ];
    for (const [args, message] of refused) {
      const ended = await earnest(["overlap", ...args, "--device", "cpu", "--quiet"]);
      assert.equal(ended.code, 2, ended.stderr);
      assert.match(ended.stderr, message);
      assert.equal(ended.stderr.trim().split("\n").length, 1, ended.stderr);
    }
  });
});
