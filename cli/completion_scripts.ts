/** The scripts by which shells complete a command line. They hold all that they offer, so that no program runs. */
import { VERSION } from "../src/basics/version.ts";
import type { CompletedCommand, CompletedOption } from "./completion_words.ts";

/** The shells that there is a script for. */
export const SHELLS = ["bash", "zsh", "fish"] as const;
/** One of {@link SHELLS}. */
export type Shell = typeof SHELLS[number];

/** What writes the script for each shell. */
export const SCRIPTS: Readonly<Record<Shell, (commands: readonly CompletedCommand[]) => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

function headed(shell: Shell, use: string, lines: readonly string[]): string {
  return [`# Completions of earnest ${VERSION} for ${shell}. ${use}`, ...lines, ""].join("\n");
}

/** A text in single quotes, as bash and zsh read it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Nothing is offered where files are to be completed: `-o default` offers these. */
function bashScript(commands: readonly CompletedCommand[]): string {
  const deep = commands.filter(({ words }) => words.length > 1).map(({ words }) => words.join(" "));
  const values = commands.flatMap(({ words, options }) =>
    options.filter(({ value }) => value !== "none").map(({ names, value, offered }) => {
      const patterns = names.map((name) => quoted([...words, name].join(" "))).join("|");
      const list = value === "any" ? offered : value as readonly string[];
      const files = value === "any" && offered.length > 0 ? " files=1" : "";
      return `    ${patterns}) words=${quoted(list.join(" "))}${files} ;;`;
    })
  );
  const offers = commands.map(({ words, options, next }) => {
    const names = options.flatMap(({ names }) => names).join(" ");
    const dashed = `[[ $current == -* ]] && words=${quoted(names)} || words=${
      quoted(next.join(" "))
    }`;
    return `        ${quoted(words.join(" "))}) ${dashed} ;;`;
  });
  return headed("bash", "Use: source <(earnest completions bash)", [
    "_earnest() {",
    "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command= words= files= at",
    "  # Bash takes --device=cpu for three words.",
    "  if [[ $current == = ]]; then current=; elif [[ $previous == = ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi",
    "  (( COMP_CWORD > 1 )) && command=${COMP_WORDS[1]}",
    ...deep.map((name) =>
      `  (( COMP_CWORD > 2 )) && [[ "$command \${COMP_WORDS[2]}" == ${quoted(name)} ]] && command=${
        quoted(name)
      }`
    ),
    ...commands.filter(({ inner }) => inner.length > 0).flatMap(({ words, inner }) => [
      `  if [[ $command == ${quoted(words.join(" "))} ]]; then`,
      `    for (( at = ${words.length + 1}; at < COMP_CWORD; at++ )); do`,
      `      case "\${COMP_WORDS[at]}" in ${
        inner.join("|")
      }) command=\${COMP_WORDS[at]}; break ;; esac`,
      "    done",
      "  fi",
    ]),
    '  case "${command:+$command }$previous" in',
    ...values,
    "    *)",
    '      case "$command" in',
    ...offers,
    "      esac ;;",
    "  esac",
    '  COMPREPLY=($(compgen -W "$words" -- "$current"))',
    "  if [[ $files ]]; then",
    "    compopt -o filenames 2>/dev/null",
    '    while IFS= read -r at; do COMPREPLY+=("$at"); done < <(compgen -f -- "$current")',
    "  fi",
    "}",
    "complete -o bashdefault -o default -F _earnest earnest",
  ]);
}

function zshScript(commands: readonly CompletedCommand[]): string {
  const summaries = new Map(commands.map(({ words, summary }) => [words.join(" "), summary]));
  const offered = (words: readonly string[], next: readonly string[]) =>
    next.map((word) => {
      const said = summaries.get([...words, word].join(" "));
      return quoted(word.replaceAll(":", "\\:") + (said === undefined ? "" : `:${said}`));
    }).join(" ");
  const cases = commands.filter(({ words }) => words.length > 0)
    // A command below another comes first, as its words begin with those of the other.
    .toSorted((one, other) => other.words.length - one.words.length)
    .flatMap(({ words, options, next }) => [
      `    ${quoted(words.join(" "))}|${quoted(`${words.join(" ")} `)}*)`,
      `      shift ${words.length} words; (( CURRENT -= ${words.length} ))`,
      ...(next.length === 0 ? [] : [
        `      next=(${offered(words, next)})`,
        "      (( CURRENT == 2 )) && _describe word next",
      ]),
      ["      _arguments -s", ...options.map(zshOption), next.length > 0 ? ":" : "'*:file:_files'"]
        .join(" \\\n        ") + " ;;",
    ]);
  const [program] = commands;
  return headed("zsh", "Use: source <(earnest completions zsh), after compinit", [
    "#compdef earnest",
    "# Completes one of these names, or a file.",
    "_earnest_or_file() {",
    '  local -a names=("$@")',
    "  _alternative 'names:name:compadd -a names' 'files:file:_files'",
    "}",
    "_earnest() {",
    "  local -a next",
    "  local -i at",
    "  if (( CURRENT == 2 )); then",
    `    next=(${offered([], [...program!.next])})`,
    "    _describe command next",
    "    return",
    "  fi",
    ...commands.filter(({ inner }) => inner.length > 0).flatMap(({ words, inner }) => [
      `  if [[ "\${words[2,${words.length + 1}]}" == ${quoted(words.join(" "))} ]]; then`,
      `    for (( at = ${words.length + 2}; at < CURRENT; at++ )); do`,
      `      case "\${words[at]}" in (${inner.join("|")})`,
      '        words=("${words[1]}" "${(@)words[at,-1]}"); (( CURRENT -= at - 2 )); break ;;',
      "      esac",
      "    done",
      "  fi",
    ]),
    '  case "${words[2,CURRENT-1]}" in',
    ...cases,
    "  esac",
    "}",
    'if [ "$funcstack[1]" = _earnest ]; then _earnest "$@"; else compdef _earnest earnest; fi',
  ]);
}

function zshOption({ names, description, value, offered }: CompletedOption): string {
  const said = description.replaceAll(/[[\]:\\]/g, "\\$&");
  const any = offered.length === 0 ? "_files" : ` _earnest_or_file ${offered.join(" ")}`;
  const follows = value === "none"
    ? ""
    : `:value:${value === "any" ? any : `(${value.join(" ")})`}`;
  return names.map((name) => {
    const binds = value === "none" ? "" : name.startsWith("--") ? "=" : "+";
    return quoted(`${value === "none" ? "" : "*"}${name}${binds}[${said}]${follows}`);
  }).join(" ");
}

function fishScript(commands: readonly CompletedCommand[]): string {
  const text = (line: string) => `'${line.replaceAll(/['\\]/g, "\\$&")}'`;
  const summaries = new Map(commands.map(({ words, summary }) => [words.join(" "), summary]));
  const lines = commands.flatMap(({ words, options, next }) => {
    const at = `complete -c earnest -n ${text(["__earnest_at", ...words].join(" "))}`;
    const within = `complete -c earnest -n ${text(["__earnest_in", ...words].join(" "))}`;
    const nexts = next.map((word) => {
      const said = summaries.get([...words, word].join(" "));
      return `${at} -f -a ${word}${said === undefined ? "" : ` -d ${text(said)}`}`;
    });
    const named = options.map(({ names, description, value, offered }) => {
      const flags = names.map((name) =>
        name.startsWith("--") ? `-l ${name.slice(2)}` : `-s ${name.slice(1)}`
      ).join(" ");
      const follows = value === "none"
        ? ""
        : value === "any"
        ? ` -r${offered.length === 0 ? "" : ` -a ${text(offered.join(" "))}`}`
        : ` -x -a ${text(value.join(" "))}`;
      return `${words.length === 0 ? at : within} ${flags}${follows} -d ${text(description)}`;
    });
    return [...nexts, ...named];
  });
  return headed("fish", "Use: earnest completions fish | source", [
    "# The words behind earnest, or those of the command that is submitted.",
    "function __earnest_words",
    "  set -l words (commandline -opc)",
    "  set -e words[1]",
    ...commands.filter(({ inner }) => inner.length > 0).flatMap(({ words, inner }) => [
      `  if test "$words[1..${words.length}]" = ${text(words.join(" "))}`,
      "    set -l left $words",
      `    while test (count $left) -gt 0; and not contains -- $left[1] ${inner.join(" ")}`,
      "      set -e left[1]",
      "    end",
      "    test (count $left) -gt 0; and set words $left",
      "  end",
    ]),
    "  printf '%s\\n' $words",
    "end",
    "# Whether they begin with these.",
    "function __earnest_in",
    "  set -l words (__earnest_words)",
    "  set -l last (count $argv)",
    '  test "$words[1..$last]" = "$argv"',
    "end",
    "# Whether they are these and no more.",
    "function __earnest_at",
    "  set -l words (__earnest_words)",
    '  test "$words" = "$argv"',
    "end",
    ...lines,
  ]);
}
