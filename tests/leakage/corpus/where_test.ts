import assert from "node:assert/strict";
import { openScan } from "../../../src/leakage/corpus/open_scan.ts";
import { makeFolder } from "../../datasets/made_folder.ts";

Deno.test("workers keep the rows that one thread keeps, and refuse what no row has", async () => {
  const rows = Array.from(
    { length: 4000 },
    (_, i) => `r${i},${"x".repeat(i % 300)},${i % 2},${i < 3900 ? "dev" : "eval"}\n`,
  );
  await using folder = await makeFolder({
    "a.csv": `id,note,source_id,split\n${rows.join("")}`,
    "items.csv": "id,label,source_id\ne,dog,1\n",
  });
  const found = async (where: Record<string, string[]>, workers: number) => {
    const items = `${folder.path}/items.csv`;
    const options = {
      labels: "esc50",
      items,
      columns: { where },
      rules: ["AUDIO-SOURCE"],
    } as const;
    const scan = await openScan(`${folder.path}/a.csv`, options, false);
    let text = "";
    for await (const some of scan.lines({}, workers)) text += new TextDecoder().decode(some);
    return [text, scan.summary().pairs, scan.summary().total.flaggedPairs];
  };
  const one = await found({ split: ["eval"] }, 0);
  assert.deepEqual(one.slice(1), [100, 50]);
  assert.deepEqual(await found({ split: ["eval"] }, 2), one);
  const message = /no row whose "split" is "test" \(--where\); it has "dev", "eval"/;
  await assert.rejects(found({ split: ["eval", "test"] }, 2), { name: "InputError", message });
});
