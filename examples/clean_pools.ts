// Writes training pools into the folder `pools`: pairs without leaks, a control of as many, and the reasons.
// Needs examples/data, and WordNet in $DENO_DIR, Deno's cache (`deno info` names it). In the checkout:
//     deno run --allow-read=.,$DENO_DIR --allow-write=. examples/clean_pools.ts
import { splitIntoFolder } from "../doors/leakage.ts";

const data = "examples/data";
const { pools, pairs } = await splitIntoFolder(`${data}/training.csv`, "pools", {
  labels: `${data}/evaluation.csv`,
});
console.log(`pools/clean.csv holds ${pools.clean.length} of ${pairs.length} pairs; left out:`);
const clean = new Set(pools.clean);
for (const { id, text } of pairs) if (!clean.has(id)) console.log(`${id}: ${text}`);
