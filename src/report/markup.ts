/**
 * Builds HTML and escapes everything that is not marked as finished.
 * @module
 */
import { printable } from "../basics/printable.ts";

/** Finished HTML, which {@link markup} inserts unchanged. It escapes everything else. */
export class Markup {
  /** @param html well-formed HTML whose untrusted parts are escaped */
  constructor(readonly html: string) {}
}

/** What a {@link markup} template may contain; undefined and empty lists add nothing. */
export type Part = string | number | Markup | undefined | readonly Part[];

/**
 * A tagged template for HTML. Control characters of inserted texts are made visible and the texts are escaped;
 * {@link Markup} is inserted unchanged. Attribute values must be quoted with `"`.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const label = '<script>alert("dog")</script>';
 * assert.equal(markup`<td>${label}</td>`.html, "<td>&lt;script&gt;alert(&quot;dog&quot;)&lt;/script&gt;</td>");
 * assert.equal(markup`<tr>${[markup`<td></td>`]}</tr>`.html, "<tr><td></td></tr>");
 * ```
 */
export function markup(strings: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  return new Markup(String.raw({ raw: strings }, ...parts.map(htmlOf)));
}

function htmlOf(part: Part): string {
  if (part === undefined) return "";
  if (part instanceof Markup) return part.html;
  if (typeof part === "object") return part.map(htmlOf).join("");
  return escape(printable(String(part)));
}

/** Escapes a text for element content and for attribute values in double quotes, in HTML and in XML. */
export function escape(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
