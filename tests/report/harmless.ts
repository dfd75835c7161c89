import assert from "node:assert/strict";

// The elements that Vega and the page's own templates use.
const TAGS =
  /^(html|head|meta|title|style|body|main|header|section|p|h1|h2|h3|h4|b|i|div|figure|figcaption|table|thead|tbody|tr|th|td|dl|dt|dd|ul|ol|li|pre|code|nav|a|span|details|summary|button|label|select|option|script|svg|g|path|line|text|rect)$/;

/** Fails where a page has elements that could run or load something, links elsewhere, or characters that reorder it. */
export function assertHarmless(html: string): void {
  const tags = html.replace("<!doctype html>", "").matchAll(/<\/?([^\s>/]*)([^>]*)>/g);
  for (const [whole, name, attributes] of tags) {
    assert.match(name!, TAGS, whole);
    const names = attributes!.replaceAll(/"[^"]*"/g, "");
    assert.doesNotMatch(names, /\s(on\w+|src)\s*=/i, whole);
    // A link may lead only to places within the page.
    for (const [, target] of attributes!.matchAll(/\shref="([^"]*)"/g)) {
      assert.match(target!, /^#[a-z0-9-]+$/, whole);
    }
    assert.doesNotMatch(names.replaceAll(" href=", ""), /\shref/i, whole);
  }
  assert.doesNotMatch(html.replaceAll("\n", ""), /[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
}
