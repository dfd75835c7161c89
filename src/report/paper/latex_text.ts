/**
 * Escapes texts for LaTeX, such that pdfLaTeX and LuaLaTeX set them with their standard fonts and no further package.
 * @module
 */
import { printable } from "../../basics/printable.ts";

/** Characters of their own command. */
const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "{": "\\{",
  "}": "\\}",
  "_": "\\_\\allowbreak{}",
  "&": "\\&",
  "%": "\\%",
  "#": "\\#",
  "$": "\\$",
  "~": "\\textasciitilde{}",
  "^": "\\textasciicircum{}",
  '"': "{\\char34}",
  "`": "{\\char96}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "−": "\\ensuremath{-}",
  "–": "--",
  "—": "---",
  "‑": "\\mbox{-}",
  "…": "\\ldots{}",
  "“": "``",
  "”": "''",
  "‘": "`",
  "’": "'",
  "×": "\\ensuremath{\\times}",
  "·": "\\ensuremath{\\cdot}",
  "±": "\\ensuremath{\\pm}",
  "≤": "\\ensuremath{\\le}",
  "≥": "\\ensuremath{\\ge}",
  "≠": "\\ensuremath{\\ne}",
  "→": "\\ensuremath{\\to}",
  "←": "\\ensuremath{\\gets}",
  "√": "\\ensuremath{\\surd}",
  "∞": "\\ensuremath{\\infty}",
  "°": "\\ensuremath{^\\circ}",
  "²": "\\ensuremath{^2}",
  "³": "\\ensuremath{^3}",
  "₁": "\\ensuremath{_1}",
  "₂": "\\ensuremath{_2}",
  "§": "\\S{}",
  "©": "\\copyright{}",
  "£": "\\pounds{}",
  "¿": "?`",
  "¡": "!`",
  "ß": "\\ss{}",
  "æ": "\\ae{}",
  "Æ": "\\AE{}",
  "œ": "\\oe{}",
  "Œ": "\\OE{}",
  "ø": "\\o{}",
  "Ø": "\\O{}",
  "å": "\\aa{}",
  "Å": "\\AA{}",
  "ł": "\\l{}",
  "Ł": "\\L{}",
  "ı": "\\i{}",
  "\u00A0": "~",
  "\u202F": "\\,",
  "\u200C": "",
  "\u200D": "",
};

/** Combining accents by the command that puts them on a letter. */
const ACCENTS: Readonly<Record<string, string>> = {
  "\u0300": "\\`",
  "\u0301": "\\'",
  "\u0302": "\\^",
  "\u0303": "\\~",
  "\u0304": "\\=",
  "\u0306": "\\u",
  "\u0307": "\\.",
  "\u0308": '\\"',
  "\u030A": "\\r",
  "\u030B": "\\H",
  "\u030C": "\\v",
  "\u0323": "\\d",
  "\u0327": "\\c",
};

const GREEK =
  ("α alpha β beta γ gamma δ delta ε varepsilon ζ zeta η eta θ theta ι iota κ kappa λ lambda μ mu " +
    "µ mu ν nu ξ xi π pi ρ rho σ sigma ς varsigma τ tau υ upsilon φ varphi χ chi ψ psi ω omega " +
    "Γ Gamma Δ Delta Θ Theta Λ Lambda Ξ Xi Π Pi Σ Sigma Υ Upsilon Φ Phi Ψ Psi Ω Omega").split(" ");
/** Greek letters that look as Latin ones do and have no command. */
const GREEK_AS_LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  Array.from("Α:A Β:B Ε:E Ζ:Z Η:H Ι:I Κ:K Μ:M Ν:N Ο:O Ρ:P Τ:T Χ:X ο:o".split(" "), (one) => {
    const [greek, latin] = one.split(":") as [string, string];
    return [greek, `\\ensuremath{\\mathrm{${latin}}}`];
  }),
);
const LETTERS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Array.from(
      { length: GREEK.length / 2 },
      (_, at) => [GREEK[2 * at]!, `\\ensuremath{\\${GREEK[2 * at + 1]}}`],
    ),
  ),
  ...GREEK_AS_LATIN,
};

/** The command of a character that standard fonts lack; {@link UNICODE_COMMAND} defines it. */
const UNICODE = "\\unicodechar";
/** Defines the command: it prints the character's number, until the author defines another. */
export const UNICODE_COMMAND = `\\providecommand{${UNICODE}}[1]{\\texttt{U+#1}\\allowbreak{}}`;

/** Longest run of letters that need not be broken. */
const LONGEST_RUN = 20;

/**
 * Escapes a text. What LaTeX's standard fonts have no letter for is written by its number in Unicode, with a command
 * that an author may define otherwise; long words may be broken.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * assert.equal(escapeLatex("50 % of r&b"), "50 \\% of r\\&b");
 * assert.equal(escapeLatex("Café Δ 犬"), "Caf{\\'e} \\ensuremath{\\Delta} \\unicodechar{72AC}");
 * ```
 */
export function escapeLatex(text: string): string {
  return breakable(printable(text)).map(letterOf).join("");
}

/** Whether an escaped text needs {@link UNICODE_COMMAND}. */
export function needsUnicodeCommand(latex: string): boolean {
  return latex.includes(`${UNICODE}{`);
}

/** A place where a long word may be broken. */
const BREAK = "\u0000";

/** Divides a text into its characters, with breaks in long words and in what would become one longer character. */
function breakable(text: string): string[] {
  const atSigns = text.normalize("NFC").replaceAll(
    longer("\\s_"),
    (run) => run.replaceAll(/[./\]-](?!$)/g, `$&${BREAK}`),
  );
  const broken = atSigns.replaceAll(
    longer(`\\s_${BREAK}`),
    (run) => [...run].map((one, at) => at % 10 === 9 ? one + BREAK : one).join(""),
  );
  return [...broken.replaceAll(/([-',])(?=\1)/g, `$1${BREAK}`)];
}

/** A run of characters that is too long not to be broken. */
function longer(without: string): RegExp {
  return new RegExp(`[^${without}]{${LONGEST_RUN},}`, "gu");
}

function letterOf(letter: string): string {
  if (letter === BREAK) return "\\allowbreak{}";
  const known = COMMANDS[letter] ?? LETTERS[letter];
  if (known !== undefined) return known;
  if (letter >= " " && letter <= "~") return letter;
  const accented = accentOf(letter.normalize("NFD"));
  if (accented !== undefined) return accented;
  return `${UNICODE}{${letter.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0")}}`;
}

/** Returns a Latin letter with one accent. */
function accentOf(parts: string): string | undefined {
  const [base, accent, ...more] = [...parts];
  const command = accent === undefined ? undefined : ACCENTS[accent];
  if (command === undefined || more.length > 0 || !/^[A-Za-z]$/.test(base!)) return undefined;
  const letter = (base === "i" || base === "j") && !/\\[cd]$/.test(command) ? `\\${base} ` : base;
  return `{${command}${/[a-zA-Z]$/.test(command) ? " " : ""}${letter}}`;
}
