/**
 * Makes a PDF of a chart, at the width of a column or a page of a paper, with its fonts in it.
 * @module
 */
import { PDF_MARK } from "../../../audit/folder/paper_names.ts";
import { type PackageFile, readPackageFile } from "../../../basics/npm_package.ts";
import { CHART_WIDTH } from "../../charts/draw.ts";
import { bytesOf, openDocument } from "./document.ts";
import { drawSvg, FONTS } from "./draw_svg.ts";
import { parseSvg } from "./svg_elements.ts";

/** Width of a column, and most width of a page's text, in points of 1/72 inch: 8.5 and 17.8 cm. */
const COLUMN = 241;
const PAGE = 504;

const FONT_PACKAGE = "@expo-google-fonts/arimo@0.4.3";
/** Arimo, whose letters are as wide as Arial's and Helvetica's, under the SIL Open Font License. */
export const FONT_FILES: Readonly<Record<keyof typeof FONTS, PackageFile>> = {
  normal: {
    package: FONT_PACKAGE,
    path: "400Regular/Arimo_400Regular.ttf",
    size: 318320,
    sha256: "88cc899855d30f9c779b73c3319d0e077b098f927187aafce11ca029add707a6",
    what: "the font of PDF charts",
  },
  bold: {
    package: FONT_PACKAGE,
    path: "700Bold/Arimo_700Bold.ttf",
    size: 318844,
    sha256: "ec96ac9fdd94766f66f6140c1375bf011577558f88d43f76b3b59307d2a6bca3",
    what: "the font of PDF charts",
  },
};

/** The bytes of the fonts. */
export type ChartFonts = Readonly<Record<keyof typeof FONTS, Uint8Array>>;

/**
 * Reads the fonts, from Deno's cache or the network.
 *
 * @throws {SurroundingsError} when they cannot be fetched
 */
export async function readChartFonts(): Promise<ChartFonts> {
  const [normal, bold] = await Promise.all([
    readPackageFile(FONT_FILES.normal),
    readPackageFile(FONT_FILES.bold),
  ]);
  return { normal, bold };
}

/**
 * Makes the PDF of a chart's SVG. A chart of the usual width is as wide as a column, so that its smallest letters have 7
 * points; a wider one is drawn at the same scale up to the width of a page's text. The same SVG gives the same bytes.
 */
export async function chartPdf(svg: string, fonts: ChartFonts): Promise<Uint8Array> {
  const root = parseSvg(svg);
  const [width, height] = [Number(root.attributes.width), Number(root.attributes.height)];
  const scale = Math.min(COLUMN / CHART_WIDTH, PAGE / width);
  const title = root.children.find(({ tag }) => tag === "title")?.children[0]?.text ?? "";
  const document = await openDocument(title);
  document.registerFont(FONTS.normal, fonts.normal);
  document.registerFont(FONTS.bold, fonts.bold);
  document.addPage({ size: [width * scale, height * scale], margin: 0 });
  document.scale(scale);
  drawSvg(document, root);
  return marked(await bytesOf(document));
}

/**
 * Puts our mark in the place of the four bytes in the second line that show a PDF to be binary, which any bytes above 127
 * do.
 */
function marked(pdf: Uint8Array): Uint8Array {
  const mark = new TextEncoder().encode(PDF_MARK);
  pdf.set(mark, pdf.indexOf(0x25, 1) + 1);
  return pdf;
}
