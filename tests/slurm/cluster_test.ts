import assert from "node:assert/strict";
import { join } from "node:path";
import { inFolder } from "../temporary_folder.ts";
import { type SlurmCluster, withSlurm } from "./cluster.ts";

/** Writes the variables that tell an array's task which one it is, and waits while a file `wait` exists. */
const WORKER = `
const variables = ["JOB_ID", "TASK_ID", "TASK_COUNT", "TASK_MIN", "TASK_MAX", "TASK_STEP"];
const [job, id, ...rest] = variables.map((name) => Deno.env.get("SLURM_ARRAY_" + name));
const restarts = Deno.env.get("SLURM_RESTART_COUNT") ?? "0";
const node = Deno.env.get("SLURMD_NODENAME");
Deno.writeTextFileSync(job + "_" + id + "." + restarts, [id, ...rest].join(" ") + " " + node);
const exists = () => { try { return Deno.statSync("wait").isFile; } catch { return false; } };
while (exists()) await new Promise((resolve) => setTimeout(resolve, 50));
`;

/** Runs the work where \`worker.sh\` runs the worker as a task. */
function withWorker(work: (cluster: SlurmCluster, folder: string) => Promise<void>): Promise<void> {
  return withSlurm((cluster) =>
    inFolder(async (folder) => {
      await Deno.writeTextFile(join(folder, "worker.ts"), WORKER);
      const script = `#!/bin/sh\nexec '${Deno.execPath()}' run -A --no-config worker.ts\n`;
      await Deno.writeTextFile(join(folder, "worker.sh"), script);
      await work(cluster, folder);
    })
  );
}

/** What tasks wrote, in the order of their files. */
async function written(folder: string, job: string): Promise<string[]> {
  const files = Array.from(Deno.readDirSync(folder), ({ name }) => name)
    .filter((name) => name.startsWith(`${job}_`));
  return await Promise.all(files.sort().map((name) => Deno.readTextFile(join(folder, name))));
}

const ARRAY = ["--requeue", "worker.sh"];

Deno.test("Slurm tells tasks their id and the count, minimum, maximum and step of their own array", async () => {
  await withWorker(async (cluster, folder) => {
    const jobs = new Map<string, string>();
    for (const array of ["0-3", "2", "10-11", "0,1,3", "0-6:2"]) {
      jobs.set(array, await cluster.submit([`--array=${array}`, ...ARRAY], folder));
    }
    const states = await cluster.ended(...jobs.values());
    assert.deepEqual(new Set(Object.values(states)), new Set(["COMPLETED"]));
    const seen = async (array: string) => {
      const lines = await written(folder, jobs.get(array)!);
      return lines.map((line) => line.split(" ").slice(0, -1).join(" "));
    };
    assert.deepEqual(await seen("0-3"), ["0 4 0 3 1", "1 4 0 3 1", "2 4 0 3 1", "3 4 0 3 1"]);
    assert.deepEqual(await seen("2"), ["2 1 2 2 1"]);
    assert.deepEqual(await seen("10-11"), ["10 2 10 11 1", "11 2 10 11 1"]);
    assert.deepEqual(await seen("0,1,3"), ["0 3 0 3 1", "1 3 0 3 1", "3 3 0 3 1"]);
    assert.deepEqual(await seen("0-6:2"), ["0 4 0 6 2", "2 4 0 6 2", "4 4 0 6 2", "6 4 0 6 2"]);
  });
});

Deno.test("Slurm runs an array on both nodes and repeats tasks whose worker or node was killed", async () => {
  await withWorker(async (cluster, folder) => {
    await Deno.writeTextFile(join(folder, "wait"), "");
    const job = await cluster.submit(["--array=0-3", ...ARRAY], folder);
    await cluster.until((states) => states.every((state) => state === "RUNNING"), job);
    while ((await written(folder, job)).length < 4) await new Promise((r) => setTimeout(r, 50));
    const nodes = (await written(folder, job)).map((line) => line.split(" ").at(-1)!);
    assert.deepEqual(nodes.toSorted(), ["n1", "n1", "n2", "n2"]);
    const first = nodes.indexOf("n1");

    const killed = await cluster.run(
      ["scancel", "--batch", "--signal=KILL", `${job}_${first}`],
      folder,
    );
    assert.equal(killed.code, 0, killed.stderr);
    await cluster.until((states) => states.includes("FAILED"), job);
    await cluster.killNode("n2");
    await Deno.remove(join(folder, "wait"));
    assert.equal((await cluster.run(["scontrol", "requeue", `${job}_${first}`], folder)).code, 0);
    await cluster.startNode("n2");
    assert.deepEqual(await cluster.ended(job), {
      [`${job}_0`]: "COMPLETED",
      [`${job}_1`]: "COMPLETED",
      [`${job}_2`]: "COMPLETED",
      [`${job}_3`]: "COMPLETED",
    });
    const repeated = Array.from(Deno.readDirSync(folder), ({ name }) => name)
      .filter((name) => name.endsWith(".1")).sort();
    const expected = nodes.flatMap((node, task) =>
      node === "n2" || task === first ? [`${job}_${task}.1`] : []
    );
    assert.deepEqual(repeated, expected);
  });
});
