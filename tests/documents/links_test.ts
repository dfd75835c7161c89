// Every link of the documentation leads to a page and a heading that exist, and every page is linked to.
import assert from "node:assert/strict";
import { dirname, join, normalize } from "node:path";
import { anchorsOf, linksOf, readPages, ROOT } from "./pages.ts";

const pages = readPages();

/** What is wrong with a link, or undefined. */
function fault(from: string, link: string): string | undefined {
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? from : normalize(join(dirname(from), path));
  const page = pages.find((one) => one.path === target);
  if (page === undefined) {
    try {
      Deno.statSync(join(ROOT, target));
      return anchor === undefined ? undefined : `${from}: ${link} is no page`;
    } catch {
      return `${from}: ${link} does not exist`;
    }
  }
  if (anchor === undefined || anchorsOf(page.text).has(anchor)) return undefined;
  return `${from}: ${link} has no such heading`;
}

Deno.test("every link leads somewhere", () => {
  assert.ok(pages.length >= 20, `${pages.length} pages were read`);
  const links = pages.flatMap(({ path, text }) => linksOf(text).map((link) => [path, link]));
  assert.ok(links.length >= 100, `${links.length} links were read`);
  assert.deepEqual(links.flatMap(([path, link]) => fault(path!, link!) ?? []), []);
});

Deno.test("a link to a page or a heading that is not there is found", () => {
  assert.equal(fault("README.md", "docs/audit.md"), undefined);
  assert.match(fault("README.md", "docs/audits.md")!, /does not exist/);
  assert.match(fault("docs/audit.md", "scan.md#nothing-of-the-kind")!, /no such heading/);
});

Deno.test("the README leads to every page of docs/", () => {
  const { text } = pages.find(({ path }) => path === "README.md")!;
  const linked = new Set(linksOf(text).map((link) => link.split("#")[0]));
  const missing = pages.filter(({ path }) => path.startsWith("docs/") && !linked.has(path));
  assert.deepEqual(missing.map(({ path }) => path), []);
});

Deno.test("the README has under 250 lines, and none over 120 characters but for links", () => {
  const lines = pages.find(({ path }) => path === "README.md")!.text.split("\n");
  assert.ok(lines.length < 250, `${lines.length} lines`);
  const bare = lines.map((line) => line.replaceAll(/\]\([^)]*\)/g, "]"));
  assert.deepEqual(bare.filter((line) => line.length > 120), []);
});
