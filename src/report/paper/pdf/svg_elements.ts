/**
 * Reads the SVG of our charts: elements with their attributes and texts. It is no reader for SVG from elsewhere.
 * @module
 */

/** An element, or a text between elements. */
export interface SvgElement {
  /** Its tag; `#text` for a text. */
  readonly tag: string;
  /** Its attributes, unescaped. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What is in it. */
  readonly children: readonly SvgElement[];
  /** The text, unescaped; empty for an element. */
  readonly text: string;
}

const TOKEN = /<(\/?)([a-zA-Z]+)((?:\s+[\w:-]+="[^"]*")*)\s*(\/?)>|([^<]+)/g;
const ATTRIBUTE = /([\w:-]+)="([^"]*)"/g;

/**
 * Parses a chart.
 *
 * @throws {Error} when it is not well-formed, which no chart of ours is
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const svg = parseSvg('<svg width="9"><text x="1">a &lt; b</text></svg>');
 * assert.equal(svg.attributes.width, "9");
 * assert.equal(svg.children[0]!.children[0]!.text, "a < b");
 * ```
 */
export function parseSvg(svg: string): SvgElement {
  const root = { tag: "", attributes: {}, children: [] as SvgElement[], text: "" };
  const open: { tag: string; children: SvgElement[] }[] = [root];
  for (const [, closing, tag, attributes, empty, text] of svg.matchAll(TOKEN)) {
    if (text !== undefined) {
      open.at(-1)!.children.push({
        tag: "#text",
        attributes: {},
        children: [],
        text: unescaped(text),
      });
    } else if (closing) {
      if (open.pop()!.tag !== tag) throw new Error(`A chart's <${tag}> is not closed in order`);
    } else {
      const element = {
        tag: tag!,
        attributes: attributesOf(attributes!),
        children: [] as SvgElement[],
        text: "",
      };
      open.at(-1)!.children.push(element);
      if (!empty) open.push(element);
    }
  }
  const [first] = root.children;
  if (open.length !== 1 || first?.tag !== "svg") throw new Error("A chart is no whole SVG");
  return first;
}

function attributesOf(text: string): Record<string, string> {
  return Object.fromEntries(
    Array.from(text.matchAll(ATTRIBUTE), ([, name, value]) => [name!, unescaped(value!)]),
  );
}

function unescaped(text: string): string {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"')
    .replaceAll("&#39;", "'").replaceAll("&amp;", "&");
}
