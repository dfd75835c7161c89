import assert from "node:assert/strict";
import { inflateSync } from "node:zlib";
import { chartPdf, readChartFonts } from "../../../../src/report/paper/pdf/chart_pdf.ts";
import { parseSvg } from "../../../../src/report/paper/pdf/svg_elements.ts";
import { drawPair } from "../../../../src/report/pair_charts.ts";
import { pairsOf } from "../../../../src/report/pairs.ts";
import { madeCells } from "../../made_input.ts";
import { madeResults } from "../../made_results.ts";

const RESULTS = madeResults();
const [PAIR] = pairsOf(RESULTS, madeCells(RESULTS));
const { svg: SVG } = await drawPair(PAIR!, RESULTS.chance);
const FONTS = await readChartFonts();

/** Returns a PDF's page size, its drawing, and the letters that its texts stand for. */
function contentOf(pdf: Uint8Array) {
  const text = new TextDecoder("latin1").decode(pdf);
  const streams = Array.from(text.matchAll(/<<([^>]*)>>\nstream\n/g), ({ 0: head, index }) => {
    const length = Number(/\/Length (\d+)/.exec(head)![1]);
    const start = index + head.length;
    const bytes = pdf.subarray(start, start + length);
    return head.includes("FlateDecode") ? inflateSync(bytes).toString("latin1") : "";
  });
  const [, ...size] = /MediaBox \[0 0 ([\d.]+) ([\d.]+)\]/.exec(text)!;
  const drawing = streams.find((stream) => stream.includes(" cm\n"))!;
  const maps = streams.filter((stream) => stream.includes("beginbfrange"));
  const letters = maps.map((map) =>
    Array.from(
      /beginbfrange\n([^]*?)endbfrange/.exec(map)![1]!.matchAll(/<([0-9a-f]{4,})>(?=[ \]])/g),
      ([, hex]) => String.fromCharCode(parseInt(hex!.slice(0, 4), 16)),
    ).join("")
  ).join("");
  return { size: size.map(Number), drawing, letters, text };
}

Deno.test("a chart's PDF is as wide as a column, has its fonts in it, and the same bytes again", async () => {
  const pdf = await chartPdf(SVG.accuracy!, FONTS);
  const { size, text } = contentOf(pdf);
  assert.equal(size[0], 241);
  assert.match(text, /FontFile2/);
  assert.doesNotMatch(text, /Helvetica/);
  assert.deepEqual(await chartPdf(SVG.accuracy!, FONTS), pdf);
  const year = new RegExp(`D:${new Date().getUTCFullYear()}`);
  assert.doesNotMatch(text, year);
});

Deno.test("a wide chart fits on a page, and all texts are drawn", async () => {
  for (const kind of ["path", "cells", "silhouette", "confusion-dirty"] as const) {
    const svg = SVG[kind]!;
    const { size, drawing } = contentOf(await chartPdf(svg, FONTS));
    const wide = kind.startsWith("confusion");
    assert.ok(wide ? size[0]! > 400 && size[0]! <= 504 : size[0] === 241, `${kind} ${size}`);
    const texts = svg.match(/<text /g)!.length;
    assert.ok(drawing.match(/ TJ$| Tj$/gm)!.length >= texts, kind);
  }
});

Deno.test("shapes have their places and colors, and what nothing paints is left out", async () => {
  const { drawing } = contentOf(await chartPdf(SVG.path!, FONTS));
  // The leaked part's bar, vermilion, as the SVG has it.
  const [, x, y, width] = /d="M([\d.]+),([\d.]+)h([\d.]+)v[^"]*" fill="#D55E00"/.exec(SVG.path!)!;
  const places = Array.from(
    drawing.matchAll(/([\d.]+) ([\d.]+) m\n/g),
    ([, ...at]) => at.map(Number),
  );
  assert.ok(
    places.some(([across, down]) => Math.abs(across! - Number(x)) < 0.01 && down === Number(y)),
    `${x} ${y} among ${places.join(" ")}`,
  );
  assert.match(drawing, /0\.83529\d* 0\.36862\d* 0 scn/);
  assert.ok(Number(width) > 50);
  const empty = '<svg width="340" height="50"><title>t</title><g fill="none">' +
    '<path class="background" d="M0,0h340v50h-340Z"/><a href="./dog.wav"><path d="M1,2h3v4h-3Z" fill="#ff0000"/></a></g></svg>';
  const { drawing: only } = contentOf(await chartPdf(empty, FONTS));
  assert.ok(!only.includes("340 "), only);
  assert.match(only, /1 2 m\n4 2 l\n4 6 l\n1 6 l\nh\n\/DeviceRGB cs\n1 0 0 scn\nf\n/);
});

Deno.test("texts are letters that can be selected; one that the font lacks is a box", async () => {
  const svg = '<svg width="340" height="50"><title>t</title>' +
    '<text text-anchor="end" transform="translate(90,20)" font-size="11px" fill="currentColor">' +
    "−0.5 ρ … &lt;é&gt; 犬</text></svg>";
  const { letters } = contentOf(await chartPdf(svg, FONTS));
  for (const letter of "−ρ…<é>□") assert.ok(letters.includes(letter), `${letter} in ${letters}`);
  assert.ok(!letters.includes("犬"));
});

Deno.test("what is no whole chart is refused", () => {
  assert.throws(() => parseSvg("<svg><g></svg>"), /not closed in order/);
  assert.throws(() => parseSvg("<svg>"), /no whole SVG/);
});
