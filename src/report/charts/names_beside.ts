/**
 * Places names beside marks, where they lie on no mark and on no other name.
 * @module
 */
import { textWidth } from "./text_width.ts";

/** Size of the names in pixels. */
export const NAME_FONT = 10;
/** Half of a mark's width, with a little room. */
const MARK = 5;
/** Pixels from the middle of a mark to its name, across and down. */
const ACROSS = 7;
const ABOVE = 8;
const BELOW = 15;
/** How far letters reach above their line, and below it. */
const ASCENT = 8;
const DESCENT = 3;

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** A name with its place. */
export interface PlacedName {
  /** The name. */
  readonly text: string;
  /** Where it begins, ends or has its middle, by how it is aligned. */
  readonly x: number;
  /** Its line. */
  readonly y: number;
  /** How it is aligned. */
  readonly align: "left" | "right" | "center";
}

/**
 * Places each name at the right of its mark, else at the left, above or below it; a name that has no room is left out.
 *
 * @param marks middles of all marks, in pixels
 * @param names the name of each
 * @param frame what no name may leave
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const marks = [{ x: 20, y: 50 }, { x: 40, y: 50 }];
 * const frame = { left: 0, right: 200, top: 0, bottom: 100 };
 * const names = namesBeside(marks, ["a dog", "rain"], frame);
 * assert.deepEqual(names.map(({ text, align }) => [text, align]), [["a dog", "center"], ["rain", "left"]]);
 * ```
 */
export function namesBeside(
  marks: readonly { readonly x: number; readonly y: number }[],
  names: readonly string[],
  frame: Box,
): PlacedName[] {
  const taken: Box[] = marks.map(({ x, y }) => ({
    left: x - MARK,
    right: x + MARK,
    top: y - MARK,
    bottom: y + MARK,
  }));
  return marks.flatMap(({ x, y }, at) => {
    const text = names[at]!;
    const place = ([
      { text, x: x + ACROSS, y: y + 4, align: "left" },
      { text, x: x - ACROSS, y: y + 4, align: "right" },
      { text, x, y: y - ABOVE, align: "center" },
      { text, x, y: y + BELOW, align: "center" },
    ] as const).find((place) => {
      const box = boxOf(place);
      return box.left >= frame.left && box.right <= frame.right && box.top >= frame.top &&
        box.bottom <= frame.bottom && !taken.some((other) => overlap(box, other));
    });
    if (place === undefined) return [];
    taken.push(boxOf(place));
    return [place];
  });
}

function boxOf({ text, x, y, align }: PlacedName): Box {
  const width = textWidth(text, NAME_FONT);
  const left = align === "left" ? x : align === "right" ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ASCENT, bottom: y + DESCENT };
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.top < other.bottom &&
    other.top < one.bottom;
}
