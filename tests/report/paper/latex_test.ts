import assert from "node:assert/strict";
import { join } from "node:path";
import type { AuditResults } from "../../../src/audit/results/results.ts";
import { headWidth, layoutOf } from "../../../src/report/paper/latex_layout.ts";
import { asLatex } from "../../../src/report/paper/latex.ts";
import { escapeLatex } from "../../../src/report/paper/latex_text.ts";
import { paperFiles } from "../../../src/report/paper/paper_files.ts";
import { paperTables } from "../../../src/report/paper/paper_tables.ts";
import { inFolder } from "../../temporary_folder.ts";
import { madeInput } from "../made_input.ts";
import { madeResults } from "../made_results.ts";
import { HOSTILE_NAMES, hostileResults } from "./hostile_results.ts";

Deno.test("texts are escaped for LaTeX, and what fonts lack is written by its number", () => {
  const cases: [string, string][] = [
    ["a_b & 5 % #1 $x", "a\\_\\allowbreak{}b \\& 5 \\% \\#1 \\$x"],
    ["{}~^\\", "\\{\\}\\textasciitilde{}\\textasciicircum{}\\textbackslash{}"],
    ["−0.5–1", "\\ensuremath{-}0.5--1"],
    ["a--b ''", "a-\\allowbreak{}-b '\\allowbreak{}'"],
    ["Müller Łódź", '{\\"u}'.replace(/^/, "M") + "ller \\L{}{\\'o}d{\\'z}"],
    ["naïve ŝ Çedille", 'na{\\"\\i }ve {\\^s} {\\c C}edille'],
    ["Δρ", "\\ensuremath{\\Delta}\\ensuremath{\\rho}"],
    ["犬🐕", "\\unicodechar{72AC}\\unicodechar{1F415}"],
    ["a\u202e\n", "a\\unicodechar{FFFD}\\unicodechar{FFFD}"],
    ['<b>"|`', "\\textless{}b\\textgreater{}{\\char34}\\textbar{}{\\char96}"],
  ];
  for (const [text, latex] of cases) assert.equal(escapeLatex(text), latex);
});

Deno.test("every escaped text is of ASCII alone, with balanced braces and no bare special character", () => {
  for (const name of HOSTILE_NAMES) {
    const latex = escapeLatex(name);
    assert.match(latex, /^[ -~]*$/);
    const bare = latex.replaceAll(/\\[a-zA-Z]+|\\./g, "");
    assert.doesNotMatch(bare, /[#$%&_~^\\]/);
    assert.equal(bare.split("{").length, bare.split("}").length);
  }
});

Deno.test("a table is a column wide where it fits, and long ones are parts that fit on a page", () => {
  const latex = Object.fromEntries(
    paperTables(madeResults()).map((table) => [table.name, asLatex(table)]),
  );
  assert.match(latex.leaks!, /\\begin\{table\}\[tp\]/);
  assert.match(latex.conditions!, /\\begin\{table\*\}\[tp\]/);
  assert.match(latex.classes!, /\\caption\{[^}]*\(continued\)\.\}/);
  const labels = Object.values(latex).join("").match(/\\label\{.*\}/g)!;
  assert.equal(new Set(labels).size, labels.length);
});

/** Makes results of five pairs of backbones with long names, whose paths stand across. */
function longNames(): AuditResults {
  const made = madeResults();
  const names = Array.from({ length: 5 }, (_, at) => `an_audio_backbone_with_a_long_name_${at}`);
  const text = "sentence-transformers/all-MiniLM-L6-v2";
  return {
    ...made,
    conditions: names.map((audio) => ({ ...made.conditions[0]!, audio, text })),
    attribution: names.map((audio) => ({ ...made.attribution[0]!, audio, text })),
  };
}

Deno.test("headings over numbers are broken into lines rather than wider than the page", () => {
  const path = paperTables(longNames()).find(({ name }) => name === "path")!;
  for (const shown of path.shown) {
    const { letters } = layoutOf(shown);
    assert.ok(letters.reduce((sum, one) => sum + one + 1.6, 0) < 113, letters.join(" "));
  }
  assert.match(asLatex(path), /b\{\d+\.\dem\}\}\{an\\_/);
  assert.equal(headWidth("dirty", 6), undefined);
  assert.equal(headWidth("classes like these", 12), "6.5em");
});

/** Whether a program of TeX can be run here. */
async function has(program: string): Promise<boolean> {
  try {
    const run = new Deno.Command(program, { args: ["--version"], stdout: "null", stderr: "null" });
    return (await run.output()).success;
  } catch {
    return false;
  }
}

for (const program of ["pdflatex", "lualatex"]) {
  if (!await has(program)) {
    console.warn(`${program} IS NOT INSTALLED: whether tables compile is not tested with it`);
    continue;
  }
  Deno.test(`${program} compiles every table, of hostile names too`, async () => {
    const { configuration } = madeInput().run;
    for (const results of [madeResults(), hostileResults(), longNames()]) {
      await inFolder(async (folder) => {
        for (
          const [name, text] of Object.entries(paperFiles({ results, configuration }, ["latex"]))
        ) {
          await Deno.writeTextFile(join(folder, name), text);
        }
        const { success, stdout } = await new Deno.Command(program, {
          args: ["-interaction=nonstopmode", "-halt-on-error", "all.tex"],
          cwd: folder,
        }).output();
        const log = new TextDecoder().decode(stdout);
        assert.ok(success, log);
        assert.doesNotMatch(log, /Missing character|Float too large|Overfull \\hbox \([2-9]\d/);
      });
    }
  });
}
