/** `earnest backbones [show REF]`: what can be used, and what is known of its training. */
import { safeJson } from "../src/basics/safe_json.ts";
import { Argument, type Command } from "npm:commander@15.1.0"; // Parses the command line.
import type { BackboneLedger } from "../src/backbones/backbone.ts";
import { readLedger } from "../src/backbones/open.ts";
import { backboneNames, SHIPPED_BACKBONES } from "../src/backbones/shipped.ts";
import { printable } from "../src/basics/printable.ts";
import { type CardOptions, fileOptions, withCardOptions } from "./card_options.ts";
import { offering } from "./offered.ts";
import { command, type CommonOptions } from "./options.ts";
import { wrap } from "./wrap.ts";

/** Labels that are shown of a long list; `--json` gives all. */
const SHOWN_LABELS = 20;

/** The `backbones` command. */
export function backbonesCommand(): Command {
  const backbones = command(
    "backbones",
    "Lists the backbones that ship with Earnest, with their licenses.",
    "earnest backbones show my-backbone.json",
  )
    // So that options behind "show" are those of "show".
    .enablePositionalOptions()
    .action(list);
  const shows = command(
    "show",
    "Tells what is known of a backbone: license, training data, training labels.",
    "earnest backbones show glove-100d",
  ).addArgument(offering(
    new Argument("<backbone>", "name of a shipped backbone, or the path of a card"),
    backboneNames(),
  ));
  return backbones.addCommand(withCardOptions(shows).action(show));
}

function list(options: CommonOptions): void {
  if (options.json) return console.log(safeJson(SHIPPED_BACKBONES));
  for (const ledger of SHIPPED_BACKBONES) {
    console.log(`${ledger.name} (${ledger.modality}, ${ledger.dimensions} dimensions)`);
    console.log(wrap(`license ${ledger.license}; training labels: ${labelsIn(ledger)}`, "  "));
  }
  console.log();
  console.log("Any ONNX backbone that has a card can be used, too: give the card's path.");
}

async function show(reference: string, options: CommonOptions & CardOptions): Promise<void> {
  const ledger = await readLedger(reference, fileOptions(options));
  if (options.json) return console.log(safeJson(ledger));
  const { name, modality, dimensions, license, trainingData, source } = ledger;
  console.log(`${printable(name)} (${modality}, ${dimensions} dimensions)`);
  const data = trainingData === "unknown" ? trainingData : trainingData.join(", ") || "none";
  for (
    const [title, text] of [
      ["license", license],
      ["training data", data],
      ["training labels", labelsIn(ledger)],
      ["source", source],
    ] as const
  ) console.log(wrap(`${title}: ${printable(text)}`, "  ", "    "));
}

function labelsIn({ trainingLabels }: BackboneLedger): string {
  if (typeof trainingLabels === "string") return trainingLabels;
  const shown = trainingLabels.slice(0, SHOWN_LABELS).map(printable).join("; ");
  const more = trainingLabels.length - SHOWN_LABELS;
  return `${trainingLabels.length}: ${shown}${more > 0 ? `; and ${more} more (--json)` : ""}`;
}
