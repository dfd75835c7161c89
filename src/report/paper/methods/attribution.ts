/**
 * What a methods paragraph says of how the dirty score is taken apart, and of what was trained for that.
 * @module
 */
import { printable } from "../../../basics/printable.ts";
import { wordsOf } from "../../../audit/results/measure_names.ts";
import type { Attribution, AuditResults } from "../../../audit/results/results.ts";
import { partsOfPath } from "../../path_parts.ts";
import { percent } from "../../words/curves.ts";
import { codesOf, listed, say, type Sentence } from "./sentence.ts";

/** Says how the dirty score is taken apart, with which stand-ins, and what the four factors and the curves train on. */
export function attributionSentences(results: AuditResults): Sentence[] {
  return [
    ...paths(results),
    ...baselines(results),
    ...twins(results),
    ...factors(results),
    ...curves(results),
  ];
}

/** What each part is, in conditions; those about backbones are of clean pairs. */
const PARTS: Readonly<Record<string, string>> = {
  "transfer": "clean minus chance",
  "baseline features": "clean with both baselines minus chance",
  "text backbone": "what the text backbone adds to its baseline on clean pairs",
  "audio backbone": "what the audio backbone adds to its baseline on clean pairs",
  "backbone labels": "clean minus clean with the twin",
  "leakage": "control minus clean",
  "volume": "dirty minus control",
  "flagged pairs": "dirty minus clean",
};

function paths({ attribution, measure }: AuditResults): Sentence[] {
  const { accuracy } = wordsOf(measure);
  const groups = [
    ...Map.groupBy(attribution, ({ path }) => partsOfPath(path).map(({ name }) => name).join())
      .values(),
  ];
  return groups.map((group) => {
    const parts = partsOfPath(group[0]!.path).map(({ name }) => `${name} (${PARTS[name]})`);
    const whose = groups.length === 1 ? "The" : `With ${listed(group.map(nameOf))}, the`;
    const order = parts.length > 2 ? ", each conditional on the parts before it" : "";
    return say(`${whose} dirty ${accuracy} is chance plus ${listed(parts)}${order}`);
  });
}

function nameOf({ audio, text }: Attribution): string {
  return printable(`${audio} with ${text}`);
}

/** Names the baselines whose trainings the path is made of; others have no number in any table. */
function baselines({ attribution }: AuditResults): Sentence[] {
  const named = (side: "audio" | "text") => [
    ...new Set(
      attribution.flatMap(({ baselines, path, features }) => {
        const isUsed = side === "audio"
          ? path.baselineFeatures !== undefined
          : path.textBackbone !== undefined || features !== undefined;
        return isUsed ? baselines[side]?.replace(/ as baseline$/, "") ?? [] : [];
      }),
    ),
  ];
  const said = (["audio", "text"] as const).flatMap((side) => {
    const names = named(side);
    return names.map((name) => `${name} (${side})`);
  });
  if (said.length === 0) return [];
  return [
    say(`Without pre-training, baselines stand in for the backbones: ${listed(said)}`),
  ];
}

function twins({ attribution }: AuditResults): Sentence[] {
  const names = [...new Set(attribution.flatMap(({ twin }) => twin?.name ?? []))];
  if (names.length === 0) return [];
  const are = names.length === 1 ? "is a twin" : "are twins";
  return [say(`${listed(names)} ${are}, pre-trained without the evaluation's labels`)];
}

function factors(results: AuditResults): Sentence[] {
  const cells = results.attribution.flatMap((one) => one.cells);
  if (!cells.some(({ text }) => !text)) return [];
  const audio = cells.some((cell) => !cell.audio) ? "audio backbone or its baseline, " : "";
  return [
    say(
      `Further trainings combine the factors that are on or off: ${audio}text embeddings or random ` +
        "codes, true or shuffled pairs, dirty or clean pool",
    ),
    say(`With random codes a text's embedding is ${codesOf(results)}, drawn anew for each seed`),
  ];
}

function curves({ leak_dose: doses, diversity }: AuditResults): Sentence[] {
  const inner = (values: readonly number[]) =>
    [...new Set(values)].filter((value) => value > 0 && value < 1).sort((a, b) => a - b)
      .map(percent);
  const kept = inner(doses.flatMap(({ points }) => points.map(({ dose }) => dose)));
  const shares = inner(diversity.flatMap(({ points }) => points.map(({ share }) => share)));
  return [
    ...(kept.length === 0 ? [] : [
      say(
        `The leak-dose curve trains on the clean pool with ${listed(kept)} of the flagged pairs ` +
          "put back, drawn anew for each training",
      ),
    ]),
    ...(shares.length === 0
      ? []
      : [say(`The diversity curve trains on ${listed(shares)} of the clean pool's classes`)]),
  ];
}
