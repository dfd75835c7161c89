// Scans a stream of captions for the names of ESC-50's classes, and for words that mean one of them.
// Needs WordNet in $DENO_DIR, Deno's cache (`deno info` names it). In the checkout:
//     deno run --allow-read=.,$DENO_DIR examples/scan_captions.ts
import { readLabels, scanLeakage } from "../doors/leakage.ts";

// Anything that can be walked: lines of a file, rows of a database. Captions are looked at, and not kept.
async function* captions() {
  for (const text of ["puppies whine", "a hot dog stand", "a violin plays", "rain on a tin roof"]) {
    yield await Promise.resolve({ id: text, text });
  }
}

const evaluation = { labels: await readLabels("esc50"), items: [] };
for await (const { item, rule, label, path, flagged } of scanLeakage(captions(), evaluation)) {
  console.log(
    `${item}: ${rule} finds ${path ?? label}${flagged ? "" : ", which is reported only"}`,
  );
}
