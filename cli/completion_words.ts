/** What a shell may complete: the commands as they are defined, in plain values. */
import type { Argument, Command, Option } from "npm:commander@15.1.0"; // Parses the command line.
import { offeredFor } from "./offered.ts";

/** An option that a shell completes. */
export interface CompletedOption {
  /** Its names with their dashes, such as `--out`. */
  readonly names: readonly string[];
  /** What it is for, on one line. */
  readonly description: string;
  /** What may follow: nothing, one of some words, or anything, for which files are offered. */
  readonly value: "none" | "any" | readonly string[];
  /** Names that are offered beside files, where anything may follow. */
  readonly offered: readonly string[];
}

/** A command that a shell completes. */
export interface CompletedCommand {
  /** Its words behind `earnest`, such as `["backbones", "show"]`; none for the program itself. */
  readonly words: readonly string[];
  /** What it does, on one line. */
  readonly summary: string;
  /** The options that its help shows. */
  readonly options: readonly CompletedOption[];
  /** Words that may stand behind it: commands below it, or the values of its first argument. */
  readonly next: readonly string[];
  /** Commands among the words behind it, whose options stand behind them. */
  readonly inner: readonly string[];
}

/** Lists the program, its commands and those below them. */
export function completedCommands(program: Command): CompletedCommand[] {
  const within = (command: Command, words: readonly string[]): CompletedCommand[] => [
    completed(command, words),
    ...command.commands.flatMap((one) => within(one, [...words, one.name()])),
  ];
  const all = within(program, []);
  // Commander makes the command that helps with others only when it is asked for it.
  const names = program.commands.map((command) => command.name());
  return [...all, {
    words: ["help"],
    summary: "what a command does",
    options: [],
    next: names,
    inner: [],
  }];
}

function completed(command: Command, words: readonly string[]): CompletedCommand {
  const { visibleOptions, visibleCommands } = helpOf(command);
  const [first]: readonly Argument[] = command.registeredArguments;
  return {
    words,
    summary: oneLine(command.summary() || command.description()),
    options: visibleOptions.map(completedOption),
    next: [
      ...visibleCommands.map((one) => one.name()),
      ...first === undefined ? [] : first.argChoices ?? offeredFor(first),
    ],
    inner: first?.variadic ? offeredFor(first) : [],
  };
}

function helpOf(command: Command) {
  const help = command.createHelp();
  return {
    visibleOptions: help.visibleOptions(command),
    visibleCommands: command.commands.length === 0 ? [] : help.visibleCommands(command),
  };
}

function completedOption(option: Option): CompletedOption {
  const takesValue = option.required || option.optional;
  return {
    names: [option.short, option.long].filter((name) => name !== undefined),
    description: oneLine(option.description),
    value: !takesValue ? "none" : option.argChoices ?? "any",
    offered: offeredFor(option),
  };
}

function oneLine(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
