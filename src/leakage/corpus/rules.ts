/**
 * Which leak rules run in the scan of a corpus.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { sourceOf } from "../audio/source.ts";
import { type EvaluationItem, LEAK_RULES, type LeakRule } from "../findings.ts";
import { TEXT_RULES } from "../text/meaning.ts";
import type { CorpusScanOptions } from "./options.ts";

/**
 * The rules that run, in the order of `LEAK_RULES`.
 *
 * @throws {InputError} when one lacks what it needs
 */
export function rulesOf(
  { rules, items: itemsPath, backbones = [], projectors = [], flag = [] }: CorpusScanOptions,
  items: readonly EvaluationItem[],
): LeakRule[] {
  const haveSources = items.some((item) => sourceOf(item) !== undefined);
  const wanted = rules ?? [
    ...TEXT_RULES,
    ...(haveSources ? ["AUDIO-SOURCE"] as const : []),
    ...(backbones.length > 0 ? ["BACKBONE-LABEL", "BACKBONE-DATA"] as const : []),
    ...(projectors.length > 0 ? ["SELECTION"] as const : []),
  ];
  const without = (rule: LeakRule, what: string) =>
    new InputError(`${rule} cannot run without ${what}`);
  for (const rule of wanted) {
    if (rule.startsWith("AUDIO-") && itemsPath === undefined) throw without(rule, "--items");
    if (rule.startsWith("BACKBONE-") && backbones.length === 0) throw without(rule, "--backbone");
    if (rule === "SELECTION" && projectors.length === 0) throw without(rule, "--projector");
    if (rule === "SELECTION" && itemsPath === undefined) throw without(rule, "--items");
    if (rule === "AUDIO-SOURCE" && !haveSources) {
      throw new InputError(
        `AUDIO-SOURCE cannot run: none of ${items.length} evaluation items has a source; ` +
          "name their column with --items-source-column",
      );
    }
  }
  const idle = flag.find((rule) => !wanted.includes(rule));
  if (idle !== undefined) throw new InputError(`--flag names ${idle}, which does not run`);
  return LEAK_RULES.filter((rule) => wanted.includes(rule));
}
