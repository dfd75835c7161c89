/**
 * The frame of a page: one HTML file that needs no network.
 * @module
 */
import { createHash } from "node:crypto";
import { Markup, markup } from "./markup.ts";
import css from "./report.css" with { type: "text" };

/** What a page has. */
export interface Page {
  /** Its title. */
  readonly title: string;
  /** What is below `main`. */
  readonly body: Markup;
  /** Its own script, without which all is there; none where it is absent. */
  readonly script?: string;
  /** Whether it may play sounds that lie beside it. */
  readonly playsSounds?: boolean;
}

/**
 * Makes a page. Texts are escaped and cannot run, load or reorder anything; the page's policy allows its one script by
 * the hash, and nothing else that runs or loads but sounds where they are asked for.
 */
export function pageMarkup(page: Page): Markup {
  const { title, body, script } = page;
  return markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf(page)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} – Earnest</title>
<style>
${new Markup(css)}</style>
</head>
<body>
<main>
${body}</main>
${script === undefined ? undefined : markup`<script>${new Markup(script)}</script>\n`}</body>
</html>
`;
}

function policyOf({ script, playsSounds }: Page): string {
  const policy = ["default-src 'none'", "style-src 'unsafe-inline'", "img-src data:"];
  if (script !== undefined) {
    policy.push(`script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'`);
  }
  if (playsSounds) policy.push("media-src 'self'");
  return policy.join("; ");
}
