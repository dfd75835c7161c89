/** Folders of models with something changed, and what is drafted for them. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Choice } from "../../../src/backbones/draft/choices.ts";
import type { Modality } from "../../../src/backbones/draft/choose_model.ts";
import { type CardDraft, draftCard } from "../../../src/backbones/draft/draft_card.ts";
import { openModelFiles } from "../../../src/backbones/draft/open_model.ts";
import { copy } from "../../copied_folder.ts";
import { inFolder } from "../../temporary_folder.ts";

const MODELS = fileURLToPath(new URL("../architectures/models", import.meta.url));

/** A draft, with its choices by their keys. */
export interface PlantedDraft extends CardDraft {
  readonly of: ReadonlyMap<string, Choice>;
}

/**
 * Drafts a card for a copy of a small model.
 *
 * @param change changes the copy; it may return another path to name than the folder
 */
export async function planted(
  model: string | undefined,
  change: (folder: string) => Promise<string | void>,
  modality?: Modality,
): Promise<PlantedDraft> {
  return await inFolder(async (place) => {
    const folder = join(place, "model");
    if (model === undefined) await Deno.mkdir(folder);
    else await copy(join(MODELS, model), folder);
    const reference = await change(folder) ?? folder;
    const draft = await draftCard(await openModelFiles(reference, folder), { modality });
    return { ...draft, of: new Map(draft.choices.map((choice) => [choice.key, choice])) };
  });
}

/** Replaces keys of a JSON file. */
export async function edit(path: string, keys: Record<string, unknown>): Promise<void> {
  const before = JSON.parse(await Deno.readTextFile(path).catch(() => "{}"));
  await Deno.writeTextFile(path, JSON.stringify({ ...before, ...keys }));
}
