import assert from "node:assert/strict";
import { dirname, join } from "node:path";
import { renderReport } from "../../src/report/html.ts";
import { readSound } from "../fixtures/audio.ts";
import { hasChromium } from "./chromium.ts";
import { madeInput } from "./made_input.ts";
import { withReport } from "./open_report.ts";

Deno.test("points of audio maps link to the sounds that are there, and only where they are asked for", async () => {
  const input = madeInput();
  const [first, second] = input.maps!.maps[0]!.points;
  const sounds = new Map([[first!.id, "./a%20b.flac"], [
    input.maps!.maps[1]!.points[0]!.id,
    "./t",
  ]]);
  const { html, charts } = await renderReport({ ...input, sounds });
  // The picture of the backbone's space and two of shared spaces, but none of texts.
  assert.equal(html.match(/<a href="\.\/a%20b\.flac" aria-label="[^"]*"><path/g)!.length, 3);
  assert.doesNotMatch(html, /href="\.\/t"/);
  assert.match(html, /media-src 'self'/);
  assert.ok(html.includes(`<title>${second!.label}: ${second!.id}</title>`));
  const silent = await renderReport(input);
  assert.deepEqual(charts, silent.charts);
  assert.doesNotMatch(silent.html, /media-src|\.flac/);
});

if (await hasChromium()) {
  Deno.test("a point is heard in Chromium from a file, by the keyboard", async () => {
    const input = madeInput();
    const sounds = new Map([[input.maps!.maps[0]!.points[0]!.id, "./x/a%20b.flac"]]);
    await withReport({ ...input, sounds }, async (page, path) => {
      await Deno.mkdir(join(dirname(path), "x"));
      await Deno.writeFile(join(dirname(path), "x", "a b.flac"), await readSound("tone.flac"));
      await page.evaluate(
        `document.getElementById("pictures-of-the-spaces").closest("details").open = true;
        document.querySelector('svg a[href*="b.flac"]').focus()`,
      );
      await page.press("Enter");
      await page.evaluate("new Promise((done) => setTimeout(done, 400))");
      const named = await page.evaluate(`document.querySelector(".named").textContent`) as string;
      assert.ok(named.endsWith(input.maps!.maps[0]!.points[0]!.id), named);
      assert.ok((await page.evaluate("location.href") as string).endsWith("/report.html"));
    }, ["x/a%20b.flac"]);
  });
}
