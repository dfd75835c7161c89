import { CONDITIONS } from "../../../src/audit/configuration/conditions.ts";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { madeResults } from "../made_results.ts";

/** Labels and names that break tables: of LaTeX, Markdown and spreadsheets, and of what fonts lack. */
export const HOSTILE_NAMES: readonly string[] = [
  "50% of r&b_music #1 $x^2$ {a} ~b \\c",
  '"quoted" <b> | `code` [link](x) *star*',
  "=HYPERLINK(0)",
  "+1",
  "-1 -- --- 'a' ''b''",
  "@cmd",
  "Καλημέρα Δ ρ = −0.5 ± µ → …",
  "Café Müller Åse, Łódź, naïve Ĳ ŝ",
  "狗叫声",
  "собака",
  "dog 🐕 \u200d bark",
  "a\u202eb\u0000c\nd\te",
  "[noise]",
  "*star",
  "unbroken".repeat(8),
  "a_name_of_sixty_characters_with_underscores_that_goes_on_longer",
  "\\input{/etc/passwd} \\end{document} % comment",
];

/** Makes results of 200 classes whose labels, and backbones whose names, are hostile. */
export function hostileResults(): AuditResults {
  const made = madeResults();
  const classes = Array.from(
    { length: 200 },
    (_, at) => HOSTILE_NAMES[at] ?? `${HOSTILE_NAMES[at % HOSTILE_NAMES.length]} ${at}`,
  );
  const rename = (name: string) =>
    ({ openwakeword: HOSTILE_NAMES[0]!, "glove-100d": HOSTILE_NAMES[8]! })[name] ??
      HOSTILE_NAMES[6]!;
  const pair = <Named extends { audio: string; text: string }>(one: Named) => ({
    ...one,
    audio: rename(one.audio),
    text: rename(one.text),
  });
  return {
    ...made,
    classes,
    class_folds: [classes],
    conditions: made.conditions.map((one) => ({
      ...pair(one),
      per_class: Object.fromEntries(
        classes.map((label, at) => [label, (at + CONDITIONS.indexOf(one.condition)) % 11 / 10]),
      ),
    })),
    attribution: made.attribution.map(pair),
    contrasts: HOSTILE_NAMES.map((name, at) => ({
      ...made.contrasts[0]!,
      between: [name, HOSTILE_NAMES[(at + 5) % HOSTILE_NAMES.length]!],
      with: HOSTILE_NAMES[15]!,
    })),
    leakage: {
      ...made.leakage,
      not_run: HOSTILE_NAMES.slice(0, 6).map((name) => ({
        rule: "TEXT-SYNONYM",
        labels: name,
        reason: "no sense of these labels is known, and none can be drafted from their words",
      })),
    },
  };
}
