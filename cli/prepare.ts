/** `earnest prepare [FILE...]`: fetches all that a run needs, so that it works without network. */
import { safeJson } from "../src/basics/safe_json.ts";
import type { Command } from "npm:commander@15.1.0"; // Parses the command line.
import { dirname, resolve } from "node:path";
import { ClipWorkers } from "../src/audio/clip_workers.ts";
import { parseConfiguration } from "../src/audit/configuration/configuration.ts";
import { cardsOf, filesOf, modelsOf } from "../src/audit/configuration/named_files.ts";
import type { FileOptions } from "../src/backbones/card_files.ts";
import { fetchCard } from "../src/backbones/fetch_card.ts";
import { openOpenWakeWord } from "../src/backbones/openwakeword.ts";
import { MEL_FILE } from "../src/backbones/openwakeword_mel.ts";
import { MODEL_FILE } from "../src/backbones/openwakeword_model.ts";
import { readInputFile } from "../src/basics/input_file.ts";
import { readJson } from "../src/basics/json.ts";
import { isFolder, isOnDisk } from "../src/basics/on_disk.ts";
import { type PackageFile, readPackageFile } from "../src/basics/npm_package.ts";
import { printable, quotable } from "../src/basics/printable.ts";
import { SOUND_FONT } from "../src/datasets/instruments.ts";
import { readSetItems } from "../src/embeddings/reading.ts";
import { loadAll } from "../src/basics/later.ts";
import { decodeUtf8 } from "../src/formats/reading.ts";
import { ADJECTIVES, DATA_FILES, INDEX_FILES } from "../src/leakage/wordnet/files.ts";
import { FONT_FILES } from "../src/report/paper/pdf/chart_pdf.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { command, type CommonOptions } from "./options.ts";
import { progressDisplay } from "./progress.ts";
import { sha256Of } from "../src/basics/sha256.ts";

/** Files of packages that shipped backbones, the demo, the leak rules and charts as PDF need. */
const PACKAGE_FILES: readonly PackageFile[] = [
  MEL_FILE,
  MODEL_FILE,
  SOUND_FONT,
  ...Object.values(INDEX_FILES),
  ...Object.values(DATA_FILES),
  ADJECTIVES,
  ...Object.values(FONT_FILES),
];

/** What was fetched, or was there. */
interface Prepared {
  readonly file: string;
  readonly sha256: string;
}

/** The `prepare` command. */
export function prepareCommand(): Command {
  const prepares = command(
    "prepare",
    "Fetches packages, models, recordings and WordNet into their caches and checks them, so that later " +
      "runs need no network.",
    "earnest prepare my-backbone.json audit.json",
  )
    .argument("[files...]", "backbone cards and audit configurations whose files are needed");
  return withCardOptions(prepares).action(prepare);
}

async function prepare(
  paths: readonly string[],
  options: CommonOptions & CardOptions,
): Promise<void> {
  const progress = progressDisplay(options.quiet);
  const access = { ...fileOptions(options), onProgress: progress.report };
  const prepared: Prepared[] = [];
  const lookedUp: string[] = [];
  try {
    for (const path of paths) prepared.push(...await prepareFile(path, access, lookedUp));
    for (const [done, file] of PACKAGE_FILES.entries()) {
      const note = `npm:${file.package}`;
      progress.report({ stage: "packages", done, total: PACKAGE_FILES.length, note });
      await readPackageFile(file);
      prepared.push({ file: `npm:${file.package}/${file.path}`, sha256: file.sha256 });
      progress.report({ stage: "packages", done: done + 1, total: PACKAGE_FILES.length });
    }
    await loadAll();
    await loadWorkers();
  } finally {
    progress.stop();
  }
  if (options.json) return console.log(safeJson({ prepared, lookedUp }));
  for (const { file, sha256 } of prepared) {
    console.log(`${sha256.slice(0, 16)}  ${printable(file)}`);
  }
  console.log(`\nAll of it is in the caches${outcome(lookedUp)}`);
}

function outcome(lookedUp: readonly string[]): string {
  if (lookedUp.length === 0) return ": runs work without network.";
  const names = lookedUp.map((name) => `"${quotable(name)}"`).join(", ");
  return `, but each run looks up ${names} on the Hugging Face Hub, and needs the network; ` +
    'name a card that "earnest card" drafts instead.';
}

/** A worker's modules are fetched when the first one starts. */
async function loadWorkers(): Promise<void> {
  using workers = new ClipWorkers({ sampleRateHz: 16_000, frontEnd: { kind: "waveform" } }, 1);
  // It answers, once it is loaded, that a folder is no sound.
  await workers.prepare(".").catch(() => {});
  await (await openOpenWakeWord()).close();
}

/** Whether a text is a backbone card, of whatever version; another's errors would mislead. */
function isCard(text: string): boolean {
  try {
    const { schema } = readJson(text, "") as { schema?: unknown };
    return typeof schema === "string" && schema.startsWith("earnest/backbone/");
  } catch {
    return false;
  }
}

/**
 * What a card needs is fetched; what an audit's configuration names must be there, but for what its cards need.
 *
 * @param lookedUp gets the models without a card that are no folder here
 */
async function prepareFile(
  path: string,
  access: FileOptions,
  lookedUp: string[],
): Promise<Prepared[]> {
  const text = decodeUtf8(await readInputFile(path), path);
  if (isCard(text)) return await fetchCard(path, access);
  const configuration = parseConfiguration(text, path);
  const cards = new Set(cardsOf(configuration));
  for (const { backbone } of modelsOf(configuration)) {
    if (backbone === undefined || lookedUp.includes(backbone)) continue;
    const place = resolve(dirname(path), backbone);
    if (!await isOnDisk(place)) lookedUp.push(backbone);
  }
  const prepared = [];
  for (const file of filesOf(configuration)) {
    const place = resolve(dirname(path), file);
    prepared.push({ file, sha256: await contentHash(place) });
    if (cards.has(file)) prepared.push(...await fetchCard(place, access));
  }
  return prepared;
}

/** Of an embedding set, that of what its values depend on. */
async function contentHash(path: string): Promise<string> {
  return await isFolder(path)
    ? (await readSetItems(path)).fingerprint
    : sha256Of(await readInputFile(path));
}
