/**
 * Sets of captions written for the text rules, each caption with all its true findings.
 *
 * The matcher and ESC-50's label set were made with the development set. The blind sets were written one after the
 * other, by authors who knew neither. After a blind set's first score, which the README gives, its mistakes were read
 * and general faults were corrected ("doggy" and "wail" became narrower in the gold of the first set). None of the last
 * set's mistakes has been read.
 *
 * A finding is true where the caption mentions the label's concept in the label's sense. There is one finding for each
 * label and rule, and a mention counts only for the strongest rule, in the order of {@link TEXT_RULES}. A negated
 * mention ("no rain"), an idiom and a misspelling are not findings. Narrower and broader are WordNet 3.1's, so
 * "crickets" are also a narrower "insects", "snoring" is also a narrower "breathing", "kitty" and "wail" are narrower
 * although people may use them as synonyms, and "a bird" is broader than rooster, hen, crow and chirping birds. What a
 * label of a thing and an action is a kind of is broader: "a baby", "a bell", "waves", "a horn". A vehicle is broader
 * than a train, too.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Checks the shape of the lines, with the path of what is wrong.
import { parseJson } from "../../../src/basics/parse_json.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";

/** ESC-50's 50 category names, as its table of clips spells them. */
export const ESC50_LABELS: readonly string[] = [
  ..."dog rooster pig cow frog cat hen insects sheep crow".split(" "),
  ..."rain sea_waves crackling_fire crickets chirping_birds".split(" "),
  ..."water_drops wind pouring_water toilet_flush thunderstorm".split(" "),
  ..."crying_baby sneezing clapping breathing coughing".split(" "),
  ..."footsteps laughing brushing_teeth snoring drinking_sipping".split(" "),
  ..."door_wood_knock mouse_click keyboard_typing door_wood_creaks can_opening".split(" "),
  ..."washing_machine vacuum_cleaner clock_alarm clock_tick glass_breaking".split(" "),
  ..."helicopter chainsaw siren car_horn engine".split(" "),
  ..."train church_bells airplane fireworks hand_saw".split(" "),
];

const CAPTION = z.strictObject({
  id: z.string().min(1),
  text: z.string().min(1),
  gold: z.array(z.strictObject({ rule: z.enum(TEXT_RULES), label: z.string().min(1) })),
  /** The mistake that the caption provokes, if it is a trap. */
  trap: z.string().min(1).optional(),
});
/** A caption and all its true findings. */
export type Caption = z.infer<typeof CAPTION>;

/** Captions that were written for the labels of one set. */
export interface CaptionSet {
  /** The file's path in this folder, such as `fsd50k/blind_1.jsonl`. */
  readonly name: string;
  /** The label set that ships. */
  readonly labelSet: string;
  /** Whether its mistakes may be read: those of a label set's last blind set may not. */
  readonly isOpen: boolean;
  readonly captions: readonly Caption[];
}

/** Reads a set, one caption a line. */
export function readCaptions(file: URL): Caption[] {
  const lines = Deno.readTextFileSync(file).trimEnd().split("\n");
  return lines.map((line, index) => parseJson(line, `${file.pathname}:${index + 1}`, CAPTION));
}

const FOLDER = new URL(".", import.meta.url);

/** Returns the sets: those of ESC-50 lie in this folder, those of another label set in a folder of its name. */
export function captionSets(): CaptionSet[] {
  const folders = Array.from(Deno.readDirSync(FOLDER)).filter(({ isDirectory }) => isDirectory)
    .map(({ name }) => name).sort();
  return [setsIn("", "esc50"), ...folders.map((folder) => setsIn(`${folder}/`, folder))].flat();
}

function setsIn(folder: string, labelSet: string): CaptionSet[] {
  const names = Array.from(Deno.readDirSync(new URL(folder, FOLDER)), ({ name }) => name)
    .filter((name) => name.endsWith(".jsonl")).sort();
  const last = names.findLast((name) => name.includes("blind"));
  return names.map((name) => ({
    name: `${folder}${name}`,
    labelSet,
    isOpen: name !== last,
    captions: readCaptions(new URL(`${folder}${name}`, FOLDER)),
  }));
}
