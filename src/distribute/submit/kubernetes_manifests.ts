/**
 * The manifests that Kubernetes runs: an Indexed Job of the tasks, and a Job that puts the shards together afterwards.
 * @module
 */
import { collectWords, exactWord, jobName, type SubmittedJob, taskWords } from "./job.ts";
import type { TaskResources } from "./values.ts";

/** A volume that is mounted. */
export interface MountedVolume {
  /** Name of the persistent volume claim. */
  readonly claim: string;
  /** Path at which tasks see it. */
  readonly mount: string;
}

/** What is asked of Kubernetes, in the forms of `VALUE_FORMS`. */
export interface KubernetesOptions extends TaskResources {
  /** The image, whose entry point is Earnest. */
  readonly image: string;
  /** The volumes. One holds the working folder. */
  readonly volumes: readonly MountedVolume[];
  /** Namespace of the jobs; by default that of kubectl's context. */
  readonly namespace?: string | undefined;
}

/** A Job of Kubernetes, as JSON. */
export interface JobManifest {
  /** Version of the form. */
  readonly apiVersion: "batch/v1";
  /** What it describes. */
  readonly kind: "Job";
  /** Its name and place. */
  readonly metadata: {
    readonly name: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly namespace?: string;
  };
  /** What runs. */
  readonly spec: Readonly<Record<string, unknown>>;
}

/** The manifests of a job. */
export interface KubernetesManifests {
  /** Its tasks. */
  readonly tasks: JobManifest;
  /** What puts the shards together. It is suspended until it is resumed, since no Job can wait for another one. */
  readonly collect: JobManifest;
}

/** A task may fail so often, as on a node that is drained, before its index counts as failed. */
const RETRIES_PER_TASK = 2;
/** With more than this share of failed tasks, the rest is not begun: input that is bad for one is bad for all. */
const FAILED_SHARE = 0.1;

/**
 * Writes the manifests of a job.
 *
 * @param attempt tells a repeated job from earlier ones; their names must differ
 * @throws {InputError} when a word has a line break or another character that cannot be shown
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const plan = {
 *   schema: "earnest/shards/1",
 *   command: "embed",
 *   words: ["clips.csv", "--out", "clips"],
 *   directory: "/data",
 *   shards: 8,
 *   tasks: 8,
 *   firstTask: 0,
 * } as const;
 * const volumes = [{ claim: "corpora", mount: "/data" }];
 * const { tasks } = kubernetesManifests({ plan, out: "clips" }, { image: "earnest", volumes });
 * assert.equal(tasks.spec.completions, 8);
 * assert.equal(tasks.spec.completionMode, "Indexed");
 * ```
 */
export function kubernetesManifests(
  job: SubmittedJob,
  options: KubernetesOptions,
  attempt = "",
): KubernetesManifests {
  const { tasks } = job.plan;
  const name = `${jobName(job)}${attempt}`;
  return {
    tasks: manifest(name, options, {
      completionMode: "Indexed",
      completions: tasks,
      parallelism: Math.min(tasks, options.maxParallel ?? tasks),
      backoffLimitPerIndex: RETRIES_PER_TASK,
      maxFailedIndexes: Math.ceil(tasks * FAILED_SHARE),
      template: pod(job, taskWords(job), options),
    }),
    collect: manifest(`${name}-collect`, options, {
      suspend: true,
      backoffLimit: RETRIES_PER_TASK,
      template: pod(job, collectWords(job), {
        ...options,
        // An audit is scored on the device of its shards.
        gpus: job.plan.command === "audit" ? options.gpus : undefined,
      }),
    }),
  };
}

function manifest(
  name: string,
  { namespace }: KubernetesOptions,
  spec: JobManifest["spec"],
): JobManifest {
  const labels = { "app.kubernetes.io/name": "earnest" };
  return {
    apiVersion: "batch/v1",
    kind: "Job",
    metadata: { name, labels, ...(namespace === undefined ? {} : { namespace }) },
    spec,
  };
}

/** The pod of a task. It has no shell, so that signals reach Earnest itself. */
function pod(
  { plan }: SubmittedJob,
  words: readonly string[],
  options: KubernetesOptions,
): Record<string, unknown> {
  const { image, volumes } = options;
  const named = volumes.map(({ claim, mount }, i) => ({ name: `volume-${i}`, claim, mount }));
  return {
    spec: {
      restartPolicy: "Never",
      containers: [{
        name: "earnest",
        image,
        args: words.map(argument),
        workingDir: exactWord(plan.directory),
        resources: resources(options),
        volumeMounts: named.map(({ name, mount }) => ({ name, mountPath: mount })),
      }],
      volumes: named.map(({ name, claim }) => ({
        name,
        persistentVolumeClaim: { claimName: claim },
      })),
    },
  };
}

/** A word as Kubernetes takes it: it replaces `$(NAME)`, and `$$` by a dollar sign. */
function argument(word: string): string {
  return exactWord(word).replaceAll("$", "$$$$");
}

function resources({ gpus, cpus, memory }: TaskResources): Record<string, unknown> {
  const bytes = memory === undefined ? {} : { memory: `${memory}i` };
  const requests = { ...(cpus === undefined ? {} : { cpu: String(cpus) }), ...bytes };
  const limits = { ...bytes, ...(gpus === undefined ? {} : { "nvidia.com/gpu": String(gpus) }) };
  return {
    ...(Object.keys(requests).length === 0 ? {} : { requests }),
    ...(Object.keys(limits).length === 0 ? {} : { limits }),
  };
}
