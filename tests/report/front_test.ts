import assert from "node:assert/strict";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { withClaims } from "../../src/audit/claims/claims.ts";
import { renderReport } from "../../src/report/html.ts";
import { escResults } from "./esc_results.ts";
import { madeCombinations } from "./made_combinations.ts";
import { madeInput } from "./made_input.ts";

/** The front of a report, and the table over all arms as rows of texts. */
async function frontOf(input: Parameters<typeof renderReport>[0]) {
  const { html } = await renderReport(input);
  const front = html.slice(html.indexOf('<div class="front">'), html.indexOf("<nav"));
  const table = front.slice(front.indexOf("<table"), front.indexOf("</table>"));
  const rows = Array.from(
    table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs),
    ([, row]) =>
      Array.from(
        row!.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs),
        ([, cell]) => cell!.replaceAll(/<[^>]*>/g, " ").trim().replaceAll(/ +/g, " "),
      ),
  );
  return { html, front, rows };
}

Deno.test("one table holds every combination, its conditions, references and parts", async () => {
  const { rows } = await frontOf(madeInput());
  assert.deepEqual(rows[0], [
    "combination",
    "dirty",
    "clean",
    "control",
    "shuffled",
    "untrained",
    "audio only",
    "leakage",
    "volume",
    "transfer",
    "p",
  ]);
  assert.deepEqual(rows[1]!.slice(0, 3), [
    "openwakeword with glove-100d",
    "0.55 [0.49, 0.61]",
    "0.19 [0.14, 0.25]",
  ]);
  assert.deepEqual(rows[1]!.slice(6), [
    "0.37 [0.30, 0.44]",
    "0.36 [0.30, 0.43]",
    "0.00 [−0.02, 0.01]",
    "0.08 [0.02, 0.14]",
    "&lt; 0.001",
  ]);
  assert.equal(rows[2]![0], "difference of two backbones");
  assert.equal(rows[3]![0], "glove-100d − minilm, with openwakeword");
  assert.deepEqual(rows[3]!.slice(1, 4), ["", "0.02 [−0.03, 0.07]", ""]);
  assert.equal(rows[4]![0], "baselines, for comparison");
  assert.equal(rows[5]![0], "log-mel-statistics with glove-100d");
  assert.equal(rows.length, 6);
});

Deno.test("many combinations have a row each, claims by combination, and contrasts in their section", async () => {
  const { rows, front, html } = await frontOf(madeCombinations(6, 40));
  assert.equal(rows.length, 1 + 6 + 1 + 2);
  assert.equal(front.match(/<h2>/g)!.length, 6 + 1);
  assert.equal(front.match(/<svg /g)!.length, 6);
  const [, anchor] = /<a href="#([^"]*)">a section<\/a>/.exec(front)!;
  assert.ok(html.includes(`id="${anchor}"`));
});

Deno.test("each chart stands once, on the front or in its section", async () => {
  for (const combinations of [1, 3, 6] as const) {
    const input = madeCombinations(combinations, 10);
    const { html, charts } = await renderReport(input);
    for (const svg of Object.values(charts)) assert.ok(html.includes(svg));
    assert.equal(html.match(/<svg /g)!.length, Object.keys(charts).length);
  }
});

Deno.test("results of the first schema have the columns that they have numbers for", async () => {
  const made = escResults();
  const [{ features: _, codes: __, over_same_pairs: ___, ...attribution }] = made.attribution as [
    AuditResults["attribution"][number],
  ];
  const { flaggedPairs, path: { chance } } = attribution;
  const { over_shuffled: ____, permutation_p: _____, ...transfer } = attribution.transfer;
  const { rows } = await frontOf(madeInput({
    ...made,
    references: made.references.map(({ same_pairs: _, ...one }) => one),
    attribution: [{ ...attribution, transfer, path: { chance, transfer, flaggedPairs } }],
    claims: [],
    controls: [],
    residual: [],
  }));
  const heads = "combination,dirty,clean,control,shuffled,untrained,flagged pairs,transfer";
  assert.equal(rows[0]!.join(), heads);
  assert.equal(rows[1]!.at(-2), "0.53 [0.30, 0.75]");
});

Deno.test("cautions stand after what was found", async () => {
  const results = withClaims({ ...escResults(), seeds: [0, 1] });
  const { front } = await frontOf(madeInput(results));
  const place = (text: string) => {
    const at = front.indexOf(text);
    assert.ok(at >= 0, text);
    return at;
  };
  assert.ok(place("Leakage of") < place('class="cautions"'));
});
