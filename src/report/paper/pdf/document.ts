/**
 * The part of PDFKit that charts are drawn with.
 * @module
 */
import { later } from "../../../basics/later.ts";

/** A PDF document of PDFKit. */
export interface PdfDocument {
  /** The font that is set. */
  readonly _font: { readonly font: { hasGlyphForCodePoint(point: number): boolean } };
  addPage(options: { size: readonly [number, number]; margin: number }): void;
  registerFont(name: string, font: Uint8Array): void;
  font(name: string, size: number): void;
  save(): void;
  restore(): void;
  translate(x: number, y: number): void;
  scale(factor: number): void;
  rotate(degrees: number): void;
  path(data: string): PdfDocument;
  moveTo(x: number, y: number): PdfDocument;
  lineTo(x: number, y: number): PdfDocument;
  lineWidth(width: number): void;
  dash(length: number, options: { space: number }): void;
  undash(): void;
  fillOpacity(share: number): void;
  strokeOpacity(share: number): void;
  fillColor(color: string): void;
  strokeColor(color: string): void;
  fill(): void;
  stroke(): void;
  fillAndStroke(): void;
  widthOfString(text: string): number;
  text(
    text: string,
    x: number,
    y: number,
    options: { lineBreak: boolean; baseline: string; features: string[] },
  ): void;
  on(event: "data", listener: (data: Uint8Array) => void): void;
  on(event: "end", listener: () => void): void;
  end(): void;
}

// Writes PDF: pages, paths, and fonts of which only the letters that are used are embedded.
const pdfkit = later<typeof import("npm:pdfkit@0.20.2")>("npm:pdfkit@0.20.2");

/** Begins a document without a page. */
export async function openDocument(title: string): Promise<PdfDocument> {
  const { default: Document } = await pdfkit();
  const options = {
    autoFirstPage: false,
    // No standard font: those are not embedded, which publishers ask for.
    font: null,
    // PDFKit needs a date; with one that is always the same, so are the bytes.
    info: { Title: title, CreationDate: new Date(0) },
  };
  return new Document(options);
}

/** Ends a document and returns its bytes. */
export async function bytesOf(document: PdfDocument): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  document.on("data", (piece) => pieces.push(piece));
  const ended = new Promise<void>((resolve) => document.on("end", resolve));
  document.end();
  await ended;
  const bytes = new Uint8Array(pieces.reduce((length, piece) => length + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
