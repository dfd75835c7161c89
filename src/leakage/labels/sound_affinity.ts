/**
 * Says how well a sense of WordNet fits a label of sounds: a sound, what makes one, what happens, a thing, or none.
 * @module
 */
import type { Dictionary } from "../wordnet/dictionary.ts";
import type { Synset } from "../wordnet/synset.ts";

/** How well a kind of sense fits. A sound that is the second sense of a word beats a thing that is its first. */
export const AFFINITY = {
  sound: 3.5,
  source: 3,
  action: 1.5,
  event: 1.2,
  thing: 1,
  group: 0.95,
  none: 0,
} as const;

/** Senses above all sounds and music. */
const SOUNDS = [
  ..."sound.n.01 sound.n.04 cry.n.01 cry.n.02 cry.n.05 utterance.n.01 music.n.01 music.n.04".split(
    " ",
  ),
  ..."speech.n.03 make_noise.v.01 sound.v.02 sound.v.03 utter.v.02".split(" "),
];
/**
 * Sounds that WordNet has as doings of the body, or as talk; the senses below them are not all heard, such as shedding tears
 * or giving away a secret.
 */
const SOUNDS_THEMSELVES = new Set([
  ..."speech.n.02 conversation.n.01 laugh.v.01 cry.v.02 crying.n.01 applause.n.01 clap.v.04 sneeze.n.01 sneeze.v.01 cough.n.01 cough.v.01"
    .split(" "),
  ..."speak.v.01 speak.v.02 speak.v.03 talk.n.01".split(" "),
]);
/** A person, which WordNet has above all kinds of persons, and of no kind itself. */
const PERSON = "person.n.01";
/** Senses above what makes sounds: animals, vehicles, instruments, machines, weather, water. */
const SOURCES = [
  ..."animal.n.01 conveyance.n.03 musical_instrument.n.01 machine.n.01 motor.n.01 home_appliance.n.01"
    .split(" "),
  ..."hand_tool.n.01 power_tool.n.01 drill.n.01 noisemaker.n.01 alarm.n.02 alarm.n.03 timepiece.n.01"
    .split(" "),
  ..."telephone.n.01 gun.n.01 weather.n.01 musical_organization.n.01".split(" "),
  ..."respiration.n.03".split(" "),
];
/** Words of a gloss that say that a sense is a sound, or makes one. */
const IS_SOUND =
  /^(?:\([^)]*\) )?(?:an? |the |any )?(?:[\w-]+ ){0,5}(?:sounds?|noises?|cry|cries|noisy talk)\b(?! (?:off|advice|mind))/i;
const MAKES_SOUND =
  /^(?:cause to )?(?:make|utter|emit|give|produce|sound|express or utter|cry|laugh|sing|speak|breathe|breath)\b.*\b(?:sounds?|nois(?:e|es|ily|y)|loud(?:ly)?|cry|cries|utterances?|voice|music|breath|words)\b/i;
const ABOUT_SOUND =
  /\b(?:sounds?|sounding|nois(?:e|es|ily|y)|loud|loudly|noisemaker|cries|music|audible)\b/i;

/**
 * Words of a gloss that say that a sense is of games, whose moves and scores are called as sounds are (a run, a slam), of
 * rhetoric, or a slur.
 */
const IS_ELSEWHERE =
  /\b(?:baseball|cricket\)|golf|football|bridge|chess|tennis|sports?|wrestling|bowling|bowler|billiards|rhetoric|slur|utter words|words loudly|say again)\b/;

/** What the kinds of senses that neither sound nor make sounds are worth; those that are left out are worth nothing. */
const WORTH: ReadonlyMap<string, number> = new Map([
  ..."body contact motion weather perception consumption".split(" ")
    .map((kind) => [`verb ${kind}`, AFFINITY.action] as const),
  ..."act event phenomenon".split(" ").map((kind) => [`noun ${kind}`, AFFINITY.event] as const),
  ..."artifact substance object body animal person plant".split(" ")
    .map((kind) => [`noun ${kind}`, AFFINITY.thing] as const),
  ...["group", "food"].map((kind) => [`noun ${kind}`, AFFINITY.group] as const),
]);

/** The senses of the lists above, by dictionary: looking them up takes longer than asking. */
const known = new WeakMap<
  Dictionary,
  { sounds: ReadonlySet<string>; sources: ReadonlySet<string>; fits: Map<string, number> }
>();

/**
 * Returns how well a sense fits a label of sounds, one of {@link AFFINITY}; a sense that is not a sound but whose gloss
 * speaks of one has half a point more.
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * import { WordNet } from "../wordnet/wordnet.ts";
 * const wordnet = await WordNet.open();
 * const of = (sense: string) => soundAffinity(wordnet.sense(sense)!, wordnet);
 * assert.equal(of("bark.n.04"), AFFINITY.sound); // A dog's
 * assert.equal(of("bark.n.01"), AFFINITY.thing); // A tree's
 * assert(of("dog.n.01") > of("door.n.01"));
 * ```
 */
export function soundAffinity(sense: Synset, dictionary: Dictionary): number {
  const idsOf = (names: Iterable<string>) =>
    new Set(Array.from(names).flatMap((name) => dictionary.sense(name)?.id ?? []));
  let entry = known.get(dictionary);
  if (entry === undefined) {
    known.set(
      dictionary,
      entry = {
        sounds: idsOf(SOUNDS),
        sources: idsOf(SOURCES),
        fits: new Map([
          ...[...idsOf(SOUNDS_THEMSELVES)].map((id) => [id, AFFINITY.sound] as const),
          ...[...idsOf([PERSON])].map((id) => [id, AFFINITY.thing] as const),
        ]),
      },
    );
  }
  let fit = entry.fits.get(sense.id);
  if (fit === undefined) {
    entry.fits.set(sense.id, fit = affinityOf(sense, dictionary, entry.sounds, entry.sources));
  }
  return fit;
}

function affinityOf(
  sense: Synset,
  dictionary: Dictionary,
  sounds: ReadonlySet<string>,
  sources: ReadonlySet<string>,
): number {
  const { partOfSpeech, kind } = sense;
  const gloss = meaningOf(sense);
  if (IS_ELSEWHERE.test(gloss)) return AFFINITY.none;
  const above = idsAbove(sense, dictionary);
  const isSound = partOfSpeech === "noun"
    ? IS_SOUND.test(gloss) && (kind === "event" || kind === "communication" || kind === "act")
    : MAKES_SOUND.test(gloss);
  if (isSound || !above.isDisjointFrom(sounds)) return AFFINITY.sound;
  const aboutSound = ABOUT_SOUND.test(gloss) ? 0.5 : 0;
  // An unborn child is below the animals, but babies are persons.
  const isSource = !above.isDisjointFrom(sources) && !/\bfetus\b/.test(gloss);
  if (isSource) return AFFINITY.source + aboutSound / 2;
  return (WORTH.get(`${partOfSpeech} ${kind}`) ?? AFFINITY.none) + aboutSound;
}

/** Returns the gloss without its examples. */
export function meaningOf({ gloss }: Synset): string {
  return gloss.replace(/; ".*$/, "");
}

function idsAbove(sense: Synset, dictionary: Dictionary): Set<string> {
  const seen = new Set<string>();
  const pending = [sense];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (seen.has(next.id)) continue;
    seen.add(next.id);
    pending.push(...dictionary.broader(next));
  }
  return seen;
}
