/**
 * How fast captions are scanned, and in what memory:
 *
 *     deno run -A tests/bench/scan.ts [COUNT ...]
 *
 * For each count (default 10,000, 100,000 and 1,000,000) as many made captions of about eleven words; matching alone in
 * this process, then the whole command as a user runs it, with its peak memory.
 * @module
 */
import { join } from "node:path";
import { readLabels } from "../../src/leakage/labels/read_labels.ts";
import { compileTextRules } from "../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../src/leakage/wordnet/wordnet.ts";
import { captionsCsv, madeCaptions } from "./captions.ts";
import { timedCommand } from "./timed_command.ts";

const RULES = ["TEXT-EXACT", "TEXT-LEMMA", "TEXT-SYNONYM", "TEXT-HYPONYM"] as const;

/** The command over a manifest. */
function command(manifest: string, out: string) {
  return timedCommand([
    "scan",
    manifest,
    "--labels",
    "esc50",
    "--rules",
    RULES.join(),
    "--out",
    out,
  ]);
}

const matcher = compileTextRules(await readLabels("esc50"), await WordNet.open(), RULES);
const folder = await Deno.makeTempDir();
try {
  for (const count of Deno.args.length > 0 ? Deno.args.map(Number) : [1e4, 1e5, 1e6]) {
    const captions = madeCaptions(count);
    const start = performance.now();
    let mentions = 0;
    for (const caption of captions) mentions += matcher.find(caption).length;
    const matching = (performance.now() - start) / 1000;
    const manifest = join(folder, `${count}.csv`);
    await Deno.writeTextFile(manifest, captionsCsv(captions));
    const { seconds, peakMiB } = await command(manifest, join(folder, `out-${count}`));
    const rate = (time: number) => `${Math.round(count / time).toLocaleString("en-US")}/s`;
    console.log(
      `${count} captions, ${mentions} mentions: matching ${matching.toFixed(2)} s ` +
        `(${rate(matching)}), command ${seconds.toFixed(2)} s (${rate(seconds)}), ` +
        `peak ${peakMiB.toFixed(0)} MiB`,
    );
  }
} finally {
  await Deno.remove(folder, { recursive: true });
}
