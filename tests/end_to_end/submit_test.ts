// What `submit` refuses before anything is sent, and what `--print` shows; tests/slurm/ submits to a real Slurm.
import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../temporary_folder.ts";
import { earnest, namesIn } from "./cli.ts";

const embed = ["embed", "texts.csv", "--backbone", "glove-100d", "--out", "set"];

Deno.test("what is misspelled is refused before tasks are sent, by name", () =>
  inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "texts.csv"), "id,text\n1,a dog barks\n");
    await Deno.writeTextFile(
      join(cwd, "audit.json"),
      JSON.stringify({
        evaluation: { items: "evaluation.csv" },
        training: { items: "texts.csv" },
        audio: [{ name: "log-mel", backbone: "log-mel-statistics" }],
        text: [{ name: "glove", backbone: "glove-100d" }],
      }),
    );
    await Deno.writeTextFile(join(cwd, "broken.json"), '{ "evaluation": {}, "trainin": {} }');
    const scan = ["scan", "texts.csv", "--out", "found", "--labels"];
    const cases: [string[], RegExp][] = [
      [
        embed.with(1, "text.csv"),
        /"text\.csv" \(what embed reads\) does .*mean "texts\.csv"\?; noth/,
      ],
      [embed.with(3, "glove-10d"), /There is no backbone "glove-10d"; did you mean "glove-100d"/],
      [embed.with(3, "card.json"), /card\.json" does not exist/],
      [[...scan, "labels.txt"], /"labels\.txt" \(--labels\) does not exist here; nothing was sent/],
      [
        [...scan, "esc50", "--exclude", "texts.csv", "listed.csv"],
        /"listed\.csv" \(--exclude\) does/,
      ],
      [["search", "sets", "--query", "texts.csv", "--out", "near"], /"sets" \(what search reads\)/],
      [
        ["audit", "audit.json", "--out", "found"],
        /evaluation\.csv" \(a file that "audit\.json" names/,
      ],
      [["audit", "broken.json", "--out", "found"], /broken\.json.*trainin/],
    ];
    for (const [words, message] of cases) {
      const { code, stdout, stderr } = await earnest(["submit", "slurm", ...words], { cwd });
      assert.deepEqual([code, stdout, stderr.trimEnd().split("\n").length], [2, "", 1], stderr);
      assert.match(stderr, message);
    }
    assert.deepEqual(namesIn(cwd), ["audit.json", "broken.json", "texts.csv"]);
    // On a volume, what is elsewhere cannot be seen from here.
    const volume = ["--print", "--image", "earnest", "--volume", "corpora:/data"];
    const submitted = (path: string) =>
      earnest(["submit", "kubernetes", ...volume, ...embed.with(1, path)], { cwd });
    for (const path of ["texts.csv", "/data/texts.csv", "/b/a.csv", "../b/a.csv"]) {
      assert.equal((await submitted(path)).code, 0, path);
    }
    assert.match((await submitted("/data/text.csv")).stderr, /did you mean "texts\.csv"/);
  }));

Deno.test("options of submit behind the command, and of sbatch that are ours, are refused", () =>
  inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "texts.csv"), "id,text\n1,a dog barks\n");
    const cases: [string[], RegExp][] = [
      [[...embed, "--print"], /--print is an option of submit, and stands behind embed; write it/],
      [[...embed, "--shards=3"], /submit slurm --shards \.\.\. embed/],
      [["--sbatch", "--array=1-9", ...embed], /submit sets --array itself/],
      [["--sbatch", "--arr=1-9", ...embed], /submit sets --array itself/],
      [["--sbatch", "--mem=3G", ...embed], /use the option --memory of submit/],
      [["--sbatch", "constraint=a100", ...embed], /expected a long option of sbatch/],
      [["--sbatch", '--comment="x', ...embed], /expected a long option of sbatch/],
      [["--sbatch", "--comment=x\n#SBATCH --uid=0", ...embed], /expected a long option of sbatch/],
    ];
    for (const [words, message] of cases) {
      const { code, stderr } = await earnest(["submit", "slurm", ...words], { cwd });
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
  }));

Deno.test("--print shows scripts that begin as scripts do, and what comes before them", () =>
  inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "texts.csv"), "id,text\n1,a dog barks\n");
    const further = ["--sbatch", "--constraint=a100|h100", "--sbatch", "--qos=long"];
    const words = ["submit", "slurm", "--print", "--shards", "2", ...further, ...embed];
    const { code, stdout, stderr } = await earnest(words, { cwd });
    assert.equal(code, 0, stderr);
    assert.match(stdout, /^#!\/bin\/sh\n# The array\./);
    const scripts = stdout.split("#!/bin/sh\n").slice(1);
    assert.equal(scripts.length, 2);
    for (const script of scripts) {
      assert.match(
        script,
        /^#SBATCH --constraint="a100\|h100"\n#SBATCH --qos=long\n#SBATCH --job/m,
      );
    }
    const [, folder] = /^# {3}mkdir -p (.*)$/m.exec(scripts[0]!)!;
    assert.equal(folder, join(await Deno.realPath(cwd), "set/shards/logs"));
    assert.match(scripts[1]!, /^# {3}sbatch --dependency=afterok:ID/m);
    // A task finds that folder, and no plan, where it was submitted by hand.
    await Deno.mkdir(folder!, { recursive: true });
    const task = await earnest([...embed.with(3, "character-ngrams"), "--shard", "0/2"], { cwd });
    assert.equal(task.code, 0, task.stderr);
  }));

Deno.test("an input that is gone when a plan is resumed is named before tasks are sent", () =>
  inFolder(async (cwd) => {
    await Deno.writeTextFile(join(cwd, "texts.csv"), "id,text\n1,a dog barks\n2,it rains\n");
    assert.equal(
      (await earnest([...embed.with(3, "character-ngrams"), "--shard", "0/2"], { cwd })).code,
      0,
    );
    const volume = ["--print", "--image", "earnest", "--volume", `corpora:${cwd}`];
    const resume = () => earnest(["submit", "kubernetes", ...volume, "--resume", "set"], { cwd });
    assert.match((await resume()).stdout, /"completionMode": "Indexed"/);
    await Deno.rename(join(cwd, "texts.csv"), join(cwd, "text.csv"));
    const { code, stderr } = await resume();
    assert.equal(code, 2);
    assert.match(stderr, /"texts\.csv" .* did you mean "text\.csv"\?; nothing was sent/);
  }));
