/**
 * The shape of an attribution in `results.json`: what the dirty accuracy is made of.
 * @module
 */
import type { Interval } from "../../statistics/intervals.ts";

/** A mean over classes, class folds and seeds, in [0, 1]. */
export interface MeanAccuracy extends Interval {
  /** The mean. */
  readonly mean: number;
  /** The mean of each training seed, or of each permutation where the texts are shuffled. */
  readonly per_seed: readonly number[];
}

/** A difference of accuracies: a part of the path, an effect, a drop. Its interval is paired. */
export interface PathPart extends Interval {
  /** The difference. */
  readonly value: number;
}

/**
 * The path from chance to the dirty accuracy: its parts add up to it. Each part of transfer is conditional on those
 * before it: it says with which features transfer was had, not what is cross-modal and what is not.
 */
export interface AttributionPath {
  /** 1 / number of classes to choose from; where items have several labels, chance of the clean trainings. */
  readonly chance: number;
  /** v(baseline audio, baseline text, clean) - chance */
  readonly baselineFeatures?: PathPart;
  /** v(baseline audio, text, clean) - v(baseline audio, baseline text, clean); absent for the baseline text itself. */
  readonly textBackbone?: PathPart;
  /** v(twin or audio, text, clean) - v(baseline audio, text, clean) */
  readonly audioBackbone?: PathPart;
  /** v(audio, text, clean) - v(twin, text, clean), where the audio backbone has a twin. */
  readonly backboneLabels?: PathPart;
  /** v(clean) - chance, in place of the parts above where the audio backbone has no baseline. */
  readonly transfer?: PathPart;
  /** v(control) - v(clean): what flagged pairs give beyond as many unflagged ones. */
  readonly leakage?: PathPart;
  /** v(dirty) - v(control): what the rest of the pairs gives. */
  readonly volume?: PathPart;
  /** v(dirty) - v(clean), in place of leakage and volume where no control pool matches the clean one. */
  readonly flaggedPairs?: PathPart;
}

/** One of the 16 cells: which factors are on, and the accuracy. */
export interface AttributionCell {
  /** The chosen audio backbone (on) or the baseline (off). */
  readonly audio: boolean;
  /** The chosen text backbone (on) or random text codes (off). */
  readonly text: boolean;
  /** True pairs (on) or shuffled texts (off). */
  readonly pairing: boolean;
  /** The dirty pool (on) or the clean one (off). */
  readonly leakage: boolean;
  /**
   * The exact expectation, where theory gives one: chance, for clean pools with random text codes. Differences use it
   * in place of the measured accuracy.
   */
  readonly expected?: number;
  /** What the measure is by chance in this cell, where that depends on the trainings: where items have several labels. */
  readonly chance?: number;
  /** The measured accuracy of this cell. */
  readonly balanced_top1: MeanAccuracy;
}

/** What was learned on pairs that the rules find clean. */
export interface Transfer extends PathPart {
  /** v(clean) - v(clean with shuffled texts), where that condition was trained. */
  readonly over_shuffled?: PathPart;
  /** p-value of the permutation test of labels against their texts; absent in results of the first schema. */
  readonly permutation_p?: number;
  /**
   * The test without what the residual check lists. It has no numbers where too few classes are left to pass it, and is
   * absent where nothing is listed.
   */
  readonly without_listed?: WithoutListed | Unlisted;
}

/** What a second test of transfer leaves out, where the residual check lists topics. */
export interface Unlisted {
  /** The listed topics of all class folds, whose sounds are not trained on. */
  readonly topics: readonly string[];
  /** The evaluation labels that they resemble, which are not asked for. */
  readonly labels: readonly string[];
  /** Number of evaluation classes that are left. */
  readonly classes: number;
}

/** Transfer without what the residual check lists: v(clean without the topics' sounds) - chance, on the other classes. */
export interface WithoutListed extends Unlisted, PathPart {
  /** 1 / number of the labels that are left to choose from. */
  readonly chance: number;
  /** p-value of the permutation test on the classes that are left. */
  readonly permutation_p: number;
}

/** What the dirty pairs give with a random code for each text, or the sum of those of its lemmas where texts are captions in place of its embedding. */
export interface CodesReach {
  /** v(audio, dirty with random text codes) */
  readonly accuracy: PathPart;
  /** (codes - chance) - 0.9 (dirty - chance): above 0 where codes reach more than nine tenths of the rise over chance. */
  readonly over_nine_tenths: PathPart;
}

/** Audio {baseline, backbone} x text {baseline, backbone}, on clean pairs. */
export interface FeatureEffects {
  /** The four cells. */
  readonly cells: readonly {
    /** The chosen audio backbone (on) or its baseline (off). */
    readonly audio: boolean;
    /** The chosen text backbone (on) or its baseline (off). */
    readonly text: boolean;
    /** The accuracy. */
    readonly balanced_top1: MeanAccuracy;
  }[];
  /** Main effect of the audio backbone: the mean of its effects with either text. */
  readonly audio: PathPart;
  /** Main effect of the text backbone: the mean of its effects with either audio. */
  readonly text: PathPart;
  /** How much larger one effect is with the other backbone than with the other baseline; in [-2, 2]. */
  readonly interaction: PathPart;
}

/** Audio {twin, backbone} x pool {clean, control}: labels in the pre-training and flagged pairs. */
export interface TwinEffects {
  /** The twin: the same backbone but for the evaluation's labels in its pre-training. */
  readonly name: string;
  /** The four cells; two where no control pool matches the clean one. */
  readonly cells: readonly {
    /** The backbone with the evaluation's labels in its pre-training (on) or its twin (off). */
    readonly labels: boolean;
    /** The control pool (on) or the clean one (off). */
    readonly leakage: boolean;
    /** The accuracy. */
    readonly balanced_top1: MeanAccuracy;
  }[];
  /** v(backbone, clean) - v(twin, clean): what the labels give on clean pairs, as in the path. */
  readonly onClean: PathPart;
  /** Main effect of the labels: the mean over both pools; on the clean pool alone where there is no control pool. */
  readonly backboneLabels: PathPart;
  /** Main effect of the flagged pairs. */
  readonly leakage?: PathPart;
  /** How much more the labels give with flagged pairs than without; in [-2, 2]. */
  readonly interaction?: PathPart;
}

/** The parts of the dirty accuracy of a pair of backbones. */
export interface Attribution {
  /** Audio backbone. */
  readonly audio: string;
  /** Text backbone. */
  readonly text: string;
  /** The baselines, which represent no pre-training; absent where the backbone has none. */
  readonly baselines: {
    /** Name of the audio baseline. */
    readonly audio?: string;
    /** Name of the text baseline. */
    readonly text?: string;
  };
  /** Balanced top-1 of the dirty condition. */
  readonly dirty: number;
  /** Its parts, which add up to it. */
  readonly path: AttributionPath;
  /** v(dirty) - v(clean), whether or not it can be split. */
  readonly flaggedPairs: PathPart;
  /** v(clean) - chance */
  readonly transfer: Transfer;
  /** The effects of audio and text backbones on clean pairs, where both have baselines. */
  readonly features?: FeatureEffects;
  /** The effects of the twin, where one is given. */
  readonly twin?: TwinEffects;
  /** What random text codes reach of the dirty accuracy, where that cell was trained. */
  readonly codes?: CodesReach;
  /**
   * v(dirty) - the reference of the same pairs: a nearest-centroid classifier of audio alone that learned from the dirty
   * pool's pairs of the evaluation's classes. Absent where there is no such reference.
   */
  readonly over_same_pairs?: PathPart;
  /**
   * The drop in clean accuracy when one factor alone is switched off. The drops do not add up, since all three factors
   * are needed at once.
   */
  readonly drops: {
    /** v(audio, clean) - v(baseline audio, clean), where there is a baseline. */
    readonly audio?: PathPart;
    /**
     * v(audio, clean) - v(audio, clean with random text codes). Where no label is a text of the clean pool, the latter
     * is replaced by chance, its exact expectation.
     */
    readonly text?: PathPart;
    /** v(audio, clean) - v(audio, clean with shuffled texts), where that condition was trained. */
    readonly pairing?: PathPart;
  };
  /** The drop in dirty accuracy when one factor alone is switched off, where that cell was trained. */
  readonly dirty_drops?: {
    /** v(audio, dirty) - v(audio, dirty with random text codes): what the meaning of texts adds to dirty accuracy. */
    readonly text: PathPart;
  };
  /** The cells that were trained: 16 with a baseline, else 8; none where the configuration says `"attribution": false`. */
  readonly cells: readonly AttributionCell[];
}
