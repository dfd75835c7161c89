/**
 * Writes the keys of `leakage`: the columns of recordings, and the evaluation's own name.
 * @module
 */
import { cellOf } from "../../datasets/cells.ts";
import { quotable } from "../../basics/printable.ts";
import type { DraftChoices } from "./choice.ts";
import { columnText } from "./columns.ts";
import { type LookedSide, ownName } from "./look.ts";
import { type FoundSource, type FoundSources, recordingsOf, sourceColumnOf } from "./sources.ts";

/** The column that an audit takes by default. */
const DEFAULT = "source_id";
const KEY = "leakage.sourceColumn";
const CHANGE = '{"training": …, "evaluation": …} names the columns';

/** Fewest training items that an audit can do with. */
const LEAST_LEFT = 2;

/** Both sides, as far as recordings go. */
interface Sourced {
  readonly evaluation: LookedSide;
  readonly training: LookedSide | undefined;
  readonly sources: FoundSources;
}

/** Finds the columns of recordings of both sides: not those by which all that is trained on would be flagged. */
export function findSources(
  evaluation: LookedSide,
  training: LookedSide | undefined,
): FoundSources {
  const found = sourceColumnOf(evaluation);
  if (training === undefined || training === evaluation) {
    return { evaluation: found, training: found };
  }
  const trained = sourceColumnOf(training);
  if (found.column === undefined || trained.column === undefined) {
    return { evaluation: found, training: trained };
  }
  const named = new Set(recordingsOf(evaluation.items, found.column));
  const left = recordingsOf(training.items, trained.column)
    .filter((recording) => recording === undefined || !named.has(recording));
  if (left.length >= LEAST_LEFT) return { evaluation: found, training: trained };
  const reason =
    `by ${columnText(trained.column)} all ${training.items.length} training items are ` +
    "of the evaluation's recordings, which would leave none to train on";
  const without = (one: FoundSource) => ({
    column: undefined,
    unusable: [...one.unusable, reason],
  });
  return { evaluation: without(found), training: without(trained) };
}

/** The keys of `leakage`. */
export function leakageOf(sides: Sourced, choices: DraftChoices): Record<string, unknown> {
  const set = ownName(sides.evaluation);
  if (set !== undefined) {
    const why = "the layout that its files have; models that were trained on it are flagged";
    choices.told("leakage.evaluationSets", set, why);
  }
  return {
    ...set === undefined ? {} : { evaluationSets: [set] },
    ...sourceKeys(sides, choices),
  };
}

function sourceKeys(sides: Sourced, choices: DraftChoices): Record<string, unknown> {
  const { training, sources } = sides;
  const [own, trained] = [sources.evaluation.column, sources.training.column];
  if (own === undefined || trained === undefined) return withoutColumns(sides, choices);
  const doubts = new Set(
    [sources.evaluation.doubt, sources.training.doubt].filter((doubt) => doubt !== undefined),
  );
  const isUnsure = doubts.size > 0;
  const but = isUnsure ? `; but ${[...doubts].join(" and ")}` : "";
  if (own === trained) {
    const both = training === undefined ? "it names" : "both sides have it, and it names";
    const why = `column ${columnText(trained)}: ${both} recordings${but}`;
    choices.add({ key: KEY, value: trained, why, isUnsure }, isUnsure ? CHANGE : undefined);
    if (trained === DEFAULT) return {};
  } else {
    const why = `columns ${columnText(own)} and ${columnText(trained)} of both sides name ` +
      `recordings${but}`;
    const value = `${own} and ${trained}`;
    choices.add({ key: KEY, value, why, isUnsure }, isUnsure ? CHANGE : undefined);
  }
  return { sourceColumn: { training: trained, evaluation: own } };
}

/** Where no column is named, names of files tell recordings, and the default column where it is there. */
function withoutColumns(
  { evaluation, training, sources }: Sourced,
  choices: DraftChoices,
): Record<string, unknown> {
  const [own, trained] = [sources.evaluation, sources.training];
  const lacking = own.column === undefined ? evaluation : training!;
  const other = own.column ?? trained.column;
  const unusable = [...new Set([...own.unusable, ...trained.unusable])];
  const why = [
    `no column of ${quotable(lacking.path)} ${
      unusable.length > 0 ? "can be used" : "has a usual name of recordings"
    }, so names of files are looked at`,
    ...unusable,
    ...other === undefined || other === DEFAULT
      ? []
      : [`${columnText(other)} of the other side is not used, since both must be named`],
  ].join("; ");
  const hasDefault = [evaluation, training ?? evaluation].every(({ items }) =>
    items.some((item) => cellOf(item, DEFAULT) !== "")
  );
  const isUnsure = unusable.length > 0;
  if (!hasDefault || !isUnsure) {
    choices.add({ key: KEY, value: DEFAULT, why, isUnsure }, CHANGE);
    return {};
  }
  // An audit looks at the default column even so; what it finds there then takes nothing out.
  choices.guessed(KEY, "none", `${why}; rename "${DEFAULT}" to leave it out altogether`, CHANGE);
  const still = `"${DEFAULT}" is looked at by default, and takes no pairs out`;
  choices.guessed("leakage.report", "AUDIO-SOURCE", still, "leave it out to let it take pairs out");
  return { report: ["AUDIO-SOURCE"] };
}
