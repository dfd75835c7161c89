/**
 * Reads JSON Lines: one JSON object per line.
 * @module
 */
import { readJson } from "../basics/json.ts";
import { decodeUtf8, unreadable, withLineFeeds } from "./reading.ts";

/** An object and its position. */
export interface JsonLine {
  /** Line number, from 1. */
  readonly line: number;
  /** The object. */
  readonly value: Readonly<Record<string, unknown>>;
}

/**
 * Reads the objects of a file and skips blank lines.
 *
 * @param bytes the whole file, UTF-8
 * @param name the file's name, for error messages
 * @throws {InputError} when a line is not a JSON object, or repeats a key
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const file = new TextEncoder().encode('{"id": "a"}\n\n{"id": "b"}\n');
 * assert.deepEqual(readJsonLines(file, "items.jsonl").at(-1), { line: 3, value: { id: "b" } });
 * ```
 */
export function readJsonLines(bytes: Uint8Array, name: string): JsonLine[] {
  return withLineFeeds(decodeUtf8(bytes, name)).split("\n").flatMap((text, i) => {
    if (text.trim() === "") return [];
    const line = i + 1;
    const value = readJson(text, name, line);
    if (!isObject(value)) throw unreadable(name, `line ${line} is not a JSON object`);
    return [{ line, value }];
  });
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
