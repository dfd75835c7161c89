import assert from "node:assert/strict";
import { renderReport } from "../../../src/report/html.ts";
import { notesOf } from "../../../src/report/words/terms.ts";
import { madeInput } from "../made_input.ts";

Deno.test("every term on a page has its note there, and stands in the list at the end", async () => {
  const { html } = await renderReport(madeInput());
  const terms = [...html.matchAll(/<button type="button" class="term" ([^>]*)>/g)];
  assert.ok(terms.length > 50, `${terms.length} terms`);
  const list = html.slice(html.indexOf('id="terms"'));
  const listed = new Set(Array.from(list.matchAll(/<dd>([^<]*)<\/dd>/g), ([, note]) => note));
  for (const [, attributes] of terms) {
    const [, note, spoken] = /^data-note="([^"]+)" aria-description="([^"]+)"$/.exec(attributes!)!;
    assert.equal(note, spoken);
    assert.ok(listed.delete(note!) || list.includes(`<dd>${note}</dd>`), note);
  }
  assert.deepEqual([...listed], []);
});

Deno.test("topics, which no table has a column of, are explained where a sentence has them", async () => {
  const { html } = await renderReport(madeInput());
  const front = html.slice(0, html.indexOf('id="terms"'));
  assert.match(
    front,
    /<li>[^<]*<button type="button" class="term" data-note="What training sounds/,
  );
  assert.match(html, /<dt>topics<\/dt><dd>What training sounds are of: their labels/);
});

Deno.test("where sounds have several labels, notes speak of labels", () => {
  const [named, ranked] = [notesOf("balanced_top1"), notesOf("macro_map")];
  assert.match(named.get("silhouette")!, /own class/);
  for (const [term, note] of ranked) {
    assert.doesNotMatch(note.replaceAll(/class folds?/g, ""), /\bclass(es)?\b|accurac/i, term);
  }
});
