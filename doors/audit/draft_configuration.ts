/**
 * Loads `src/audit/draft/draft_configuration.ts` when it is first used.
 * @module
 */
import { later } from "../../src/basics/later.ts";
import type {
  ConfigurationDraft,
  DraftRequest,
} from "../../src/audit/draft/draft_configuration.ts";
import type { WorkOptions } from "../../src/basics/progress.ts";

const loading = later<typeof import("../../src/audit/draft/draft_configuration.ts")>(
  new URL("../../src/audit/draft/draft_configuration.ts", import.meta.url),
);

/**
 * Drafts a configuration: looks at the files, and says of each key what tells it. The number of class folds is the
 * fewest that are possible; see `settleDraft`, which also tries whether the configuration runs.
 *
 * @param options `signal` ends the work after the file at hand, with its reason
 * @throws {InputError} when a file is no data set, its labels or texts cannot be told, or a model does not fit
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { writeNpy } from "../../src/formats/npy.ts";
 * const folder = await Deno.makeTempDir();
 * const rows = ["cat", "dog", "hen", "pig"].flatMap((kind) => [1, 2, 3].map((i) => `${kind}${i},${kind}`));
 * await Deno.writeTextFile(`${folder}/items.csv`, ["id,kind", ...rows, ""].join("\n"));
 * await Deno.writeFile(`${folder}/mine.npy`, writeNpy([12, 2], new Float32Array(24)));
 * const { configuration, choices } = await draftConfiguration({
 *   evaluation: `${folder}/items.csv`,
 *   audio: [`${folder}/mine.npy`],
 *   text: ["glove-100d"],
 *   out: `${folder}/audit.json`,
 * });
 * assert.deepEqual(configuration["evaluation"], {
 *   items: "items.csv",
 *   labelColumn: "kind",
 *   classFolds: 2,
 * });
 * assert.ok(choices.find(({ key }) => key === "evaluation.labelColumn")?.isUnsure);
 * await Deno.remove(folder, { recursive: true });
 * ```
 */
export async function draftConfiguration(
  request: DraftRequest,
  options?: Pick<WorkOptions, "signal">,
): Promise<ConfigurationDraft> {
  return await (await loading()).draftConfiguration(request, options);
}
