/**
 * Front ends of known models, each checked against numbers from its own reference code.
 * @module
 */
import type { SpectrogramFrontEnd } from "./configuration.ts";

/**
 * EfficientAT's `AugmentMelSTFT` (mn04 and related models), for 32 kHz: F. Schmid, K. Koutini, G. Widmer, "Efficient
 * Large-Scale Audio Tagging Via Transformer-to-CNN Knowledge Distillation" (ICASSP 2023),
 * https://github.com/fschmid56/EfficientAT, models/preprocess.py.
 */
const efficientat: SpectrogramFrontEnd = {
  kind: "log-mel",
  preEmphasis: { coefficient: 0.97, over: "signal" },
  padding: { mode: "reflect", samples: 512 },
  window: { shape: "hann", samples: 800, at: "center" },
  fftLength: 1024,
  hop: 320,
  spectrum: "power",
  mel: {
    scale: "kaldi",
    bands: 128,
    lowHz: 0,
    highHz: 15_000,
    triangles: "mel",
    height: "peak",
  },
  log: { unit: "ln", offset: 1e-5 },
  normalization: { multiply: 1 / 5, add: 4.5 / 5 },
};

/**
 * openWakeWord's `melspectrogram.onnx`, followed by x / 10 + 2, for 16 kHz, and the patches of its embedding model: D.
 * Scripka, https://github.com/dscripka/openWakeWord, openwakeword/utils.py.
 */
const openwakeword: SpectrogramFrontEnd = {
  kind: "log-mel",
  scale: 32_768,
  window: { shape: "hann-periodic", samples: 400, at: "center" },
  fftLength: 512,
  hop: 160,
  spectrum: "power",
  mel: {
    scale: "slaney",
    bands: 32,
    lowHz: 60,
    highHz: 3800,
    triangles: "hertz",
    height: "area",
  },
  log: { unit: "dB", floor: 1e-10, range: 80 },
  normalization: { multiply: 1 / 10, add: 2 },
  patches: { frames: 76, hop: 8, rest: "drop" },
};

/**
 * `ClapFeatureExtractor` of transformers with the preprocessor_config.json of laion/clap-htsat-unfused, for 48 kHz
 * and clips of 10 s, `repeat-pad` and `crop`.
 */
const clap: SpectrogramFrontEnd = {
  kind: "log-mel",
  padding: { mode: "reflect", samples: 512 },
  window: { shape: "hann-periodic", samples: 1024, at: "center" },
  fftLength: 1024,
  hop: 480,
  spectrum: "power",
  mel: {
    scale: "slaney",
    bands: 64,
    lowHz: 50,
    highHz: 14_000,
    triangles: "hertz",
    height: "area",
  },
  log: { unit: "dB", floor: 1e-10 },
};

/** `WhisperFeatureExtractor` of transformers, for 16 kHz and clips of 30 s, `pad` and `crop`. */
const whisper: SpectrogramFrontEnd = {
  kind: "log-mel",
  padding: { mode: "reflect", samples: 200 },
  window: { shape: "hann-periodic", samples: 400, at: "center" },
  fftLength: 400,
  hop: 160,
  spectrum: "power",
  mel: {
    scale: "slaney",
    bands: 80,
    lowHz: 0,
    highHz: 8000,
    triangles: "hertz",
    height: "area",
  },
  log: { unit: "log10", floor: 1e-10, range: 8 },
  dropLastFrame: true,
  normalization: { multiply: 1 / 4, add: 1 },
};

/**
 * `ASTFeatureExtractor` of transformers with its defaults, which are those of MIT/ast-finetuned-audioset-10-10-0.4593,
 * for 16 kHz: samples in [-1, 1], and 1,024 frames for every clip.
 */
const ast: SpectrogramFrontEnd = {
  kind: "log-mel",
  removeMean: true,
  preEmphasis: { coefficient: 0.97, over: "frame" },
  window: { shape: "hann", samples: 400, at: "start" },
  fftLength: 512,
  hop: 160,
  spectrum: "power",
  mel: {
    scale: "kaldi",
    bands: 128,
    lowHz: 20,
    highHz: 8000,
    triangles: "mel",
    height: "peak",
  },
  log: { unit: "ln", floor: 2 ** -23 },
  frames: { count: 1024, value: 0 },
  normalization: { multiply: 1 / (2 * 4.5689974), add: 4.2677393 / (2 * 4.5689974) },
};

/**
 * PANNs' CNN14 up to its first batch norm, for 32 kHz, as librosa computes it: Q. Kong et al., "PANNs: Large-Scale
 * Pretrained Audio Neural Networks for Audio Pattern Recognition" (IEEE/ACM TASLP 2020),
 * https://github.com/qiuqiangkong/audioset_tagging_cnn.
 */
const panns: SpectrogramFrontEnd = {
  ...clap,
  hop: 320,
};

/**
 * TensorFlow's YAMNet, for 16 kHz: M. Plakal, D. Ellis, https://github.com/tensorflow/models,
 * research/audioset/yamnet/features.py, with the padding of its `pad_waveform`.
 */
const yamnet: SpectrogramFrontEnd = {
  kind: "log-mel",
  window: { shape: "hann-periodic", samples: 400, at: "start" },
  fftLength: 512,
  hop: 160,
  spectrum: "magnitude",
  mel: {
    scale: "htk",
    bands: 64,
    lowHz: 125,
    highHz: 7500,
    triangles: "mel",
    height: "peak",
  },
  log: { unit: "ln", offset: 0.001 },
  patches: { frames: 96, hop: 48, rest: "pad" },
};

/**
 * The spectrogram of Earnest's own baseline `log-mel-statistics`, for 16 kHz: a symmetric Hann window, HTK bands of
 * peak 1.
 */
const logMelStatistics: SpectrogramFrontEnd = {
  kind: "log-mel",
  window: { shape: "hann", samples: 512, at: "start" },
  fftLength: 512,
  hop: 160,
  spectrum: "power",
  mel: {
    scale: "htk",
    bands: 64,
    lowHz: 50,
    highHz: 7500,
    triangles: "hertz",
    height: "peak",
  },
  log: { unit: "ln", offset: 1e-6 },
};

/** The presets by name; the preparation must state the sample rate that a preset is made for. */
export const FRONT_END_PRESETS = {
  efficientat,
  openwakeword,
  clap,
  whisper,
  ast,
  panns,
  yamnet,
  "log-mel-statistics": logMelStatistics,
} as const;

/** The name of a preset. */
export type FrontEndPreset = keyof typeof FRONT_END_PRESETS;
