import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { AuditResults } from "../../src/audit/results.ts";
import { renderReport } from "../../src/report/html.ts";
import { madeResults } from "./made_results.ts";

const DETAILS = { config: '{\n\t"seeds": [0]\n}', command: "earnest audit demo.json --out demo" };
const HOSTILE =
  `</style></title></svg><script>alert("x")</script><img src=x onerror='a'>\u202e\u0000\u001b]]>&amp;`;
// Everything that Vega and the page's own templates use.
const TAGS =
  /^(html|head|meta|title|style|body|main|header|section|p|h1|h2|h3|b|i|div|figure|figcaption|table|thead|tbody|tr|th|td|dl|dt|dd|ul|ol|li|pre|code|svg|g|path|line|text|rect)$/;

/** The results with every text from outside replaced. */
function withTexts(text: string): AuditResults {
  const results = madeResults();
  const rename = <Named extends { audio: string }>(one: Named) => ({
    ...one,
    audio: one.audio + text,
  });
  const found = { flagged: true, rule: text, item: text, evidence: text, label: text };
  return {
    ...results,
    classes: [text],
    class_folds: [[text], [text]],
    fingerprint: { [text]: text },
    environment: { [text]: text },
    conditions: results.conditions.map((one) => ({
      ...rename(one),
      text,
      per_class: { [text]: 0.4 },
    })),
    references: results.references.map(rename),
    attribution: results.attribution.map((one) => ({ ...rename(one), text, baseline: text })),
    leak_dose: results.leak_dose.map((one) => ({ ...rename(one), text })),
    diversity: results.diversity.map((one) => ({ ...rename(one), text })),
    leakage: {
      verdict: "leaky",
      by_rule: { [text]: { findings: 1, flagged_pairs: 1 } },
      examples: [found],
    },
    out_of_vocabulary: { [text]: [text] },
    notes: [text],
  };
}

function assertHarmless(html: string): void {
  const tags = html.replace("<!doctype html>", "").matchAll(/<\/?([^\s>/]*)([^>]*)>/g);
  for (const [whole, name, attributes] of tags) {
    assert.match(name!, TAGS, whole);
    const names = attributes!.replaceAll(/"[^"]*"/g, "");
    assert.doesNotMatch(names, /\s(on\w+|src|href)\s*=/i, whole);
  }
  assert.doesNotMatch(html.replaceAll("\n", ""), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
}

/** Fails unless every element is closed in order and no character is forbidden: enough for XML without entities. */
function assertWellFormed(svg: string): void {
  const open: string[] = [];
  for (const [tag, name] of svg.matchAll(/<\/?([a-z]+)[^>]*>/gi)) {
    if (tag.startsWith("</")) assert.equal(open.pop(), name);
    else if (!tag.endsWith("/>")) open.push(name!);
  }
  assert.deepEqual(open, []);
  assert.doesNotMatch(svg, /&(?!(amp|lt|gt|quot);)/);
}

Deno.test("the report is one file that loads and runs nothing", async () => {
  const { html } = await renderReport(madeResults(), DETAILS);
  assertHarmless(html);
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";
  assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
  const addresses = html.match(/https?:[^\s"')]*/g) ?? [];
  assert.deepEqual(
    new Set(addresses),
    new Set(["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"]),
  );
  assert.doesNotMatch(html, /@import|url\(/);
});

Deno.test("the report tells what is needed to judge the figures and make them again", async () => {
  const { html } = await renderReport(madeResults(), DETAILS);
  const texts = [
    "0.36 [0.30, 0.43]",
    "[0.53, 0.57]",
    ">717<",
    "nearest centroid",
    "TEXT-EXACT",
    "a recording of a cello",
    "shanai",
    "near copies",
    "percentile bootstrap",
    "&quot;seeds&quot;: [0]",
    "earnest audit demo.json --out demo",
    "51ab51ab",
    "llvmpipe",
    "The drops do not add up",
    "Accuracy of the 16 cells",
    "10 % of the flagged pairs (14) bring at least half",
    "Clean accuracy still rises",
    '<th scope="row" class="words">audio, pairing</th>',
    "chance (0.111), since no code",
  ];
  for (const text of texts) assert.ok(html.includes(text), text);
  for (const note of madeResults().notes) assert.equal(html.split(note).length, 2, note);
});

Deno.test("texts from outside are shown and cannot act, in the page and in the charts", async () => {
  const details = { config: HOSTILE, command: HOSTILE };
  const { html, charts } = await renderReport(withTexts(HOSTILE), details);
  assertHarmless(html);
  assert.ok(html.includes("&lt;script&gt;alert("));
  for (const [name, svg] of Object.entries(charts)) {
    assert.match(name, /^[a-z0-9-]+\.svg$/);
    assertHarmless(svg);
    assertWellFormed(svg);
  }
});

Deno.test("no text whatever breaks the page", async () => {
  const property = fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
    const { html, charts } = await renderReport(withTexts(text), { config: text, command: text });
    assertHarmless(html);
    Object.values(charts).forEach(assertWellFormed);
  });
  await fc.assert(property, { seed: 4, numRuns: 8 });
});

Deno.test("the same results give the same bytes", async () => {
  const [once, again] = [
    await renderReport(madeResults(), DETAILS),
    await renderReport(madeResults(), DETAILS),
  ];
  assert.deepEqual(once, again);
});

Deno.test("every chart is a file of its own with a text in its place", async () => {
  const { html, charts } = await renderReport(madeResults(), DETAILS);
  assert.deepEqual(Object.keys(charts), [
    "1-openwakeword-with-glove-100d-accuracy.svg",
    "1-openwakeword-with-glove-100d-path.svg",
    "1-openwakeword-with-glove-100d-classes.svg",
    "1-openwakeword-with-glove-100d-dose.svg",
    "1-openwakeword-with-glove-100d-diversity.svg",
    "2-log-mel-statistics-with-glove-100d-accuracy.svg",
    "2-log-mel-statistics-with-glove-100d-classes.svg",
  ]);
  for (const svg of Object.values(charts)) {
    assert.match(svg, /^<svg role="img" aria-label="[^"]+" xmlns=/);
    assert.match(svg, /^<svg [^>]*><title>[^<]+ with glove-100d<\/title>/);
    assert.ok(html.includes(svg));
  }
});

Deno.test("an audit of which little was run still gives a page", async () => {
  const results = { ...madeResults(), conditions: [], references: [], attribution: [], notes: [] };
  const { html, charts } = await renderReport({ ...results, out_of_vocabulary: {} }, DETAILS);
  assertHarmless(html);
  assert.deepEqual(charts, {});
  assert.doesNotMatch(html, /undefined|NaN/);
});
