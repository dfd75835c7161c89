import assert from "node:assert/strict";
import { renderComparison } from "../../src/report/compare/html.ts";
import { madeComparison, withNames } from "./compare/comparisons.ts";
import { hasChromium } from "./chromium.ts";
import { madeCombinations } from "./made_combinations.ts";
import { madeInput } from "./made_input.ts";
import { OPEN_ALL, withHtml, withReport } from "./open_report.ts";
import { withTexts } from "./with_texts.ts";

const HOSTILE = `</style></title></svg><script>document.title = "run"</script>` +
  `<img src=x onerror='document.title = "run"'>"\u202e&#x3c;`;
/** Finds elements beyond the right edge of the window that no scrolling box of their own makes reachable. */
const OVERFLOWING = `[...document.querySelectorAll("body *")].filter((element) =>
  element.getBoundingClientRect().right > innerWidth + 1 &&
  !element.closest(".scroll, .wide, .legend"))
  .map((element) => element.tagName + " " + element.textContent.slice(0, 40))`;

if (await hasChromium()) {
  Deno.test("Chromium shows a report from a file, requests nothing else, and fits it on a phone", async () => {
    await withReport(madeInput(), async (page) => {
      await page.evaluate(OPEN_ALL);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 390);
      assert.deepEqual(await page.evaluate(OVERFLOWING), []);
      assert.equal(await page.evaluate(`document.querySelectorAll("svg").length`), 20);
      const small = `[...document.querySelectorAll("svg")].filter((svg) =>
        svg.getBoundingClientRect().width < 300 || svg.getBoundingClientRect().height < 40).length`;
      assert.equal(await page.evaluate(small), 0);
    });
  });

  Deno.test("many combinations and classes fit a wide page and a phone", async () => {
    await withReport(madeCombinations(6, 200), async (page) => {
      await page.evaluate(OPEN_ALL);
      for (const width of [390, 1200]) {
        await page.resize(width, 844);
        assert.equal(await page.evaluate("document.documentElement.scrollWidth"), width);
        assert.deepEqual(await page.evaluate(OVERFLOWING), []);
      }
      const overArms = `document.querySelector(".arms").parentElement`;
      assert.equal(await page.evaluate(`${overArms}.scrollWidth - ${overArms}.clientWidth`), 0);
    });
  });

  Deno.test("Chromium shows audits side by side on a phone, and requests nothing else", async () => {
    const comparison = withNames(await madeComparison(), HOSTILE.repeat(3));
    await withHtml(await renderComparison(comparison), async (page) => {
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 390);
      assert.deepEqual(await page.evaluate(OVERFLOWING), []);
      assert.equal(await page.evaluate(`document.querySelectorAll("svg").length`), 2);
      assert.equal(await page.evaluate(`document.querySelectorAll("script, img").length`), 0);
    });
  });

  Deno.test("Chromium shows dark pages to users who prefer them, with visible charts", async () => {
    await withReport(madeInput(), async (page) => {
      const colors = `[document.documentElement, document.querySelector("svg")].map((element) =>
        getComputedStyle(element)).map(({ backgroundColor, color }) => [backgroundColor, color])`;
      const light = await page.evaluate(colors) as [string, string][];
      await page.resize(390, 844, true);
      const dark = await page.evaluate(colors) as [string, string][];
      assert.equal(light[0]![0], "rgb(255, 255, 255)");
      assert.notEqual(dark[0]![0], light[0]![0]);
      assert.equal(dark[1]![1], dark[0]![1]);
      assert.notEqual(dark[1]![1], light[1]![1]);
    });
  });

  Deno.test("a hostile text is only displayed in Chromium", async () => {
    await withReport(withTexts(madeInput(), HOSTILE), async (page) => {
      const title = await page.evaluate("document.title") as string;
      assert.match(title, /^openwakeword<\/style><\/title>.*– Earnest$/);
      // The page's own script is the only one.
      assert.equal(
        await page.evaluate(`document.querySelectorAll("script, img, iframe").length`),
        1,
      );
      await page.evaluate(OPEN_ALL);
      assert.equal(await page.evaluate("document.documentElement.scrollWidth"), 390);
      const shown = `document.querySelector("main").innerText.includes("<script>")`;
      assert.equal(await page.evaluate(shown), true);
    });
  });
}
