/** Notes of an audit, as they are printed. */
import type { NoteSubject } from "../src/audit/folder/options.ts";
import { wrap } from "./wrap.ts";

/** A note with the program's name before it, which those on inputs bring along. */
export function noteText(note: string, about: NoteSubject): string {
  if (about === "inputs") return note;
  return about === "device" ? `earnest: ${note}` : wrap(note, "earnest: ");
}
