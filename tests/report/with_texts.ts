import { withClaims } from "../../src/audit/claims/claims.ts";
import type { ReportInput } from "../../src/report/html.ts";

/** Replaces or lengthens every untrusted text in a report's input by a text. */
export function withTexts({ results, cells, maps, run }: ReportInput, text: string): ReportInput {
  const rename = <Named extends { audio: string }>(one: Named) => ({
    ...one,
    audio: one.audio + text,
    text,
  });
  const found = { flagged: true, rule: text, item: text, evidence: text, label: text };
  return {
    results: withClaims({
      ...results,
      classes: [text],
      class_folds: [[text], [text]],
      fingerprint: { [text]: text },
      environment: { [text]: text },
      conditions: results.conditions.map((one) => ({
        ...rename(one),
        per_class: { [text]: 0.4 },
        ...(one.prompts &&
          { prompts: { ...one.prompts, single: [{ prompt: text, balanced_top1: 0.3 }] } }),
      })),
      controls: results.controls.map((one) => ({ ...one, reason: text })),
      references: results.references.map(({ audio, ...one }) => ({ ...one, audio: audio + text })),
      attribution: results.attribution.map((one) => ({
        ...rename(one),
        baselines: { audio: `${one.baselines.audio}${text}`, text: `${one.baselines.text}${text}` },
      })),
      leak_dose: results.leak_dose.map(rename),
      diversity: results.diversity.map(rename),
      separability: results.separability.map((one) => ({ ...one, audio: text, text })),
      overlap: results.overlap?.map(rename) ?? [],
      associations: results.associations?.map((one) => ({
        ...rename(one),
        classes: one.classes.map((each) => ({ ...each, label: text })),
      })) ?? [],
      backbones: results.backbones.map((one) => ({
        ...one,
        name: text,
        ledger: { license: text, training_data: [text], training_labels: 1, source: text },
        covered_labels: [text],
      })),
      label_heads: results.label_heads?.map((one) => ({
        ...one,
        audio: text,
        covered: { [text]: [text] },
        uncovered: [text],
      })) ?? [],
      coverage: results.coverage?.map(rename) ?? [],
      published: results.published?.map((one) => ({ ...one, name: text })) ?? [],
      contrasts: results.contrasts.map((one) => ({
        ...one,
        between: [one.between[0] + text, one.between[1] + text],
        with: text,
      })),
      residual: results.residual.map((one) => ({ ...rename(one), topic: text, label: text })),
      leakage: {
        verdict: "leaky",
        rules: [text],
        by_rule: { [text]: { findings: 1, flagged_pairs: 1 } },
        examples: [found],
      },
      out_of_vocabulary: { [text]: [text] },
      notes: [text],
    }),
    cells: cells.slice(0, 2).map((one, fold) => ({ ...rename(one), fold, confusion: [[3]] })),
    maps: maps && {
      ...maps,
      maps: maps.maps.slice(0, 2).map((map) => ({
        ...map,
        audio: text,
        points: map.points.slice(0, 4).map((point) => ({ ...point, id: text, label: text })),
      })),
    },
    run: {
      command: text,
      configuration: { ...run.configuration, notes: [text] },
    },
  };
}
