import assert from "node:assert/strict";
import { renderReport } from "../../../src/report/html.ts";
import { figuresLatex, figuresMarkdown, figuresOf } from "../../../src/report/paper/figures.ts";
import { madeInput } from "../made_input.ts";

Deno.test("each chart has a caption: its title, unescaped, and how it is read", async () => {
  const { charts } = await renderReport(madeInput());
  const figures = figuresOf(charts, { measure: "balanced_top1" });
  assert.deepEqual(figures.map(({ name }) => `${name}.svg`), Object.keys(charts));
  const captionOf = (kind: string) =>
    figures.find(({ name }) => name.startsWith("1-") && name.endsWith(kind))!.caption;
  assert.match(captionOf("-path"), /^The dirty accuracy taken apart: .* Each bar starts where/);
  assert.match(captionOf("-dose"), /share of the flagged pairs kept: .* dashed: chance/);
  assert.match(captionOf("-nearest-text"), /other label's: .*Each mark is one of the classes\.$/);
  for (const { name, caption } of figures) {
    if (name !== "map-0-labels") assert.match(caption, /^[^.]+.*\. [A-Z].*\.$/, name);
  }
  const ranked = figuresOf(charts, { measure: "macro_map" });
  assert.ok(ranked.some(({ caption }) => caption.includes("labels like these")));
});

Deno.test("captions are text in LaTeX and Markdown, whatever a title holds", () => {
  const svg = '<svg width="1"><title>r&amp;b_1 &lt;b&gt; 犬</title></svg>';
  const figures = figuresOf({ "1-r-b-path.svg": svg }, { measure: "balanced_top1" });
  assert.match(
    figuresLatex(figures),
    /caption\{r\\&b\\_\\allowbreak\{\}1 .*unicodechar\{72AC\}\. Each bar/,
  );
  assert.match(figuresLatex(figures), /\.\.\/charts\/1-r-b-path\.pdf/);
  assert.match(figuresLatex(figures), /providecommand/);
  assert.match(figuresMarkdown(figures), /r\\&b\\_1 \\<b\\> 犬\. Each bar/);
});
