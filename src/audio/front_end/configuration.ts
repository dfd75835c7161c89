/**
 * Configuration of a front end: plain data, in the form of a backbone card.
 *
 * A spectrogram is computed in this order: scale, pre-emphasis over the signal, padding, frames, mean removal and
 * pre-emphasis in each frame, window, Fourier transform, power or magnitude, mel bands, logarithm, normalization,
 * patches. A step that is absent does nothing.
 * @module
 */

/** Shapes of a window of n samples; those called periodic have their period n, the others n - 1. */
export const WINDOW_SHAPES = ["hann", "hann-periodic", "hamming", "povey"] as const;
/** One of {@link WINDOW_SHAPES}. */
export type WindowShape = typeof WINDOW_SHAPES[number];

/** Mel scales: Kaldi's equals HTK's up to a factor, which makes no difference here. */
export const MEL_SCALES = ["htk", "slaney", "kaldi"] as const;
/** One of {@link MEL_SCALES}. */
export type MelScale = typeof MEL_SCALES[number];

/** Preparation of samples that go into a model as they are. */
export interface WaveformFrontEnd {
  /** The model takes samples. */
  readonly kind: "waveform";
  /** Factor of the samples, which are in [-1, 1]; default 1. */
  readonly scale?: number | undefined;
  /**
   * Shifts and scales each window to mean 0 and variance 1, with 1e-7 added to the variance: `do_normalize` of
   * transformers' `Wav2Vec2FeatureExtractor`.
   */
  readonly standardize?: boolean | undefined;
}

/** Triangular filters over the bins of a spectrum, evenly spaced on a mel scale. */
export interface MelBands {
  /** The mel scale. */
  readonly scale: MelScale;
  /** Number of bands. */
  readonly bands: number;
  /** Lower end of the first band. */
  readonly lowHz: number;
  /** Upper end of the last band, at most half the sample rate. Bins there and beyond have no weight. */
  readonly highHz: number;
  /** The unit in which the sides of a triangle are straight lines. */
  readonly triangles: "hertz" | "mel";
  /** Each triangle's peak is 1, or its area in hertz is 1 (Slaney). */
  readonly height: "peak" | "area";
}

/** How mel power, or magnitude, is converted to a logarithm. */
export interface Logarithm {
  /** Natural, decadic, or decibels: 10 log10 of a power, 20 log10 of a magnitude. */
  readonly unit: "ln" | "log10" | "dB";
  /** Added before the logarithm; either this or `floor`. */
  readonly offset?: number | undefined;
  /** Smaller values are raised to this; either this or `offset`. */
  readonly floor?: number | undefined;
  /** Values further below the loudest value of the window are raised to this distance, in `unit`. */
  readonly range?: number | undefined;
}

/** A log-mel spectrogram. */
export interface SpectrogramFrontEnd {
  /** The model takes a log-mel spectrogram. */
  readonly kind: "log-mel";
  /** Factor of the samples, which are in [-1, 1]: 32,768 for the range of 16-bit integers. Default 1. */
  readonly scale?: number | undefined;
  /**
   * Raises high frequencies by y[n] = x[n] - coefficient x[n - 1]: over the `signal`, whose first sample then drops
   * out, or in each `frame`, as Kaldi does, where x[-1] is x[0].
   */
  readonly preEmphasis?:
    | { readonly coefficient: number; readonly over: "signal" | "frame" }
    | undefined;
  /** Samples added at both ends: the mirrored signal, without repeating the end sample, or zeros. */
  readonly padding?: { readonly mode: "reflect" | "zeros"; readonly samples: number } | undefined;
  /** Subtracts each frame's mean, as Kaldi does, before its pre-emphasis. */
  readonly removeMean?: boolean | undefined;
  /** The window that each frame is multiplied with. */
  readonly window: {
    /** Its shape. */
    readonly shape: WindowShape;
    /** Its length, at most `fftLength`. */
    readonly samples: number;
    /**
     * Position of the window in the Fourier transform. `center`: frames are `fftLength` samples long, with
     * the window in the middle (librosa, PyTorch); `start`: frames are as long as the window, and zeros
     * follow (Kaldi, TensorFlow).
     */
    readonly at: "center" | "start";
  };
  /** Length of the Fourier transform in samples; powers of two are fastest. */
  readonly fftLength: number;
  /** Samples from the start of a frame to the start of the next. */
  readonly hop: number;
  /** Whether the spectrum is the square of the transform's absolute value, or the absolute value. */
  readonly spectrum: "power" | "magnitude";
  /** The mel bands. */
  readonly mel: MelBands;
  /** The logarithm. */
  readonly log: Logarithm;
  /** Leaves out the last frame. */
  readonly dropLastFrame?: boolean | undefined;
  /** Number of frames: later ones are left out; missing ones hold `value`, which is then normalized. */
  readonly frames?: { readonly count: number; readonly value: number } | undefined;
  /** Computes value · multiply + add. */
  readonly normalization?: { readonly multiply: number; readonly add: number } | undefined;
  /**
   * Cuts the spectrogram into blocks of `frames` frames, one every `hop` frames, each a separate input. Zeros are
   * added at the clip's end until there is one block; `pad` adds them until no frame is left over, `drop` leaves
   * the remaining frames out.
   */
  readonly patches?: {
    readonly frames: number;
    readonly hop: number;
    readonly rest: "drop" | "pad";
  } | undefined;
}

/** The steps from samples to a model's input. */
export type FrontEnd = WaveformFrontEnd | SpectrogramFrontEnd;

/** How a clip of any length is cut into windows of one length. */
export interface Clip {
  /** Length of a window. */
  readonly seconds: number;
  /**
   * A shorter clip: `keep` leaves it; `pad` adds zeros at its end; `repeat` repeats it up to the length;
   * `repeat-pad` repeats it as often as it fits whole, then adds zeros.
   */
  readonly short: "keep" | "pad" | "repeat" | "repeat-pad";
  /**
   * A longer clip: `keep` leaves it; `crop` takes its start; `windows` takes a window every `hopSeconds`, and one more
   * that ends with the clip where samples remain.
   */
  readonly long: "keep" | "crop" | "windows";
  /** From the start of a window to the start of the next, for `windows`; default: `seconds`, no overlap. */
  readonly hopSeconds?: number | undefined;
}

/** The preparation of mono samples for the model. */
export interface Preparation {
  /** The sample rate that the model requires. */
  readonly sampleRateHz: number;
  /** How clips are cut into windows; absent: a clip is one window, as it is. */
  readonly clip?: Clip | undefined;
  /** How a window is converted to input. */
  readonly frontEnd: FrontEnd;
}
