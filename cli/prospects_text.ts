/** What an audit will be able to claim, in words. */
import type { PlanSummary } from "../src/audit/folder/plan_summary.ts";
import { wrap } from "./wrap.ts";

/** The prospects of a plan, a paragraph each; what its notes say already is left to them. */
export function prospectsText({ prospects, notes }: Pick<PlanSummary, "notes" | "prospects">) {
  const lines = prospects.filter(({ sentence }) => !notes.includes(sentence))
    .map(({ isEnough, sentence }) => wrap(sentence, isEnough ? "  + " : "  - ", "    "));
  return ["What can be claimed (+), and what not or hardly (-):", ...lines].join("\n");
}
