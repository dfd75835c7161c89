// Audits what a configuration names into the folder `found`, and says how far it is. Ctrl-C ends it; the same call
// continues it. Needs examples/data, and WordNet in $DENO_DIR, Deno's cache (`deno info` names it). In the checkout:
//     deno run --allow-read=.,$DENO_DIR --allow-write=. --allow-env=XDG_RUNTIME_DIR examples/audit_folder.ts
import { auditIntoFolder } from "../doors/audit.ts";

const stop = new AbortController();
Deno.addSignalListener("SIGINT", () => stop.abort("Interrupted; run it again to continue"));
try {
  const { results } = await auditIntoFolder("examples/data/audit.json", "found", {
    resume: true,
    signal: stop.signal,
    onProgress: ({ stage, done, total }) => console.error(`${stage} ${done}/${total}`),
  });
  for (const { condition, pairs, accuracy } of results.conditions) {
    console.log(`${condition}: ${pairs} pairs, accuracy ${accuracy.mean.toFixed(2)}`);
  }
  console.log("found/report.html");
} catch (reason) {
  if (reason !== stop.signal.reason) throw reason;
  console.error(reason);
  Deno.exit(130);
}
