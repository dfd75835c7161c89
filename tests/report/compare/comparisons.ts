import { join } from "node:path";
import { compareAudits } from "../../../src/audit/comparison/compare_audits.ts";
import type { Comparison } from "../../../src/audit/comparison/comparison.ts";
import {
  drawAccuracies,
  type MadeAudit,
  writeMadeAudit,
} from "../../audit/comparison/made_audits.ts";
import { inFolder } from "../../temporary_folder.ts";

/** An audit of 20 classes whose accuracies are higher by `rise`. */
export function madeAudit(seed: number, rise: number, changes: Partial<MadeAudit> = {}): MadeAudit {
  return {
    dirty: drawAccuracies(seed, { rise: rise + 0.3 }),
    clean: drawAccuracies(seed + 100, { rise }),
    control: drawAccuracies(seed + 200, { rise: rise + 0.3 }),
    ...changes,
  };
}

/** Compares made audits; their folders are named `audit-0` and so on, without what is before that. */
export function compareMade(audits: readonly MadeAudit[]): Promise<Comparison> {
  return inFolder(async (folder) => {
    const folders = audits.map((_, i) => join(folder, `audit-${i}`));
    for (const [i, made] of audits.entries()) await writeMadeAudit(folders[i]!, made);
    const comparison = await compareAudits(folders);
    return JSON.parse(JSON.stringify(comparison).replaceAll(`${folder}/`, ""));
  });
}

/** A comparison with all that there can be: models, an audit without control, and a second evaluation. */
export function madeComparison(): Promise<Comparison> {
  const { control: _, ...uncontrolled } = madeAudit(3, 0.05, { audio: "panns-cnn14" });
  const few = { classes: 10 };
  return compareMade([
    madeAudit(1, 0, {
      published: { clap: drawAccuracies(8, { rise: 0.3 })[0]!, other: drawAccuracies(9)[0]! },
    }),
    madeAudit(2, 0.3, { audio: "beats-iter3-plus-as2m-finetuned-on-everything-there-is" }),
    uncontrolled,
    madeAudit(4, 0, {
      items: "others",
      dirty: drawAccuracies(4, few),
      clean: drawAccuracies(5, few),
      control: drawAccuracies(6, few),
    }),
  ]);
}

/** Puts a text in place of every name from outside. */
export function withNames(comparison: Comparison, text: string): Comparison {
  return {
    ...comparison,
    definitions: { ...comparison.definitions, version: text, rules: [text] },
    audits: comparison.audits.map((one) => {
      return { ...one, folder: text, differs: [text], fingerprint: { [text]: text } };
    }),
    evaluations: comparison.evaluations.map((one) => ({
      ...one,
      rows: one.rows.map((row) => ({ ...row, folder: text, audio: text, text })),
      models: one.models.map((row) => ({ ...row, folder: text, model: text })),
    })),
    notes: [text],
  };
}
