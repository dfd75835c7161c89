import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { InputError } from "../../../src/basics/errors.ts";
import { manifestList } from "../../../src/distribute/submit/kubernetes.ts";
import { kubernetesManifests } from "../../../src/distribute/submit/kubernetes_manifests.ts";
import { earnest } from "../../end_to_end/cli.ts";
import { inFolder } from "../../temporary_folder.ts";

const VALIDATOR = fileURLToPath(new URL("./validate_manifests.ts", import.meta.url));
const OPTIONS = {
  image: "registry.example.org/earnest:0.1.0",
  volumes: [{ claim: "corpora", mount: "/data" }, { claim: "cache", mount: "/cache" }],
};

function jobOf(...words: string[]) {
  const plan = {
    schema: "earnest/shards/1",
    command: "embed",
    words: [...words, "--out", "set"],
    directory: "/data",
    shards: 25,
    tasks: 25,
    firstTask: 0,
  } as const;
  return { plan, out: "set" };
}

/** What the schemas of Kubernetes have against a list of manifests; empty for nothing. */
async function faultIn(list: string): Promise<string> {
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "--no-lock", "--no-config", "--quiet", "-A", VALIDATOR],
    stdin: "piped",
    stderr: "piped",
    env: { NO_COLOR: "1" },
  }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(list));
  await writer.close();
  const { success, stderr } = await child.output();
  return success ? "" : new TextDecoder().decode(stderr);
}

Deno.test("the manifests are an Indexed Job and a suspended one, valid by Kubernetes' schemas", async () => {
  const options = {
    ...OPTIONS,
    gpus: 1,
    cpus: 4,
    memory: "16G",
    maxParallel: 5,
    namespace: "audio",
  };
  const manifests = kubernetesManifests(jobOf("clips.csv"), options);
  assert.equal(await faultIn(manifestList(manifests)), "");
  const { metadata, spec } = manifests.tasks;
  assert.match(metadata.name, /^earnest-embed-[0-9a-f]{8}$/);
  assert.equal(metadata.namespace, "audio");
  const { template, ...rest } = spec;
  assert.deepEqual(rest, {
    completionMode: "Indexed",
    completions: 25,
    parallelism: 5,
    backoffLimitPerIndex: 2,
    maxFailedIndexes: 3,
  });
  const mounts = [["volume-0", "/data"], ["volume-1", "/cache"]];
  assert.deepEqual(template, {
    spec: {
      restartPolicy: "Never",
      containers: [{
        name: "earnest",
        image: OPTIONS.image,
        args: ["embed", "clips.csv", "--out", "set", "--shard", "auto"],
        workingDir: "/data",
        resources: {
          requests: { cpu: "4", memory: "16Gi" },
          limits: { memory: "16Gi", "nvidia.com/gpu": "1" },
        },
        volumeMounts: mounts.map(([name, mountPath]) => ({ name, mountPath })),
      }],
      volumes: [
        { name: "volume-0", persistentVolumeClaim: { claimName: "corpora" } },
        { name: "volume-1", persistentVolumeClaim: { claimName: "cache" } },
      ],
    },
  });
  assert.equal(manifests.collect.metadata.name, `${metadata.name}-collect`);
  assert.equal(manifests.collect.spec.suspend, true);
});

Deno.test("the schemas find manifests that are wrong", async () => {
  const { tasks, collect } = kubernetesManifests(jobOf("clips.csv"), OPTIONS);
  const wrong = { ...tasks, spec: { ...tasks.spec, completions: "25" } };
  assert.match(
    await faultIn(manifestList({ tasks: wrong, collect })),
    /completions must be integer/,
  );
});

Deno.test("Kubernetes replaces nothing in the words, and those that steer terminals are refused", () => {
  const { tasks } = kubernetesManifests(jobOf("$(HOME)/a $5.csv"), OPTIONS);
  assert.ok(JSON.stringify(tasks).includes('"$$(HOME)/a $$5.csv"'));
  assert.throws(() => kubernetesManifests(jobOf("a\nb"), OPTIONS), InputError);
});

/** Stands in for a cluster, which no test has: keeps what it is to apply, and answers like kubectl. */
const KUBECTL = `#!/bin/sh
[ "$*" = "apply -f -" ] || exit 9
cat >"$APPLIED"
echo "job.batch/$(sed -n 's/^ *"name": "\\(earnest-embed-[^"]*\\)",$/\\1/p' "$APPLIED" | head -n 1) $ANSWER"
`;

Deno.test("the tasks that kubectl gets embed a set together, and what is missing can be sent again", () =>
  inFolder(async (folder) => {
    await Deno.mkdir(join(folder, "bin"));
    await Deno.writeTextFile(join(folder, "bin/kubectl"), KUBECTL, { mode: 0o755 });
    const rows = Array.from({ length: 200 }, (_, i) => `${i},a dog barks ${i} times`);
    await Deno.writeTextFile(join(folder, "texts.csv"), `id,text\n${rows.join("\n")}\n`);
    const applied = join(folder, "applied.json");
    const env = {
      PATH: `${join(folder, "bin")}:${Deno.env.get("PATH")}`,
      APPLIED: applied,
      ANSWER: "created",
    };
    const embed = ["embed", "texts.csv", "--backbone", "glove-100d", "--device", "cpu", "--out"];
    const engine = ["submit", "kubernetes", "--image", "earnest", "--volume", "corpora"];
    const jobs = async () => JSON.parse(await Deno.readTextFile(applied)).items;
    /** Runs what a pod would. */
    // deno-lint-ignore no-explicit-any
    const runPod = async (job: any, index?: number) => {
      const [{ args, workingDir }] = job.spec.template.spec.containers;
      const words = args.map((word: string) => word.replaceAll("$$", "$"));
      const variables = index === undefined ? {} : { JOB_COMPLETION_INDEX: String(index) };
      return await earnest(words, { cwd: workingDir, env: variables });
    };

    const sent = await earnest([...engine, "--shards", "3", ...embed, "set"], { cwd: folder, env });
    assert.equal(sent.code, 0, sent.stderr);
    const [tasks, collect] = await jobs();
    assert.equal(tasks.spec.completions, 3);
    assert.ok(sent.stdout.includes(`kubectl patch job/${collect.metadata.name} -p`), sent.stdout);
    for (const index of [0, 2]) assert.equal((await runPod(tasks, index)).code, 0);
    assert.equal((await runPod(collect)).code, 4);

    const elsewhere = [...engine.slice(0, -1), "corpora:/data", "--resume", "set"];
    const moved = await earnest(elsewhere, { cwd: folder, env });
    assert.equal(moved.code, 2);
    assert.match(moved.stderr, /first --volume is at "\/data", but the plan is for "/);
    const again = await earnest([...engine, "--resume", "set"], { cwd: folder, env });
    assert.equal(again.code, 0, again.stderr);
    const [rest, last] = await jobs();
    assert.equal(rest.metadata.name, `${tasks.metadata.name}-after-2`);
    for (const index of [0, 1, 2]) assert.equal((await runPod(rest, index)).code, 0);
    assert.equal((await runPod(last)).code, 0);
    assert.equal((await earnest([...embed, "whole"], { cwd: folder })).code, 0);
    const [made, whole] = ["set", "whole"].map((set) =>
      Deno.readFileSync(join(folder, set, "embeddings.npy"))
    );
    assert.deepEqual(made, whole);

    const known = { cwd: folder, env: { ...env, ANSWER: "unchanged" } };
    const refused = await earnest([...engine, ...embed, "other"], known);
    assert.equal(refused.code, 4);
    assert.match(refused.stderr, /has the job earnest-embed-\w+ already/);
  }));
