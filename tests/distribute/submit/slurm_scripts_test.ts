import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "npm:fast-check@4.10.2"; // Makes random inputs, and shrinks those that fail.
import { InputError } from "../../../src/basics/errors.ts";
import type { Plan } from "../../../src/distribute/plan.ts";
import { type SubmittedJob, tasksFor } from "../../../src/distribute/submit/job.ts";
import { slurmScripts } from "../../../src/distribute/submit/slurm_scripts.ts";
import { VALUE_FORMS } from "../../../src/distribute/submit/values.ts";
import { inFolder } from "../../temporary_folder.ts";

/** A job of the given words. */
function jobOf(directory: string, out: string, words: readonly string[] = []): SubmittedJob {
  const plan: Plan = {
    schema: "earnest/shards/1",
    command: "embed",
    words: [...words, "--out", out],
    directory,
    shards: 12,
    tasks: 6,
    firstTask: 10,
  };
  return { plan, out };
}

/** The arguments and the folder that a script's command sees, and the options that Slurm reads. */
async function ran(script: string) {
  const child = new Deno.Command("sh", { stdin: "piped", stdout: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(script));
  await writer.close();
  const { code, stdout } = await child.output();
  assert.equal(code, 0, script);
  const [folder, ...words] = new TextDecoder().decode(stdout).split("\0").slice(0, -1);
  return {
    folder,
    words,
    options: script.split("\n").filter((line) => line.startsWith("#SBATCH")),
  };
}

/** A program that prints its folder and its words. */
const PRINTS = ["sh", "-c", 'printf "%s\\0" "$PWD" "$@"', "sh"];

Deno.test("every word and folder reaches the command as it is, and becomes no option of Slurm's", () =>
  inFolder(async (folder) => {
    const word = fc.string({ unit: "grapheme", maxLength: 30 }).filter((text) =>
      // Others are refused.
      !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Noncharacter_Code_Point}\p{Cs}]/u.test(text)
    );
    const words = fc.array(
      fc.oneof(word, fc.constantFrom("", "it's", "$(touch x)", "`x`", "#SBATCH", "a b")),
    );
    let run = 0;
    await fc.assert(
      fc.asyncProperty(words, async (words) => {
        const directory = join(folder, `${run++} it's "$HOME" \`x\``);
        await Deno.mkdir(directory);
        const { array, collect } = slurmScripts(jobOf(directory, "set", words), PRINTS, [0], {});
        const task = await ran(array);
        assert.equal(task.folder, directory);
        assert.deepEqual(task.words, ["embed", ...words, "--out", "set", "--shard", "auto"]);
        const plain = await ran(slurmScripts(jobOf(directory, "set"), PRINTS, [0], {}).array);
        assert.equal(task.options.length, plain.options.length);
        assert.deepEqual((await ran(collect)).words, ["collect", "set"]);
      }),
      { numRuns: 30, seed: 1 },
    );
  }));

Deno.test("words that a script cannot hold as they are are refused", () => {
  for (const word of ["a\nb", "a\r#SBATCH --uid=0", "\u001b[2J", "a\u202eb", "\ud800"]) {
    const job = jobOf("/data", "set", [word]);
    assert.throws(() => slurmScripts(job, ["earnest"], [0], {}), InputError);
    const placed = [jobOf(`/data/${word}`, "set"), jobOf("/data", `set${word}`)];
    for (const one of placed) {
      assert.throws(() => slurmScripts(one, ["earnest"], [0], {}), InputError);
    }
  }
  const backslash = jobOf("/data", "a\\b");
  assert.throws(() => slurmScripts(backslash, ["earnest"], [0], {}), /path has a backslash/);
});

Deno.test("tasks have the numbers of their plan, and what is asked for", () => {
  const options = {
    cpus: 4,
    memory: "16G",
    time: "1-12",
    partition: "gpu,big",
    account: "me@lab",
    gres: "gpu:a100:1",
    maxParallel: 2,
  };
  const { array, collect } = slurmScripts(
    jobOf("/data", "set"),
    ["earnest"],
    [0, 1, 2, 5],
    options,
  );
  const settings = (script: string) =>
    [...script.matchAll(/^#SBATCH --(.*)$/gm)].map(([, set]) => set);
  const both = [
    "nodes=1",
    "ntasks=1",
    "cpus-per-task=4",
    "mem=16G",
    "time=1-12",
    "partition=gpu,big",
    "account=me@lab",
    "open-mode=append",
    "requeue",
  ];
  const [name, ...rest] = settings(array);
  assert.match(name!, /^job-name=earnest-embed-[0-9a-f]{8}$/);
  assert.deepEqual(rest, [
    "array=10-12,15%2",
    "gres=gpu:a100:1",
    'output="/data/set/shards/logs/%A_%a.log"',
    ...both,
  ]);
  assert.deepEqual(settings(collect), [
    `${name}-collect`,
    'output="/data/set/shards/logs/collect_%j.log"',
    ...both,
  ]);
});

Deno.test("only an audit needs its device again when it is put together", () => {
  const isAsked = (command: "audit" | "embed", options: { gpus?: number; gres?: string }) => {
    const { plan, out } = jobOf("/data", "set");
    const job = { plan: { ...plan, command }, out };
    const { array, collect } = slurmScripts(job, ["earnest"], [0], options);
    return [array, collect].map((script) => /^#SBATCH --gres=gpu/m.test(script));
  };
  for (const options of [{ gpus: 1 }, { gres: "gpu:a100:1" }]) {
    assert.deepEqual(isAsked("audit", options), [true, true]);
    assert.deepEqual(isAsked("embed", options), [true, false]);
  }
});

Deno.test("no task of a plan is idle, and arrays have at most 1,000 of them", () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 100_000 }), (shards) => {
    const tasks = tasksFor(shards);
    const each = Math.ceil(shards / tasks);
    assert.ok(tasks <= 1000 && (tasks - 1) * each < shards && tasks * each >= shards);
  }));
});

Deno.test("values of options hold nothing that a script or manifest could take for more", () => {
  const taken: Record<keyof typeof VALUE_FORMS, readonly string[]> = {
    memory: ["1M", "16G", "2T"],
    time: ["60", "90:00", "04:00:00", "1-12", "1-12:30", "1-12:30:00"],
    gres: ["gpu", "gpu:1", "gpu:a100:2", "gpu:nvidia_h100_80gb_hbm3:1"],
    sbatch: ["--exclusive", "--constraint=a100|h100", "--comment=it is # mine"],
    partition: ["gpu", "gpu,big-mem", "a.b_c"],
    account: ["lab", "me@lab", "a+b"],
    image: ["earnest", "a/b", "r.example.org:5000/a/b:1.0", `a@sha256:${"0".repeat(64)}`],
    namespace: ["audio", "a-1"],
    volume: ["corpora", "corpora:/data", "my.claim:/mnt/a b"],
  };
  const bad = [
    "",
    " ",
    "a b",
    "a\n#SBATCH --uid=0",
    "1\n",
    "--uid=0",
    "$(x)",
    "`x`",
    "a;b",
    "a'b",
    'a"b',
    "a#b",
  ];
  for (const [name, { pattern }] of Object.entries(VALUE_FORMS)) {
    for (const value of taken[name as keyof typeof VALUE_FORMS]) assert.match(value, pattern, name);
    for (const value of bad) {
      // It is a whole option, which the form is for.
      if (name === "sbatch" && value === "--uid=0") continue;
      assert.doesNotMatch(value, pattern, name);
    }
  }
  for (const value of ["--a=x\n#SBATCH --uid=0", '--a="x"', "--a='x'", "--a=\\", "--a=", "-C x"]) {
    assert.doesNotMatch(value, VALUE_FORMS.sbatch.pattern);
  }
  for (const path of ["c:relative", "c:/a:b", "C:/a", "c:/a\n"]) {
    assert.doesNotMatch(path, VALUE_FORMS.volume.pattern);
  }
});
