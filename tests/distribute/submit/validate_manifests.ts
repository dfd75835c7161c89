// Checks a list of manifests from the standard input by the schemas of Kubernetes; it runs without deno.lock, whose
// packages every user fetches.
const PACKAGE = "npm:kubernetes-models@5.1.0"; // Has Kubernetes' own schemas.
const { Job } = await import(`${PACKAGE}/batch/v1`);

const { items } = await new Response(Deno.stdin.readable).json();
for (const item of items) new Job(item).validate();
