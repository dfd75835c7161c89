// What `--dry-run` prints of commands whose work can be divided; it writes nothing.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { Estimate } from "../../src/distribute/estimate.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";
import { writeCaptions, writeClips } from "./document_data.ts";
import { makeSet } from "./made_set.ts";

/** The estimate of a command, after which the folder is as it was. */
async function estimated(cwd: string, ...args: string[]): Promise<Estimate> {
  const before = namesIn(cwd);
  const ended = await earnest([...args, "--dry-run", "--json", "--quiet", "--device", "cpu"], {
    cwd,
  });
  assert.equal(ended.code, 0, ended.stderr);
  assert.deepEqual(namesIn(cwd), before, args.join(" "));
  const estimate = JSON.parse(ended.stdout);
  assert.equal(estimate.schema, "earnest/estimate/1");
  assert.equal(estimate.command, args[0]);
  assert.ok(estimate.deviceHours > 0 && estimate.sample.seconds > 0, ended.stdout);
  return estimate;
}

Deno.test("each command says what it would cost, and writes nothing", () =>
  inFolder(async (folder) => {
    await writeClips(folder);
    await writeCaptions(folder);
    const ids = Array.from({ length: 40 }, (_, i) => `${i}`);
    const items = ids.map((id) => ({ id, row: [Number(id), 1, 2], columns: { label: "dog" } }));
    await makeSet(folder, "set", items, { backbone: { name: "made", modality: "audio" } });
    const embed = ["embed", "clips.csv", "--backbone", "log-mel-statistics", "--out", "clips"];
    const sounds = await estimated(folder, ...embed, "--shard", "0/2");
    assert.deepEqual([sounds.unit, sounds.whole.amount, sounds.shard.amount], ["items", 48, 32]);
    const labels = ["captions.csv", "--labels", "esc50", "--out", "leaks"];
    const scan = await estimated(folder, "scan", ...labels);
    assert.deepEqual([scan.unit, scan.whole.amount, scan.shards], ["pairs", 36, 1]);
    const divided = await estimated(folder, "scan", ...labels, "--shard", "1/3");
    assert.equal(divided.whole.amount, 36);
    await Deno.writeTextFile(join(folder, "one.csv"), "id,text\n1,a dog barks\n");
    const one = await earnest(["scan", "one.csv", ...labels.slice(1), "--dry-run"], {
      cwd: folder,
    });
    assert.match(one.stdout, /Estimated from 1 pair in /);
    const split = await estimated(folder, "split", ...labels);
    assert.match(split.notes.join(), /pools .* are not timed/);
    const search = await estimated(
      folder,
      "search",
      "set",
      "--query",
      "set",
      "--out",
      "near.jsonl",
    );
    assert.deepEqual([search.unit, search.whole.amount], ["rows", 40]);
    assert.ok(search.whole.bytesWritten > 40 * 100);
    const where = ["--where", "label=cat"];
    const none = await earnest(["search", "set", "--query", "set", "--dry-run", ...where], {
      cwd: folder,
    });
    assert.deepEqual([none.code, none.stdout], [2, ""]);
    const table = await earnest([...embed, "--dry-run", "--shard", "1/2"], { cwd: folder });
    assert.match(table.stdout, /2 shards +largest\n +items +48 +32\n +read .*\n +written /);
    assert.match(
      table.stdout,
      /device-hours[^]*3\s%\smore\sthan\sone\sprocess\.\sNothing\swas\swritten\./,
    );
    assert.ok(table.stdout.split("\n").every((line) => line.length <= 80), table.stdout);
  }));

Deno.test("the shards of an estimate are those of an earlier plan", () =>
  inFolder(async (folder) => {
    await writeClips(folder);
    const embed = ["embed", "clips.csv", "--backbone", "log-mel-statistics", "--out", "clips"];
    const begun = await earnest([...embed, "--shard", "0/2", "--quiet"], { cwd: folder });
    assert.equal(begun.code, 0, begun.stderr);
    const files =
      () => [...namesIn(join(folder, "clips")), ...namesIn(join(folder, "clips/shards"))];
    const before = files();
    const array = {
      SLURM_ARRAY_TASK_ID: "1",
      SLURM_ARRAY_TASK_COUNT: "1",
      SLURM_ARRAY_TASK_MIN: "1",
      SLURM_ARRAY_TASK_MAX: "1",
    };
    const asked = [...embed, "--dry-run", "--json", "--shard", "auto"];
    const ended = await earnest(asked, { cwd: folder, env: array });
    assert.equal(JSON.parse(ended.stdout).shards, 2, ended.stderr);
    assert.deepEqual(files(), before);
    const together = await earnest([...embed, "--dry-run", "--shard", "collect"], { cwd: folder });
    assert.equal(together.code, 2);
    assert.match(together.stderr, /--dry-run is not for --shard collect/);
  }));
