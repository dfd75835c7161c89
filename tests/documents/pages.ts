/** The documentation's pages, and what is in them. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** A page of the documentation. */
export interface Page {
  /** Path from the repository's root. */
  readonly path: string;
  /** Its Markdown. */
  readonly text: string;
}

/** Every page: those at the root, in `docs/` and in `examples/`. */
export function readPages(): Page[] {
  const paths = ["", "docs", "examples", "examples/paper"].flatMap((folder) =>
    [...Deno.readDirSync(join(ROOT, folder))].filter(({ name }) => name.endsWith(".md"))
      .map(({ name }) => join(folder, name))
  );
  return paths.sort().map((path) => ({ path, text: Deno.readTextFileSync(join(ROOT, path)) }));
}

/** The text without its code blocks. */
export function prose(text: string): string {
  return text.replaceAll(/^( *)```[^]*?^\1```$/gm, "");
}

/** The anchors of a page's headings, as GitHub makes them. */
export function anchorsOf(text: string): Set<string> {
  const seen = new Map<string, number>();
  const anchors = new Set<string>();
  for (const [, title] of prose(text).matchAll(/^#+ (.+)$/gm)) {
    const plain = title!.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const anchor = plain.replaceAll(/[^\p{L}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-");
    const earlier = seen.get(anchor) ?? 0;
    seen.set(anchor, earlier + 1);
    anchors.add(earlier === 0 ? anchor : `${anchor}-${earlier}`);
  }
  return anchors;
}

/** The links of a page: `path#anchor`, either of which may be empty, without those to other sites. */
export function linksOf(text: string): string[] {
  return [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, link]) => link!)
    .filter((link) => !/^[a-z]+:/.test(link));
}
