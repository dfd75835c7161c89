import axe from "npm:axe-core@4.14.1"; // Checks pages by the rules of WCAG; no other package knows as many.
import assert from "node:assert/strict";
import type { ReportInput } from "../../src/report/html.ts";
import { hasChromium, type Page } from "./chromium.ts";
import { madeCombinations } from "./made_combinations.ts";
import { madeInput } from "./made_input.ts";
import { OPEN_ALL, withReport } from "./open_report.ts";

/** Widths and heights of paper in inches. */
const PAPERS: readonly (readonly [number, number])[] = [[8.5, 11], [8.27, 11.69]];

/** Lists what breaks rules of WCAG 2 at levels A and AA, each with the element. Charts are judged as one picture each. */
async function violations(page: Page, within = "html"): Promise<unknown> {
  return await page.evaluate(
    `axe.run({ include: ["${within}"], exclude: ["svg > *"] }, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"] }).then(({ violations }) =>
      violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + " " + html.slice(0, 160))))`,
  );
}

/** Gives each combination as many sentences as an audit may say of it. */
function talkative(input: ReportInput): ReportInput {
  const { results } = input;
  const claims = results.claims.flatMap((claim) =>
    claim.kind === "leakage" ? [claim, claim, claim, claim] : [claim]
  );
  return { ...input, results: { ...results, claims } };
}

if (await hasChromium()) {
  Deno.test("nobody is kept out: contrast, names, headings and keyboard by axe, light and dark", async () => {
    await withReport(madeInput(), async (page) => {
      await page.evaluate(axe.source);
      await page.evaluate(OPEN_ALL);
      for (const [width, isDark] of [[1200, true], [390, false]] as const) {
        await page.resize(width, 844, isDark);
        assert.deepEqual(await violations(page), []);
      }
      await page.evaluate(`document.querySelector("h1").style.color = "#dddddd"`);
      assert.match(String(await violations(page, "h1")), /^color-contrast/);
    });
  });

  Deno.test("a link of the contents opens its section, without the script, too", async () => {
    await withReport(madeInput(), async (page, path) => {
      const link = `document.querySelector('nav a[href="#leaks"]')`;
      const section = `document.getElementById("leaks").closest("details")`;
      assert.equal(await page.evaluate(`${section}.open`), false);
      assert.equal(await page.evaluate(`${link}.click(), location.hash`), "#leaks");
      assert.equal(await page.evaluate(`${section}.open`), true);
      assert.ok(await page.evaluate(`${section}.getBoundingClientRect().top < 300`));
      await page.withoutScripts();
      await page.open(path);
      assert.equal(await page.evaluate(`document.querySelector(".tools").hidden`), true);
      await page.evaluate(`${link}.click()`);
      assert.equal(await page.evaluate(`${section}.open`), true);
      assert.equal(await page.evaluate(`document.querySelectorAll(".rest [hidden]").length`), 0);
    });
  });

  Deno.test("a reader chooses a combination and a condition, and all else steps back", async () => {
    await withReport(madeCombinations(3, 10), async (page) => {
      await page.evaluate(OPEN_ALL);
      const choose = (id: string, value: string) =>
        page.evaluate(
          `{ const chooser = document.getElementById("choose-${id}"); chooser.value = "${value}";
            chooser.dispatchEvent(new Event("change")); }`,
        );
      const shown = `[...document.querySelectorAll("#confusions figure")].filter((figure) =>
        figure.offsetParent !== null).map((figure) => figure.querySelector("figcaption").textContent)`;
      assert.equal((await page.evaluate(shown) as string[]).length, 6);
      await choose("arm", "mn04 with glove-100d");
      await choose("condition", "clean");
      assert.deepEqual(await page.evaluate(shown), ["mn04 with glove-100d clean"]);
      const rows =
        `[...document.querySelectorAll("#accuracy-by-condition tbody tr")].filter((row) =>
        row.offsetParent !== null).length`;
      assert.equal(await page.evaluate(rows), 1);
      const dirty = `document.querySelector('#accuracy-of-each-class [fill="#D55E00"]')`;
      assert.equal(await page.evaluate(`getComputedStyle(${dirty}).opacity`), "0.12");
      await choose("arm", "log-mel-statistics with glove-100d");
      const none = `document.getElementById("confusions").classList.contains("none-left")`;
      assert.equal(await page.evaluate(none), true);
      await choose("arm", "");
      await choose("condition", "");
      assert.equal((await page.evaluate(shown) as string[]).length, 6);
    });
  });

  Deno.test("a term shows its note with the keyboard's focus, and a mark its name", async () => {
    await withReport(madeInput(), async (page) => {
      const note = `getComputedStyle(document.activeElement, "::after").display`;
      await page.press("Tab");
      assert.equal(await page.evaluate("document.activeElement.className"), "term");
      assert.equal(await page.evaluate(note), "block");
      await page.press("Escape");
      assert.equal(await page.evaluate(`document.activeElement === document.body`), true);
      const named = `{
        const mark = document.querySelector("#pictures-of-the-spaces .figures svg path title");
        mark.parentElement.dispatchEvent(new Event("pointerover", { bubbles: true }));
        mark.textContent === document.querySelector(".named").textContent;
      }`;
      assert.equal(await page.evaluate(named), true);
    });
  });

  Deno.test("the front prints on two sheets, and what is folded is printed when it is opened", async () => {
    await withReport(talkative(madeCombinations(6, 40)), async (page) => {
      const all = await page.print(...PAPERS[0]!);
      await page.evaluate(`document.querySelector(".rest").hidden = true;
        document.querySelector(".terms").hidden = true;
        document.querySelector(".on-paper").remove()`);
      for (const paper of PAPERS) assert.equal(await page.print(...paper), 2);
      await page.evaluate(`document.querySelector(".rest").hidden = false`);
      await page.evaluate(OPEN_ALL);
      assert.ok(await page.print(...PAPERS[0]!) > all + 10);
    });
  });
}
