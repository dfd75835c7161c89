/** What the kinds of `evaluate` share: its options, and the sets that it read. */
import type { Where } from "../src/datasets/where.ts";
import type { SoundRows } from "../src/measures/one_row_a_sound.ts";
import type { BootstrapOption } from "./measure_options.ts";
import type { CommonOptions } from "./options.ts";
import type { NamedSet } from "./set_input.ts";

/** What `evaluate` can measure. */
export const TASKS = ["zero-shot", "retrieval"] as const;

/** Values of the options of `evaluate`. */
export interface EvaluateOptions extends CommonOptions, BootstrapOption {
  audio: string;
  text: string;
  task?: typeof TASKS[number];
  labelColumn: string;
  labelSeparator?: string;
  sourceColumn?: string;
  audioItems?: string;
  textItems?: string;
  where?: Where;
}

/** The two sets, and what a reader must know of them. */
export interface Sets {
  readonly audio: NamedSet & SoundRows;
  readonly text: NamedSet;
  readonly sources: readonly (string | undefined)[];
  readonly notes: readonly string[];
}
