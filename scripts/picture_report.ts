/**
 * Takes the picture of a report that the README shows: its front, as Chromium draws it.
 *
 *     deno task report-picture earnest-demo/report.html
 *
 * @module
 */
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const PICTURE = fileURLToPath(new URL("../docs/report.png", import.meta.url));
/** Pixels of the window: as wide as the page's text and figures, as high as its front. */
const SIZE = "1200,1290";

const [report] = Deno.args;
if (report === undefined) {
  console.error("name a report, such as earnest-demo/report.html");
  Deno.exit(2);
}
const { success, stderr } = await new Deno.Command("chromium", {
  args: [
    ...["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"],
    ...[`--window-size=${SIZE}`, `--screenshot=${PICTURE}`],
    pathToFileURL(resolve(report)).href,
  ],
  stdout: "null",
}).output();
if (!success) {
  console.error(new TextDecoder().decode(stderr));
  Deno.exit(4);
}
