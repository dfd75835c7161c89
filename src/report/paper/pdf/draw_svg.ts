/**
 * Draws the SVG of a chart into a PDF: groups, paths, lines and texts, as Vega writes them.
 * @module
 */
import type { PdfDocument } from "./document.ts";
import type { SvgElement } from "./svg_elements.ts";

/** Names of the fonts that a document must have. */
export const FONTS = { normal: "normal", bold: "bold" } as const;

/** Color of what follows the page in HTML. */
const INK = "#000000";
/** What stands for a letter that the font lacks. */
const NO_LETTER = "\u25A1";

/** What an element has from those around it. */
interface Inherited {
  readonly fill: string;
  readonly stroke: string;
}

/** Draws an SVG at the document's origin, a unit for each of its pixels. */
export function drawSvg(document: PdfDocument, svg: SvgElement): void {
  for (const child of svg.children) drawElement(document, child, { fill: INK, stroke: "none" });
}

function drawElement(document: PdfDocument, element: SvgElement, around: Inherited): void {
  const { tag, attributes, children } = element;
  if (attributes.display === "none" || tag === "title" || tag === "#text") return;
  const own = {
    fill: attributes.fill ?? around.fill,
    stroke: attributes.stroke ?? around.stroke,
  };
  document.save();
  applyTransform(document, attributes.transform);
  // A link holds a mark that plays a sound in the page.
  if (tag === "g" || tag === "a") {
    for (const child of children) drawElement(document, child, own);
  } else if (tag === "text") {
    drawText(document, element, own);
  } else {
    drawShape(document, element, own);
  }
  document.restore();
}

function applyTransform(document: PdfDocument, transform = ""): void {
  for (const [, name, list] of transform.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [x = 0, y = 0] = list!.split(/[ ,]+/).map(Number);
    if (name === "translate") document.translate(x, y);
    else if (name === "rotate") document.rotate(x);
    else throw new Error(`A chart's transform ${name} is not known`);
  }
}

function drawShape(document: PdfDocument, { tag, attributes }: SvgElement, own: Inherited): void {
  // A path that nothing paints would be painted with the next one.
  if (!isPainted(own.fill) && !isPainted(own.stroke)) return;
  const whole = Number(attributes.opacity ?? 1);
  document.fillOpacity(whole * Number(attributes["fill-opacity"] ?? 1));
  document.strokeOpacity(whole * Number(attributes["stroke-opacity"] ?? 1));
  document.lineWidth(Number(attributes["stroke-width"] ?? 1));
  const [dash, space] = (attributes["stroke-dasharray"] ?? "").split(",").map(Number);
  if (dash && space) document.dash(dash, { space });
  else document.undash();
  if (tag === "path") {
    if (!attributes.d) return;
    document.path(attributes.d);
  } else if (tag === "line") {
    const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((end) => Number(attributes[end] ?? 0));
    document.moveTo(x1!, y1!).lineTo(x2!, y2!);
  } else {
    throw new Error(`A chart's element ${tag} is not known`);
  }
  paint(document, own);
}

function paint(document: PdfDocument, { fill, stroke }: Inherited): void {
  if (isPainted(fill)) document.fillColor(colorOf(fill));
  if (isPainted(stroke)) document.strokeColor(colorOf(stroke));
  if (isPainted(fill) && isPainted(stroke)) document.fillAndStroke();
  else if (isPainted(fill)) document.fill();
  else if (isPainted(stroke)) document.stroke();
}

function isPainted(color: string): boolean {
  return color !== "none" && color !== "transparent";
}

function colorOf(color: string): string {
  return color === "currentColor" ? INK : color;
}

function drawText(
  document: PdfDocument,
  { attributes, children }: SvgElement,
  { fill }: Inherited,
): void {
  const weight = attributes["font-weight"] === "bold" ? FONTS.bold : FONTS.normal;
  document.font(weight, parseFloat(attributes["font-size"] ?? "11"));
  const text = letters(document, children.map(({ text }) => text).join(""));
  const width = document.widthOfString(text);
  const anchor = attributes["text-anchor"];
  const x = anchor === "end" ? -width : anchor === "middle" ? -width / 2 : 0;
  document.fillOpacity(Number(attributes.opacity ?? 1));
  document.fillColor(colorOf(fill));
  // Without ligatures and the like, so that a text that is copied has the letters that it shows.
  document.text(text, x, 0, { lineBreak: false, baseline: "alphabetic", features: [] });
}

/** Replaces letters that the font lacks. */
function letters(document: PdfDocument, text: string): string {
  const { font } = document._font;
  return [...text].map((letter) =>
    font.hasGlyphForCodePoint(letter.codePointAt(0)!) ? letter : NO_LETTER
  ).join("");
}
