import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2"; // Property tests.
import { InputError } from "../../../src/basics/errors.ts";
import { formatHubReference, parseHubReference } from "../../../src/backbones/hub/reference.ts";
import { COMMITS } from "./loopback_hub.ts";

const [COMMIT] = COMMITS;

function refused(text: string, message: RegExp): void {
  assert.throws(() => parseHubReference(text), (thrown) => {
    assert.ok(thrown instanceof InputError);
    assert.match(thrown.message, message);
    return true;
  }, text);
}

Deno.test("a reference names repository, commit and path", () => {
  const path = "on nx/größe #1?@50%.onnx";
  const reference = parseHubReference(`hf:my-org/a.b_c@${COMMIT}/${path}`);
  assert.deepEqual(reference, { repository: "my-org/a.b_c", revision: COMMIT, path });
  assert.equal(parseHubReference(`hf:gpt2@${COMMIT}/a`).repository, "gpt2");
  assert.equal(parseHubReference(`hf:a/b@${"AB".repeat(20)}/c`).revision, "ab".repeat(20));
});

Deno.test("a revision that can move is refused, and the error says how to pin it", () => {
  const pin = /git ls-remote https:\/\/huggingface\.co\/org\/name/;
  refused("hf:org/name/model.onnx", /pins no revision/);
  refused("hf:org/name/model.onnx", pin);
  for (const revision of ["main", "v1.0", COMMIT.slice(0, 39), `${COMMIT}0`, ""]) {
    refused(`hf:org/name@${revision}/model.onnx`, /which can move; pin a commit by its 40 hex/);
    refused(`hf:org/name@${revision}/model.onnx`, pin);
  }
});

Deno.test("a malformed reference is refused by name", () => {
  refused("org/name", /is no reference to the Hub; expected hf:org\/name@revision\/path/);
  const repositories = [
    "",
    "/name",
    "org/",
    "a/b/c",
    "org/na--me",
    "org/..",
    "org/.n",
    "org/n.git",
  ];
  for (const repository of [...repositories, "or g/name", "x".repeat(97), "größe", "../x"]) {
    refused(`hf:${repository}@${COMMIT}/a`, /names no repository of the Hub/);
  }
  const paths = {
    "": /path is missing/,
    "/a": /empty part/,
    "a//b": /empty part/,
    "a/": /empty part/,
    "..": /part "\.\."/,
    "a/../b": /part "\.\."/,
    "./a": /part "\."/,
    "a\\b": /backslash/,
    "a\0b": /control character/,
    "a\nb": /control character/,
    "\ud800": /control character/,
    [`${"a/".repeat(500)}a`]: /longer than 1000 characters/,
    ["ä".repeat(128)]: /longer than 255 bytes/,
  };
  for (const [path, message] of Object.entries(paths)) {
    refused(`hf:org/name@${COMMIT}/${path}`, message);
  }
  refused(`hf:org/name@${COMMIT}`, /path is missing/);
});

Deno.test("any text is either a reference that formats to itself, or an input error", () => {
  const texts = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.string().map((path) => `hf:org/name@${COMMIT}/${path}`),
    fc.string().map((repository) => `hf:${repository}@${COMMIT}/a`),
  );
  fc.assert(fc.property(texts, (text) => {
    try {
      assert.equal(formatHubReference(parseHubReference(text)), text);
    } catch (thrown) {
      assert.ok(thrown instanceof InputError);
      assert.ok(thrown.message.length < 600 && !thrown.message.includes("\n"));
    }
  }));
});
