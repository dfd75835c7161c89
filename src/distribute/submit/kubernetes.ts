/**
 * Submits to Kubernetes.
 * @module
 */
import { SurroundingsError } from "../../basics/errors.ts";
import { safeJson } from "../../basics/safe_json.ts";
import { runEngine } from "./engine.ts";
import type { KubernetesManifests } from "./kubernetes_manifests.ts";

/** Returns the manifests as one document, which `kubectl apply -f -` takes. */
export function manifestList({ tasks, collect }: KubernetesManifests): string {
  return safeJson({ apiVersion: "v1", kind: "List", items: [tasks, collect] }, 2);
}

/**
 * Submits both jobs; the one that puts the shards together is suspended.
 *
 * @throws {SurroundingsError} when Kubernetes does not take them, or has jobs of these names
 */
export async function submitToKubernetes(manifests: KubernetesManifests): Promise<void> {
  const answer = await runEngine("kubectl", ["apply", "-f", "-"], manifestList(manifests));
  const { name } = manifests.tasks.metadata;
  if (!answer.split("\n").includes(`job.batch/${name} unchanged`)) return;
  throw new SurroundingsError(
    `Kubernetes has the job ${name} already, and does not run it again; see it with ` +
      `kubectl get job ${name}, or remove it with kubectl delete job ${name} and submit again`,
  );
}

/** Returns the command that puts the shards together when all tasks are done. */
export function collectLine({ tasks, collect }: KubernetesManifests): string {
  const { name, namespace } = tasks.metadata;
  const place = namespace === undefined ? "" : ` -n ${namespace}`;
  return `kubectl wait${place} --for=condition=complete --timeout=-1s job/${name} && ` +
    `kubectl patch${place} job/${collect.metadata.name} -p '{"spec":{"suspend":false}}'`;
}
