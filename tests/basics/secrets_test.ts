import assert from "node:assert/strict";
import { InputError } from "../../src/basics/errors.ts";
import { printable, quotable } from "../../src/basics/printable.ts";
import { holdsSecret, keepSecret, masked } from "../../src/basics/secrets.ts";
import { computingClock } from "../computing_time.ts";

const TOKEN = "hf_Se+cret/Tok?en~123";

const everyCharacter = (text: string) =>
  Array.from(text, (one) => `%${one.charCodeAt(0).toString(16)}`).join("");

/** Whether a text, or its URL-decoded or base64-decoded form, contains the token. */
function reveals(text: string): boolean {
  const decodedOnce = text.replaceAll(
    /%([\da-f]{2})/gi,
    (_, hex) => String.fromCharCode(+`0x${hex}`),
  );
  const runs = text.replaceAll("-", "+").replaceAll("_", "/").match(/[\w+/]{4,}/g) ?? [];
  const inBase64 = runs.map((run) => atob(run.slice(0, run.length - run.length % 4)));
  return [text, decodedOnce, ...inBase64].some((one) =>
    one.toLowerCase().includes(TOKEN.toLowerCase())
  );
}

Deno.test("a secret is masked in every form that an address, a header or JSON can give it", () => {
  assert.ok(reveals(`Bearer ${TOKEN}`));
  assert.equal(masked(`Bearer ${TOKEN}`), `Bearer ${TOKEN}`);
  keepSecret(TOKEN);
  const forms = [
    `Bearer ${TOKEN}`,
    `http://${TOKEN.toLowerCase()}.example`,
    encodeURIComponent(TOKEN),
    encodeURIComponent(encodeURIComponent(TOKEN)),
    everyCharacter(TOKEN),
    everyCharacter(TOKEN).toUpperCase(),
    JSON.stringify({ token: TOKEN }).replace("S", "\\u0053"),
    ...["", "u:", "user:", "me:"].flatMap((user) => {
      const encoded = btoa(`${user}${TOKEN}@x`);
      return [
        encoded,
        encoded.replaceAll("+", "-").replaceAll("/", "_"),
        encodeURIComponent(encoded),
      ];
    }),
  ];
  for (const form of forms) {
    assert.ok(holdsSecret(form), form);
    assert.match(masked(form), /\*\*\*/);
    assert.ok(!reveals(masked(form)), `${form} becomes ${masked(form)}`);
    assert.ok(!reveals(printable(form)), form);
    assert.ok(!reveals(new InputError(form).message), form);
  }
  assert.equal(masked(`a ${TOKEN} b ${TOKEN}`), "a *** b ***");
});

Deno.test("a secret is masked before a quotation is cut", () => {
  keepSecret(TOKEN);
  for (let before = 75; before <= 100; before++) {
    assert.ok(!/hf_S/.test(quotable("a".repeat(before) + TOKEN)), `${before}`);
  }
});

Deno.test("an error's trace does not reveal a secret either", () => {
  keepSecret(TOKEN);
  const thrown = new InputError(`Cannot use ${TOKEN}`);
  assert.equal(thrown.message, "Cannot use ***");
  assert.ok(!reveals(Deno.inspect(thrown)));
});

Deno.test("short texts are not secrets, and other texts stay unchanged", () => {
  keepSecret("abc");
  keepSecret("");
  for (const text of ["abc", "", "a label: dog_bark", btoa("dog bark"), "%41%42"]) {
    assert.equal(masked(text), text);
    assert.ok(!holdsSecret(text));
  }
});

Deno.test("long texts are masked in little time", () => {
  keepSecret(TOKEN);
  const long = "aGZf".repeat(500_000);
  const milliseconds = computingClock();
  assert.equal(masked(long), long);
  assert.ok(milliseconds() < 1000);
});
