/**
 * Folders with what the commands of the documentation's pages need.
 * @module
 */
import assert from "node:assert/strict";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { blocksOf } from "../documents/commands.ts";
import { readPages } from "../documents/pages.ts";
import { copy } from "../copied_folder.ts";
import { archive } from "../formats/made_npz.ts";
import { makePools, makeSounds, makeTexts } from "../projector/files/planted_sets.ts";
import { earnest } from "./cli.ts";
import {
  CLASSES,
  writeArrays,
  writeCaptionedSounds,
  writeCaptions,
  writeClips,
  writeEsc,
  writeFsd50kTones,
  writeItems,
  writeLabeledSets,
  writeUrbanSound8K,
} from "./document_data.ts";
import { writeBackbone } from "./made_backbone.ts";
import { writePaperData } from "./paper_corpora.ts";

const MODELS = fileURLToPath(new URL("../backbones/architectures/models/", import.meta.url));

/** Fewer and smaller trainings; all else is the page's. */
const QUICK = {
  seeds: [0],
  shuffles: 2,
  bootstrap: 100,
  leakDose: [],
  diversity: [],
  projector: { dim: 8 },
  optimizer: { steps: 5, batch: 8 },
};

/** Makes the trainings of a configuration that `init` wrote quick. */
export async function makeQuick(path: string): Promise<void> {
  const configuration = JSON.parse(await Deno.readTextFile(path));
  const optimizer = { ...configuration.optimizer, ...QUICK.optimizer };
  await Deno.writeTextFile(path, JSON.stringify({ ...configuration, ...QUICK, optimizer }));
}

/** Writes `audit.json`: the first block of JSON of a page, with quick trainings. */
async function writeConfiguration(folder: string, path: string): Promise<void> {
  const page = readPages().find((one) => one.path === path)!;
  const { text } = blocksOf(page).find(({ language }) => language === "json")!;
  const configuration = { ...JSON.parse(text), ...QUICK };
  await Deno.writeTextFile(join(folder, "audit.json"), JSON.stringify(configuration));
}

/** Writes a corpus of the paper's example under the name that a page uses. */
async function writeCorpora(folder: string, names: Readonly<Record<string, string>>) {
  await writePaperData(folder);
  for (const [from, to] of Object.entries(names)) {
    await Deno.rename(join(folder, "data", from), join(folder, to));
  }
}

/** Trains projectors on planted pairs, as `trained.safetensors`. */
async function train(folder: string): Promise<void> {
  const cwd = await Deno.makeTempDir();
  await makeSounds(cwd);
  await makeTexts(cwd);
  await makePools(cwd, { validation: 0.3 });
  const sets = ["--audio", "audio", "--text", "text", "--pools", "pools.json"];
  const how = ["--condition", "clean", "--validation", "early-stopping", "--steps", "5"];
  const out = ["--device", "cpu", "--out", join(folder, "trained.safetensors")];
  const { code, stderr } = await earnest(["train", ...sets, ...how, ...out], { cwd });
  assert.equal(code, 0, stderr);
  await Deno.remove(cwd, { recursive: true });
}

/** A folder in which the commands of some pages run, one page after the other. */
export interface DocumentFolder {
  readonly pages: readonly string[];
  /** Writes what the commands need. */
  readonly fill: (folder: string) => Promise<void>;
}

/** The folders of all pages whose commands run. */
export const FOLDERS: readonly DocumentFolder[] = [
  ...["README.md", "docs/getting-started.md"].map((page) => ({
    pages: [page],
    fill: async (folder: string) => {
      await writeArrays(folder);
      await writeCaptionedSounds(folder);
      await copy(join(MODELS, "ast"), join(folder, "my-model"));
    },
  })),
  {
    pages: ["docs/audit.md", "docs/results.md", "docs/papers.md"],
    fill: async (folder) => {
      await writeEsc(folder);
      await writeBackbone(folder);
      await writeConfiguration(folder, "docs/audit.md");
    },
  },
  {
    pages: ["docs/datasets.md"],
    fill: async (folder) => {
      await writeCorpora(folder, { wavcaps: "WavCaps", clotho: "clotho" });
      await writeUrbanSound8K(folder);
      await writeFsd50kTones(folder);
      await writeLabeledSets(folder);
      await writeBackbone(folder);
    },
  },
  {
    pages: ["docs/embed.md", "docs/pools.md"],
    fill: async (folder) => {
      await writeCorpora(folder, { "ESC-50": "ESC-50-master" });
      await writeCaptions(folder);
      await writeBackbone(folder);
      const array = await writeItems(folder);
      await Deno.writeFile(join(folder, "clap.npz"), archive([["audio.npy", array]]));
    },
  },
  {
    pages: ["docs/measures.md"],
    fill: async (folder) => {
      await writeClips(folder);
      await writeBackbone(folder);
      await Deno.writeTextFile(join(folder, "animals.txt"), "dog\nrooster\n");
    },
  },
  {
    pages: ["docs/models.md"],
    fill: async (folder) => {
      await writeCaptions(folder);
      await copy(join(MODELS, "clap"), join(folder, "my-model"));
      const ledger = { trainingData: ["captions"], trainingLabels: "none", source: "a paper" };
      await Deno.writeTextFile(join(folder, "ledger.json"), JSON.stringify(ledger));
    },
  },
  {
    pages: ["docs/scale.md"],
    fill: async (folder) => {
      await writeClips(folder);
      await writeBackbone(folder);
    },
  },
  {
    pages: ["docs/scan.md"],
    fill: async (folder) => {
      await writeCorpora(folder, { clotho: "clotho" });
      const evaluation = "clotho_captions_evaluation.csv";
      await Deno.copyFile(join(folder, "clotho", evaluation), join(folder, evaluation));
      await writeCaptions(folder);
      await writeEsc(folder);
      await writeBackbone(folder);
      await train(folder);
      const labels = [...Object.keys(CLASSES), "crow"].join("\n");
      await Deno.writeTextFile(join(folder, "my-labels.txt"), `${labels}\n`);
    },
  },
  {
    pages: ["docs/servers.md"],
    fill: async (folder) => {
      await writeEsc(folder);
      await writeBackbone(folder);
      await writeConfiguration(folder, "docs/audit.md");
    },
  },
];
