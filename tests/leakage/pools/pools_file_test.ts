import assert from "node:assert/strict";
import { join } from "node:path";
import { poolSizes, splitTable } from "../../../cli/split_table.ts";
import { codeHashes } from "../../../src/basics/code_hashes.ts";
import { InputError } from "../../../src/basics/errors.ts";
import { readItems } from "../../../src/datasets/items.ts";
import { captionNouns } from "../../../src/leakage/caption_nouns.ts";
import type { TrainingPair } from "../../../src/leakage/findings.ts";
import { writeSplit } from "../../../src/leakage/folder/write_split.ts";
import { poolOf } from "../../../src/leakage/pools/pool_of.ts";
import { storedPools } from "../../../src/leakage/pools/stored_pools.ts";
import type { PoolOptions } from "../../../src/leakage/pools/pool_set.ts";
import { parsePools, readPools } from "../../../src/leakage/pools/pools_file.ts";
import { scanPairs } from "../../../src/leakage/scan.ts";
import { sharedPath } from "../../shared.ts";
import { inFolder } from "../../temporary_folder.ts";

/** A split of pairs in a manifest against the label `dog`. */
async function split(
  folder: string,
  name: string,
  content: string,
  pairs: TrainingPair[],
  options: PoolOptions = {},
) {
  const path = join(folder, name);
  await Deno.writeTextFile(path, content);
  const labels = { name: "pets", labels: [{ label: "dog" }] };
  const findings = await scanPairs(pairs, { labels, items: [] }, ["TEXT-EXACT"]);
  const rules = { "TEXT-EXACT": "flags" } as const;
  const pools = await writeSplit(
    folder,
    path,
    {
      pairs,
      findings,
      rules,
      nouns: await captionNouns(pairs),
      notes: [],
      inputs: { [path]: "0".repeat(64) },
    },
    options,
  );
  return { path, pools, written: await readPools(join(folder, "pools.json")) };
}

Deno.test("written pools are read back, with hostile ids, too", () =>
  inFolder(async (folder) => {
    const ids = ["__proto__", "\u001b[2J", "7", "d"];
    const pairs = ids.map((id, i) => ({ id, text: ["a dog", "a hen", "an owl", "a pig"][i]! }));
    const lines = pairs.map((pair) => `${JSON.stringify(pair)}\n`).join("");
    const { pools, written, path } = await split(folder, "x.jsonl", lines, pairs);
    const { version: _, code, rules, inputs, ...read } = written;
    assert.deepEqual(read, pools);
    assert.deepEqual(code, { trainings: (await codeHashes()).trainings });
    assert.deepEqual(rules, { "TEXT-EXACT": "flags" });
    assert.deepEqual(inputs, { [path]: "0".repeat(64) });
    assert.deepEqual(
      poolOf(storedPools(written), { kind: "dose", share: 1 }).training,
      [...ids].sort(),
    );
  }));

Deno.test("rows of CSV are kept unchanged, captions become JSON Lines", () =>
  inFolder(async (folder) => {
    const text = 'id,text\r\na,"a ""dog"""\r\nb,"a\nhen"\r\n\r\nc,a pig';
    const pairs = [
      { id: "a", text: 'a "dog"' },
      { id: "b", text: "a\nhen" },
      { id: "c", text: "a pig" },
    ];
    await split(folder, "x.csv", text, pairs);
    const clean = await Deno.readTextFile(join(folder, "clean.csv"));
    assert.equal(clean, 'id,text\r\nb,"a\nhen"\r\n\r\nc,a pig\n');
  }));

Deno.test("several captions a row become JSON Lines, with the ids of the pools", () =>
  inFolder(async (folder) => {
    const pairs = ["a dog", "a hen", "a pig"].map((text, i) => ({ id: `1.wav#${i + 1}`, text }));
    const header = "file_name,caption_1,caption_2,caption_3,label,license\n";
    const content = `${header}1.wav,a dog,a hen,a pig,,CC0\n`;
    await split(folder, "x.csv", content, pairs, { unit: "pair" });
    const items = await readItems(join(folder, "clean.jsonl"));
    const shared = { caption_of: "1.wav", file_name: "1.wav", label: "", license: "CC0" };
    assert.deepEqual(items.map(({ columns }) => columns), [
      { id: "1.wav#2", text: "a hen", ...shared },
      { id: "1.wav#3", text: "a pig", ...shared },
    ]);
  }));

Deno.test("held-out pairs are in no manifest to train on and have one of their own", () =>
  inFolder(async (folder) => {
    const names = ["dog", "hen", "pig", "owl", "cat", "cow", "ape", "bee"];
    const pairs = names.map((id) => ({ id, text: id, source: id }));
    const csv = `id,text,source_id\n${names.map((id) => `${id},${id},${id}\n`).join("")}`;
    const { pools, written } = await split(folder, "x.csv", csv, pairs, { validation: 0.3 });
    const idsIn = async (name: string) =>
      (await readItems(join(folder, name))).map(({ id }) => id).sort();
    const held = written.validation!.ids;
    assert.equal(held.length, 2);
    assert.deepEqual(await idsIn("validation.csv"), held);
    for (const pool of ["clean", "control"] as const) {
      assert.deepEqual(
        await idsIn(`${pool}.csv`),
        poolOf(storedPools(written), { kind: pool }).training,
      );
      assert.equal(
        written[pool].length,
        poolOf(storedPools(written), { kind: pool }).training.length + 2,
      );
    }
    const sizes = poolSizes(written, pairs);
    assert.deepEqual(sizes[1], { condition: "clean", pairs: 7, trainingPairs: 5 });
    assert.match(splitTable(pools, sizes), /^ +clean +7 +2 +5$/m);
  }));

Deno.test("a note says that ids that are row numbers depend on the order", () =>
  inFolder(async (folder) => {
    const texts = ["a dog", "a hen", "a pig"];
    const pairs = texts.map((text, i) => ({ id: `${i + 1}`, text }));
    const { written } = await split(folder, "x.csv", `text\n${texts.join("\n")}\n`, pairs);
    assert.match(written.notes.join(" "), /ids are row numbers.*in another order.*--id-column/);
    const named = texts.map((text) => ({ id: text, text }));
    const rows = `id,text\n${texts.map((text) => `${text},${text}`).join("\n")}\n`;
    const { notes } = (await split(folder, "y.csv", rows, named)).written;
    assert.doesNotMatch(notes.join(" "), /row numbers/);
  }));

Deno.test("a manifest that changes between two readings is refused", () =>
  inFolder(async (folder) => {
    const pairs = ["a dog", "a hen", "a pig"].map((text) => ({ id: text, text }));
    await assert.rejects(split(folder, "x.csv", "id,text\n1,a\n", pairs), /gives other pairs/);
  }));

Deno.test("pools that do not belong together are refused by name", () =>
  inFolder(async (folder) => {
    const pairs = ["dog", "hen", "pig"].map((text) => ({ id: text, text, label: text }));
    await split(folder, "x.csv", "id,text\ndog,dog\nhen,hen\npig,pig\n", pairs);
    const text = await Deno.readTextFile(join(folder, "pools.json"));
    const refused = (change: (pools: Record<string, unknown>) => void, message: RegExp) => {
      const pools = JSON.parse(text);
      change(pools);
      assert.throws(
        () => parsePools(JSON.stringify(pools), "pools.json"),
        (error) => error instanceof InputError && message.test(error.message),
      );
    };
    refused((p) => p["schema"] = "earnest/pools/2", /"schema" is "earnest\/pools\/2"/);
    refused((p) => p["code"] = { trainings: "x" }, /"code\.trainings" .*expected 64 hex digits/);
    const { code: _, ...earlier } = JSON.parse(text);
    assert.equal(parsePools(JSON.stringify(earlier), "pools.json").code, undefined);
    const { unit, removedWithSound, controlMatch, ...older } = earlier;
    assert.deepEqual([unit, removedWithSound, controlMatch.valid], ["sound", 0, true]);
    const match = { pairsRemoved: 1, pairsTarget: 1, classesRemoved: 1, classesTarget: 1 };
    const old = parsePools(JSON.stringify({ ...older, controlMatch: match }), "pools.json");
    assert.deepEqual([old.unit, old.removedWithSound, old.controlMatch], ["pair", 0, undefined]);
    refused((p) => p["unit"] = "clip", /"unit" is "clip"/);
    refused((p) => p["clean"] = ["owl"], /1 of 1 ids of "clean" are not in "dirty"/);
    refused(
      (p) => p["dirty"] = ["dog", "dog", "hen", "pig"],
      /"dirty" has 4 ids, but only 3 distinct ones/,
    );
    refused((p) => p["shuffled"] = [{ seed: 0, texts: ["hen"] }], /"shuffled-0" has 1 texts/);
    refused((p) => p["doses"] = { order: [], steps: [{ dose: 1, flagged: 1 }] }, /takes 1 ids/);
    refused((p) => p["diversty"] = 1, /unknown key "diversty"; did you mean "diversity"\?/);
  }));

Deno.test("ESC-50 fold 4 against ESC-10: 318 clean pairs, 40 classes, the table in 80 columns", () =>
  inFolder(async (folder) => {
    const path = sharedPath("data/esc50-fold4/esc50-fold4.csv");
    const esc10 = sharedPath("data/esc10/metadata.csv");
    if (path === undefined || esc10 === undefined) return;
    const columns = { fileColumn: "filename", textColumn: "category" };
    const pairs = (await readItems(path, columns)).map(({ id, columns }) => ({
      id,
      text: columns["category"]!.replaceAll("_", " "),
      label: columns["category"]!,
      source: columns["src_file"]!,
    }));
    const items = (await readItems(esc10)).filter(({ columns }) => columns["fold"] !== "4")
      .map(({ id, columns }) => ({ id, label: columns["label"]!, source: columns["source_id"]! }));
    const labels = [...new Set(items.map(({ label }) => label))];
    const set = { name: "esc10", labels: labels.map((label) => ({ label })) };
    const findings = await scanPairs(pairs, { labels: set, items }, ["TEXT-EXACT", "AUDIO-SOURCE"]);
    const rules = { "TEXT-EXACT": "flags", "AUDIO-SOURCE": "flags" } as const;
    const scanned = { pairs, findings, rules, nouns: new Map(), notes: [], inputs: {} };
    const pools = await writeSplit(folder, path, scanned, { validation: 0.1 }, columns);
    assert.equal(pools.clean.length, 318);
    assert.deepEqual(pools.flaggedAlone, { "AUDIO-SOURCE": 2, "TEXT-EXACT": 80 });
    assert.deepEqual(pools.controlMatch, {
      valid: true,
      pairs: [318, 318],
      sounds: [318, 318],
      topics: [40, 40],
    });
    assert.deepEqual(pools.doses.steps.map(({ flagged }) => flagged), [0, 2, 4, 8, 21, 41, 82]);
    const clean = await Deno.readTextFile(join(folder, "clean.csv"));
    const held = await Deno.readTextFile(join(folder, "validation.csv"));
    assert.equal(clean.trim().split("\n").length, 1 + 318 - pools.validation!.ids.length);
    assert.equal(held.trim().split("\n").length, 1 + pools.validation!.ids.length);
    const table = splitTable(pools, poolSizes(pools, pairs));
    assert(table.split("\n").every(({ length }) => length <= 80));
    assert.match(table, /^ +pool +pairs +classes +held out +to train on +of classes$/m);
    assert.match(table, /^ +clean +318 +40 +24 +294 +37$/m);
    assert.match(table, /^ +AUDIO-SOURCE +2 +2$/m);
    assert.match(table, /^ +in all +82$/m);
  }));
