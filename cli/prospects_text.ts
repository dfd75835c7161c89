/** What an audit will be able to claim, in words. */
import type { PlanSummary } from "../src/audit/folder/plan_summary.ts";
import { printable } from "../src/basics/printable.ts";
import { counted } from "./table.ts";
import { wrap } from "./wrap.ts";

/** What the list of prospects is made of. */
type Foreseen = Pick<PlanSummary, "prospects">;

/** The prospects of a plan, a paragraph each. */
export function prospectsText({ prospects }: Foreseen): string {
  const lines = prospects.map(({ isEnough, sentence }) =>
    wrap(printable(sentence), isEnough ? "  + " : "  - ", "    ")
  );
  return ["What can be claimed (+), and what not or hardly (-):", ...lines].join("\n");
}

/**
 * The notes of a plan, a paragraph each, without those that are among its prospects.
 *
 * @param most how many are printed; of others it says where they are
 */
export function notesText(
  notes: readonly string[],
  { prospects }: Foreseen,
  most = Infinity,
  where = "",
): string[] {
  const said = new Set(prospects.map(({ sentence }) => sentence));
  const left = notes.filter((note) => !said.has(note));
  const more = left.length - most;
  return [
    ...left.slice(0, most).map((note) => wrap(printable(note), "")),
    ...(more > 0 ? [wrap(`${counted(more, "more note")} in ${printable(where)}.`, "")] : []),
  ];
}
