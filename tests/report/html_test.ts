import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import type { AuditResults } from "../../src/audit/results/results.ts";
import { renderReport } from "../../src/report/html.ts";
import { madeInput } from "./made_input.ts";
import { madeResults } from "./made_results.ts";
import { withTexts } from "./with_texts.ts";

const HOSTILE =
  `</style></title></svg><script>alert("x")</script><img src=x onerror='a'>\u202e\u0000\u001b]]>&amp;`;
// The elements that Vega and the page's own templates use.
const TAGS =
  /^(html|head|meta|title|style|body|main|header|section|p|h1|h2|h3|h4|b|i|div|figure|figcaption|table|thead|tbody|tr|th|td|dl|dt|dd|ul|ol|li|pre|code|nav|a|span|details|summary|button|label|select|option|script|svg|g|path|line|text|rect)$/;

function assertHarmless(html: string): void {
  const tags = html.replace("<!doctype html>", "").matchAll(/<\/?([^\s>/]*)([^>]*)>/g);
  for (const [whole, name, attributes] of tags) {
    assert.match(name!, TAGS, whole);
    const names = attributes!.replaceAll(/"[^"]*"/g, "");
    assert.doesNotMatch(names, /\s(on\w+|src)\s*=/i, whole);
    // A link may lead only to places within the page.
    for (const [, target] of attributes!.matchAll(/\shref="([^"]*)"/g)) {
      assert.match(target!, /^#[a-z0-9-]+$/, whole);
    }
    assert.doesNotMatch(names.replaceAll(" href=", ""), /\shref/i, whole);
  }
  assert.doesNotMatch(html.replaceAll("\n", ""), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
}

/** Removes everything optional from results. */
function withoutOptional(results: AuditResults): AuditResults {
  const none = { overlap: [], associations: [], label_heads: [], coverage: [], published: [] };
  return { ...results, ...none, backbones: [] };
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

Deno.test("the report is one file that loads nothing and runs its one script alone", async () => {
  const { html } = await renderReport(madeInput());
  assertHarmless(html);
  const [[, script], ...others] = [...html.matchAll(/<script>([^]*?)<\/script>/g)] as [
    RegExpExecArray,
    ...RegExpExecArray[],
  ];
  assert.deepEqual(others, []);
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
  const hash = new Uint8Array(bytes).toBase64();
  const policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; " +
    `script-src 'sha256-${hash}'`;
  assert.ok(html.includes(`<meta http-equiv="Content-Security-Policy" content="${policy}">`));
  const addresses = html.match(/https?:[^\s"')]*/g) ?? [];
  assert.deepEqual(
    new Set(addresses),
    new Set(["http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"]),
  );
  assert.doesNotMatch(html, /@import|url\(/);
});

Deno.test("the report has what is needed to judge and reproduce the figures", async () => {
  const { html } = await renderReport(madeInput());
  const texts = [
    "0.36 [0.30, 0.43]",
    "[0.53, 0.57]",
    ">717<",
    "nearest centroid",
    "TEXT-EXACT",
    "a recording of a cello",
    "shanai",
    "near copies",
    "bootstrap intervals, paired across conditions",
    "&quot;seeds&quot;: [",
    "earnest audit demo.json --out demo",
    "51ab51ab",
    "Trained on llvmpipe (LLVM 15.0.6, 256 bits).",
    "so the drops do not add up",
    "glove-100d − minilm, both with openwakeword",
    "Accuracy of the 16 cells",
    "2 % of them (3) 0.22, all of them 0.55",
    "From 23 to 45 training classes clean accuracy changes by 0.04 [0.01, 0.07]",
    "Leakage of 0.36 [0.30, 0.43] for openwakeword with glove-100d",
    "Audio by text, clean pairs: openwakeword with glove-100d",
    '<th scope="row" class="words">audio, main effect</th>',
    '<th scope="row" class="words">clean − shuffled</th>',
    "the very pairs that the dirty model had",
    '<td class="number">0.37 [0.30, 0.44]</td>',
    '<th scope="row" class="words">audio, pairing</th>',
    "chance (0.111), since no code",
    // Of the baseline's training labels, and of the evaluation's among them.
    '<td class="words">none</td><td class="words">none</td>',
  ];
  for (const text of texts) assert.ok(html.includes(text), text);
  for (const note of madeResults().notes) assert.equal(html.split(note).length, 2, note);
});

Deno.test("untrusted texts are shown and cannot act, in the page and in the charts", async () => {
  const { html, charts } = await renderReport(withTexts(madeInput(), HOSTILE));
  assertHarmless(html);
  assert.ok(html.includes("&lt;script&gt;alert("));
  for (const [name, svg] of Object.entries(charts)) {
    assert.match(name, /^[a-z0-9-]+\.svg$/);
    assertHarmless(svg);
    assertWellFormed(svg);
  }
});

Deno.test("no text breaks the page", async () => {
  const property = fc.asyncProperty(fc.string({ unit: "binary", maxLength: 40 }), async (text) => {
    const { html, charts } = await renderReport(withTexts(madeInput(), text));
    assertHarmless(html);
    Object.values(charts).forEach(assertWellFormed);
  });
  await fc.assert(property, { seed: 4, numRuns: 8 });
});

Deno.test("the same results give the same bytes", async () => {
  const [once, again] = [
    await renderReport(madeInput()),
    await renderReport(madeInput()),
  ];
  assert.deepEqual(once, again);
});

Deno.test("every chart is a file of its own and has a description", async () => {
  const { html, charts } = await renderReport(madeInput());
  const first = "1-openwakeword-with-glove-100d";
  const kinds =
    "accuracy,path,cells,classes,dose,diversity,confusion-dirty,confusion-clean,silhouette," +
    "nearest-text,overlap";
  assert.deepEqual(Object.keys(charts), [
    ...kinds.split(",").map((kind) => `${first}-${kind}.svg`),
    "2-log-mel-statistics-with-glove-100d-accuracy.svg",
    "2-log-mel-statistics-with-glove-100d-classes.svg",
    "map-0-labels.svg",
    "map-1-audio-backbone-openwakeword.svg",
    "map-2-text-backbone-glove-100d.svg",
    "map-3-audio-shared-dirty-openwakeword-with-glove-100d.svg",
    "map-4-audio-shared-clean-openwakeword-with-glove-100d.svg",
    "map-5-text-shared-dirty-openwakeword-with-glove-100d.svg",
    "map-6-text-shared-clean-openwakeword-with-glove-100d.svg",
  ]);
  for (const svg of Object.values(charts)) {
    assert.match(svg, /^<svg role="img" aria-label="[^"]+" xmlns=/);
    assert.match(svg, /^<svg [^>]*><title>[^<]+<\/title>/);
    assert.ok(html.includes(svg));
  }
});

Deno.test("an audit with few measures still gives a page", async () => {
  const results = { ...madeResults(), conditions: [], references: [], attribution: [], notes: [] };
  const { run } = madeInput();
  const little = withoutOptional({ ...results, out_of_vocabulary: {}, separability: [] });
  const { html, charts } = await renderReport({
    results: little,
    cells: [],
    maps: undefined,
    run,
  });
  assertHarmless(html);
  assert.deepEqual(charts, {});
  assert.doesNotMatch(html, /undefined|NaN/);
});
