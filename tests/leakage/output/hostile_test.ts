// Runs the command on captions that try to break a format or a terminal.
import assert from "node:assert/strict";
import { join } from "node:path";
import { earnest } from "../../end_to_end/cli.ts";
import { inFolder } from "../../temporary_folder.ts";

const HOSTILE = {
  html: "<script>alert(1)</script> a dog & <b>cat</b>",
  escape: "\u001b[2J\u001b]0;owned\u0007 dog barks \u009b31m",
  long: `${"word ".repeat(200_000)}dog`,
  bidi: "\u202edog\u202c a \u200fdog \u2067barks",
  zero: "a\u200b dog\ufeff barks\u00ad",
  confusable: "a d\u043eg barks",
  lines: 'one\n"dog"\r\nthree\u2028four',
  formula: '=cmd|"/c calc"!A1 dog',
  nul: "a\u0000 dog",
  lone: "\ud83d dog \udc00",
  markdown: "[dog](javascript:alert(1)) ![x](y) `dog`",
};

const CONTROLS = /[[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]--[\n\u{200C}\u{200D}]]/v;

async function scan(folder: string, manifest: string, ...more: string[]) {
  const args = ["scan", manifest, "--labels", "labels.txt", "--out", "out", "--sarif", "a.sarif"];
  await Deno.writeTextFile(join(folder, "labels.txt"), "dog\ncat\n<b>\u202ecow\n");
  const ended = await earnest([...args, ...more], { cwd: folder });
  const text = await Deno.readTextFile(join(folder, "out", "findings.jsonl")).catch(() => "");
  const findings = text.split("\n").filter((line) => line !== "").map((line) => JSON.parse(line));
  return { ended, text, findings };
}

function checkHarmless(folder: string, { stdout, stderr }: { stdout: string; stderr: string }) {
  const sarif = Deno.readTextFileSync(join(folder, "a.sarif"));
  const written = Deno.readTextFileSync(join(folder, "out", "findings.jsonl"));
  for (const shown of [stdout, stderr, sarif, written]) {
    assert.doesNotMatch(shown, CONTROLS);
    assert.ok(shown.isWellFormed());
  }
  for (const line of stdout.split("\n")) assert.ok(line.length <= 80, line);
  const { runs: [run] } = JSON.parse(sarif);
  for (const { message } of run.results) assert.doesNotMatch(message.text, /<|[^\\]\]\(/);
  return run.results;
}

Deno.test("hostile captions in JSON Lines stay data", () =>
  inFolder(async (folder) => {
    const rows = Object.entries(HOSTILE).map(([id, text]) => JSON.stringify({ id, text }));
    await Deno.writeTextFile(join(folder, "a.jsonl"), rows.join("\n"));
    const { ended, findings } = await scan(folder, "a.jsonl");
    assert.equal(ended.code, 0, ended.stderr);
    const found = new Set(findings.filter(({ label }) => label === "dog").map(({ item }) => item));
    assert.deepEqual(
      [...found].sort(),
      Object.keys(HOSTILE).filter((id) => id !== "confusable").sort(),
    );
    for (const { evidence, item } of findings) {
      assert.ok(evidence.length <= 302);
      if (item === "escape") assert.equal(evidence, HOSTILE.escape);
    }
    checkHarmless(folder, ended);
    const lines = (await Deno.readTextFile(join(folder, "a.jsonl"))).split("\n");
    for (const { matched, line, column } of findings) {
      assert.equal(lines[line - 1]!.slice(column - 1, column - 1 + matched.length), matched);
    }
  }));

Deno.test("hostile captions in CSV stay data, and line and column are those of the match", () =>
  inFolder(async (folder) => {
    const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
    const rows = Object.entries(HOSTILE).map(([id, text]) => `${id},${quoted(text)},end`);
    await Deno.writeTextFile(join(folder, "a.csv"), ["id,text,x", ...rows, ""].join("\r\n"));
    const { ended, findings } = await scan(folder, "a.csv", "--fail-on", "any");
    assert.equal(ended.code, 1, ended.stderr);
    assert.match(ended.stderr, /findings are flagged by any rule/);
    const results = checkHarmless(folder, ended);
    assert.equal(results.length, findings.length);
    const lines = (await Deno.readTextFile(join(folder, "a.csv"))).split("\n");
    for (const { matched, line, column } of findings) {
      assert.equal(lines[line - 1]!.slice(column - 1, column - 1 + matched.length), matched);
    }
  }));

Deno.test("bytes that are not UTF-8 are read as Windows-1252, and the first line is named", () =>
  inFolder(async (folder) => {
    const bytes = [..."id,text\na,a dog \ufffd\nb,\u0001 dog\n"].flatMap((unit) =>
      unit === "\u0001" ? [0xff, 0xc3] : [...new TextEncoder().encode(unit)]
    );
    await Deno.writeFile(join(folder, "a.csv"), new Uint8Array(bytes));
    const { ended, findings } = await scan(folder, "a.csv");
    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(findings.length, 2);
    assert.match(
      ended.stdout.replaceAll(/\s+/g, " "),
      /not UTF-8 on 1 line\(s\), the first line 3/,
    );
    checkHarmless(folder, ended);
  }));

Deno.test("SARIF replaces a file only with --force, and only SARIF that Earnest wrote", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "a.csv"), "id,text\na,a dog\nb,a cat\n");
    await Deno.writeTextFile(join(folder, "a.sarif"), "mine");
    const { ended } = await scan(folder, "a.csv");
    assert.equal(ended.code, 2);
    assert.match(
      ended.stderr,
      /"a.sarif" exists; choose another --sarif, or replace it with --force/,
    );
    assert.equal(await Deno.readTextFile(join(folder, "a.sarif")), "mine");
    const forced = (await scan(folder, "a.csv", "--force")).ended;
    assert.match(forced.stderr, /"a.sarif" is not a SARIF log .*, so --force does not replace it/);
    assert.equal(await Deno.readTextFile(join(folder, "a.sarif")), "mine");
    await Deno.remove(join(folder, "a.sarif"));
    for (const more of [[], ["--force"]]) {
      assert.equal((await scan(folder, "a.csv", ...more)).ended.code, 0);
      assert.match(await Deno.readTextFile(join(folder, "a.sarif")), /"version": "2.1.0"/);
    }
  }));

Deno.test("suppressed findings are kept with their reason, and unused suppressions noted", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(join(folder, "a.csv"), "id,text\na,a dog\nb,a cat\n");
    const suppressions = [{ item: "a", reason: "it is a toy" }, { label: "hen", reason: "none" }];
    const file = { schema: "earnest/suppressions/1", suppressions };
    await Deno.writeTextFile(join(folder, "s.json"), JSON.stringify(file));
    const { ended, findings } = await scan(folder, "a.csv", "--suppressions", "s.json");
    assert.deepEqual(
      findings.map(({ item, flagged, suppressed }) => [item, flagged, suppressed]),
      [["a", false, "it is a toy"], ["b", true, undefined]],
    );
    assert.match(ended.stdout, /Suppression 2 suppresses nothing/);
    const [suppressed] = checkHarmless(folder, ended).filter((one: { suppressions?: unknown }) =>
      one.suppressions
    );
    assert.equal(suppressed.suppressions[0].justification, "it is a toy");
  }));
