/**
 * Takes the dirty accuracy apart: the path from chance to it, and the drops when factors are switched off.
 * @module
 */
import type { Condition } from "../../leakage/pools/conditions.ts";
import type { Estimate } from "../../statistics/bootstrap.ts";
import { combine, difference } from "../../statistics/intervals.ts";
import type {
  Attribution,
  AttributionCell,
  AttributionPath,
  CodesReach,
  Transfer,
} from "../results/attribution.ts";
import { conditionOfFactors } from "../trainings/plan.ts";
import { type Attributed, featureEffects, type PairFinder, part, twinEffects } from "./effects.ts";
import type { ArmFinder, ScoredArm } from "./scored_arm.ts";

/** The accuracy of guessing. */
export interface Chance {
  /**
   * Returns it for an arm: the mean over classes of 1 / number of classes to choose from; where items have several
   * labels, what its own scores give when texts are permuted.
   */
  readonly of: (arm: Pick<ScoredArm, "chance">) => Estimate | number;
  /**
   * Whether clean trainings with random codes have exactly this expectation. It holds where no label is among their
   * texts, since labels could then exchange their codes and nothing would change. (1,621 planted trainings gave
   * 0.102, standard error 0.002, where chance is 0.1; single ones spread by 0.08, so five of them show little.)
   */
  readonly isExact: boolean;
}

/** The arms of an audit, with what is known of their pools. */
export interface ScoredArms {
  /** Finds an arm. */
  readonly armOf: ArmFinder;
  /** The accuracy of guessing. */
  readonly chance: Chance;
  /** Whether control pools match the clean ones, so that the drop between dirty and clean can be split. */
  readonly isControlValid: boolean;
  /** Returns what audio alone gets from the same pairs, where any is of an evaluation class. */
  readonly samePairsOf: (audio: string) => Estimate | undefined;
  /** Returns the second test of transfer, where the residual check lists topics for a pair of backbones. */
  readonly withoutListedOf: (
    pair: Pick<Attribution, "audio" | "text">,
  ) => Transfer["without_listed"];
}

/** Returns the attribution of every pair of backbones whose dirty and clean arms were trained. */
export function attributeAll({ audio, text }: Attributed, arms: ScoredArms): Attribution[] {
  return audio.flatMap((sound) => text.flatMap((words) => attribute(sound, words, arms) ?? []));
}

function attribute(
  audio: Attributed["audio"][number],
  text: Attributed["text"][number],
  arms: ScoredArms,
): Attribution | undefined {
  const { armOf, chance, isControlValid, samePairsOf } = arms;
  const find: PairFinder = (audio, text, kind) =>
    armOf({ audio, text, randomText: false, condition: { kind } });
  const dirtyArm = find(audio.name, text.name, "dirty");
  const cleanArm = find(audio.name, text.name, "clean");
  if (!dirtyArm || !cleanArm) return undefined;
  const [dirty, clean] = [dirtyArm.balancedTop1, cleanArm.balancedTop1];
  const ofClean = chance.of(cleanArm);
  const control = isControlValid ? find(audio.name, text.name, "control")?.balancedTop1 : undefined;
  const samePairs = samePairsOf(audio.name);
  return {
    audio: audio.name,
    text: text.name,
    baselines: {
      ...(audio.baseline === undefined ? {} : { audio: audio.baseline }),
      ...(text.baseline === undefined ? {} : { text: text.baseline }),
    },
    dirty: dirty.value,
    path: {
      chance: typeof ofClean === "number" ? ofClean : ofClean.value,
      ...transferParts(audio, text, clean, find, ofClean),
      ...(control
        ? {
          leakage: part(difference(control, clean)),
          volume: part(difference(dirty, control)),
        }
        : { flaggedPairs: part(difference(dirty, clean)) }),
    },
    flaggedPairs: part(difference(dirty, clean)),
    transfer: transferOf(audio.name, text.name, cleanArm, arms),
    ...(samePairs ? { over_same_pairs: part(difference(dirty, samePairs)) } : {}),
    ...featureEffects(audio, text, find),
    ...twinEffects(audio, text.name, find, isControlValid),
    ...codesOf(audio.name, text.name, dirtyArm, arms),
    ...dropsOf(audio, text.name, { dirty, clean, chance: ofClean }, arms),
    cells: factorialCells(audio, text.name, arms),
  };
}

/** Returns what was learned on clean pairs, with its evidence: the test of the pairing and the lead over shuffled texts. */
function transferOf(
  audio: string,
  text: string,
  cleanArm: ScoredArm,
  { armOf, chance, withoutListedOf }: ScoredArms,
): Transfer {
  const condition = { kind: "shuffled", of: "clean" } as const;
  const shuffled = armOf({ audio, text, randomText: false, condition })?.balancedTop1;
  const again = withoutListedOf({ audio, text });
  const { balancedTop1: clean, measures: { permutation_p } } = cleanArm;
  return {
    ...part(difference(clean, chance.of(cleanArm))),
    ...(permutation_p === undefined ? {} : { permutation_p }),
    ...(shuffled ? { over_shuffled: part(difference(clean, shuffled)) } : {}),
    ...(again ? { without_listed: again } : {}),
  };
}

/** Returns the parts of transfer, in the order of the path; transfer whole where there is no audio baseline. */
function transferParts(
  { baseline, twin }: Attributed["audio"][number],
  text: Attributed["text"][number],
  clean: Estimate,
  find: PairFinder,
  chance: Estimate | number,
): Partial<AttributionPath> {
  const cleanOf = (audio: string, text: string) => find(audio, text, "clean")?.balancedTop1;
  const features = baseline && cleanOf(baseline, text.baseline ?? text.name);
  const withText = baseline && cleanOf(baseline, text.name);
  if (!features || !withText) return { transfer: part(difference(clean, chance)) };
  const unlabelled = twin === undefined ? undefined : cleanOf(twin, text.name);
  return {
    baselineFeatures: part(difference(features, chance)),
    ...(text.baseline === undefined ? {} : { textBackbone: part(difference(withText, features)) }),
    audioBackbone: part(difference(unlabelled ?? clean, withText)),
    ...(unlabelled ? { backboneLabels: part(difference(clean, unlabelled)) } : {}),
  };
}

/** Share of the dirty accuracy's rise over chance beyond which random codes do as well as texts. */
const NEARLY_ALL = 0.9;

/** Returns what random text codes reach of the dirty accuracy, where that cell was trained. */
function codesOf(
  audio: string,
  text: string,
  dirty: ScoredArm,
  { armOf, chance }: ScoredArms,
): { codes?: CodesReach } {
  const codes = armOf({ audio, text, randomText: true, condition: { kind: "dirty" } });
  if (codes === undefined) return {};
  const beyond = difference(
    combine([[1, codes.balancedTop1], [-NEARLY_ALL, dirty.balancedTop1]]),
    chanceBeyond(chance.of(codes), chance.of(dirty)),
  );
  return { codes: { accuracy: part(codes.balancedTop1), over_nine_tenths: part(beyond) } };
}

/** Returns chance of what codes reach beyond nine tenths. */
function chanceBeyond(codes: Estimate | number, dirty: Estimate | number): Estimate | number {
  if (typeof codes === "number" || typeof dirty === "number") {
    return Number(codes) - NEARLY_ALL * Number(dirty);
  }
  return combine([[1, codes], [-NEARLY_ALL, dirty]]);
}

function dropsOf(
  { name, baseline }: Attributed["audio"][number],
  text: string,
  { dirty, clean, chance }: {
    readonly dirty: Estimate;
    readonly clean: Estimate;
    readonly chance: Estimate | number;
  },
  { armOf, chance: { isExact } }: ScoredArms,
): Pick<Attribution, "drops" | "dirty_drops"> {
  const find = (audio: string, condition: Condition, randomText = false) =>
    armOf({ audio, text, randomText, condition })?.balancedTop1;
  const withoutAudio = baseline && find(baseline, { kind: "clean" });
  const withoutText = isExact ? chance : find(name, { kind: "clean" }, true);
  const withoutPairing = find(name, { kind: "shuffled", of: "clean" });
  const dirtyWithoutText = find(name, { kind: "dirty" }, true);
  return {
    drops: {
      ...(withoutAudio ? { audio: part(difference(clean, withoutAudio)) } : {}),
      ...(withoutText === undefined ? {} : { text: part(difference(clean, withoutText)) }),
      ...(withoutPairing ? { pairing: part(difference(clean, withoutPairing)) } : {}),
    },
    ...(dirtyWithoutText
      ? { dirty_drops: { text: part(difference(dirty, dirtyWithoutText)) } }
      : {}),
  };
}

/** Returns the cells that were trained, beginning with the one that has everything on. */
function factorialCells(
  { name, baseline }: Attributed["audio"][number],
  textName: string,
  { armOf, chance }: ScoredArms,
): AttributionCell[] {
  return FACTORIAL.flatMap((factors) => {
    const { text, leakage } = factors;
    const audio = factors.audio ? name : baseline;
    const scored = audio === undefined ? undefined : armOf({
      audio,
      text: textName,
      randomText: !text,
      condition: conditionOfFactors(factors),
    });
    if (!scored) return [];
    const { balanced_top1 } = scored.measures;
    const isKnown = !text && !leakage && chance.isExact;
    return [{
      ...factors,
      ...(isKnown ? { expected: Number(chance.of(scored)) } : {}),
      ...(scored.chance === undefined ? {} : { chance: scored.chance.value }),
      balanced_top1,
    }];
  });
}

const SWITCHES = [true, false];

/** Every combination of the four factors. */
const FACTORIAL = SWITCHES.flatMap((audio) =>
  SWITCHES.flatMap((text) =>
    SWITCHES.flatMap((pairing) => SWITCHES.map((leakage) => ({ audio, text, pairing, leakage })))
  )
);
