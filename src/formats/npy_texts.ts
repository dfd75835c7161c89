/**
 * Reads NumPy's arrays of text and of whole numbers as texts: the ids of rows.
 * @module
 */
import { ELEMENT_BYTES, integersOf, isInteger } from "./elements.ts";
import { npyLayout, readNpyStart } from "./npy.ts";
import { unreadable } from "./reading.ts";

/** What an array holds. */
export interface NpyTexts {
  /** `objects` are pickles, which are not run; `none` are other numbers, dates and records. */
  readonly kind: "text" | "integers" | "objects" | "none";
  /** A text for each element; none of objects and of others. */
  readonly values: readonly string[];
}

/**
 * Reads text for each element.
 *
 * @param bytes the whole file
 * @param shape the array's shape; only its product matters
 * @param name the file's name, for error messages
 * @throws {InputError} when the file is malformed, its length differs from its header, or it holds no text where it
 * says so
 */
export function readNpyTexts(bytes: Uint8Array, shape: readonly number[], name: string): NpyTexts {
  const { descr, dataStart } = readNpyStart(bytes, name);
  const count = shape.reduce((product, length) => product * length, 1);
  const data = bytes.subarray(dataStart);
  const check = (size: number) => {
    if (count * size === data.length) return;
    throw unreadable(name, `header says ${count * size} bytes, file holds ${data.length}`);
  };
  if (descr === "'|O'") return { kind: "objects", values: [] };
  const layout = npyLayout(descr);
  if (layout !== undefined && isInteger(layout.type)) {
    const { type, bigEndian } = layout;
    check(ELEMENT_BYTES[type]);
    return { kind: "integers", values: Array.from(integersOf(data, { type, bigEndian }), String) };
  }
  const [, order, code, digits] = /^'([<>|=])([US])(\d{1,6})'$/.exec(descr) ?? [];
  if (code === undefined) return { kind: "none", values: [] };
  const size = Number(digits) * (code === "U" ? 4 : 1);
  check(size);
  const decode = code === "U" ? (at: Uint8Array) => utf32(at, order === ">", name) : utf8OrLatin1;
  const values = Array.from({ length: count }, (_, i) =>
    // NumPy fills with zeros.
    decode(data.subarray(i * size, (i + 1) * size)).replace(/\0+$/, ""));
  return { kind: "text", values };
}

function utf32(bytes: Uint8Array, bigEndian: boolean, name: string): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const point = view.getUint32(at, !bigEndian);
    if (point > 0x10ffff) throw unreadable(name, "it holds no text where its header says so");
    text += String.fromCodePoint(point);
  }
  return text;
}

function utf8OrLatin1(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("latin1").decode(bytes);
  }
}
