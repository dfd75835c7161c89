import assert from "node:assert/strict";
import { join } from "node:path";
import { renderReport, type ReportInput } from "../../src/report/html.ts";
import { inFolder } from "../temporary_folder.ts";
import { type Page, withPage } from "./chromium.ts";

/**
 * Writes the report of an input to a file and opens it in Chromium, where it may complain of nothing and request no other
 * file but what is `wanted` from its own folder.
 */
export async function withReport(
  input: ReportInput,
  use: (page: Page, path: string) => Promise<void>,
  wanted: readonly string[] = [],
): Promise<void> {
  await withHtml((await renderReport(input)).html, use, wanted);
}

/** Opens a page in Chromium, as {@link withReport} does. */
export async function withHtml(
  html: string,
  use: (page: Page, path: string) => Promise<void>,
  wanted: readonly string[] = [],
): Promise<void> {
  await inFolder(async (folder) => {
    const path = join(folder, "report.html");
    await Deno.writeTextFile(path, html);
    await withPage(async (page) => {
      await page.resize(390, 844);
      await page.open(path);
      await use(page, path);
      assert.deepEqual(
        new Set(page.requests),
        new Set(
          [path, ...wanted.map((name) => `${folder}/${name}`)].map((name) => `file://${name}`),
        ),
      );
      assert.deepEqual(page.messages, []);
    });
  });
}

/** Opens all sections, by the page's own button. */
export const OPEN_ALL = `document.getElementById("open-all").click()`;
