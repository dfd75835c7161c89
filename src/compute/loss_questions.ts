/**
 * The known answers about the loss and the optimizer.
 * @module
 */
import type { ContrastiveLoss, Tensor } from "./compute.ts";
import type { Question, Sheet } from "./question.ts";

function contrastiveLoss(
  { compute, given, out }: Sheet,
  audio: Tensor,
  text: Tensor,
  logScale: number,
  { ids, logits }: { ids?: Tensor; logits?: ContrastiveLoss["logits"] } = {},
): void {
  const { rows, columns } = audio;
  compute.contrastiveLoss({
    audio,
    text,
    logScale: given(1, logScale),
    ...ids && { targetIds: { ids, first: 1 } },
    ...logits && { logits },
    loss: out(1, 2),
    lossIndex: 1,
    audioGradient: out(rows, columns),
    textGradient: out(rows, columns),
    logScaleGradient: out(1, 1),
  });
}

/** The third step of a training, whose last parameter is clamped to -2.5. */
function adamW({ compute, given, output }: Sheet, norm: number): void {
  compute.adamW({
    parameters: output(given(3, 1, 2, -3)),
    gradients: given(3, 3, -4, 12),
    firstMoment: output(given(3, 0.1, 0, -0.2)),
    secondMoment: output(given(3, 0.01, 0.02, 0.03)),
    gradientNorm: given(1, norm),
    clipNorm: 2,
    step: 3,
    learningRate: 0.1,
    betas: [0.9, 0.99],
    epsilon: 1e-8,
    weightDecay: 0.05,
    clamp: { index: 2, low: -2.5, high: 0 },
  });
}

/** The loss of three pairs, and its gradients. */
// deno-fmt-ignore
const PAIR_ANSWER = [
  0, 0.65095940,
  -0.20383018, 0.10191509, -0.09704215, -0.09704215, 0, 0.25339006,
  0.10191509, -0.20383018, 0.50678011, 0, -0.09704215, -0.09704215,
  0.02607823,
];

/** More pairs than one tile of logits holds on a GPU. */
const MANY = 2101;
/** The row length that makes the gradients of so many pairs as large as the loss. */
const TINY = 2 ** -13;

function twoKindsOfRows(row: (i: number) => readonly number[]): number[] {
  return Array.from({ length: MANY }, (_, i) => row(i)).flat();
}

/**
 * The loss and its gradients where audio and text of each pair are the same unit vector, one of two in turn. With scale
 * σ, the line of a pair whose vector k of all n pairs share has Σ exp = k exp(σ) + n - k, and its gradient points along
 * the other vector only.
 */
function twoKindsAnswer(): number[] {
  const scale = Math.E;
  const even = Math.ceil(MANY / 2), odd = MANY - even;
  const evenSum = even * Math.exp(scale) + odd, oddSum = odd * Math.exp(scale) + even;
  const loss = (even * Math.log(evenSum) + odd * Math.log(oddSum)) / MANY - scale;
  const towards = scale * (1 / evenSum + 1 / oddSum) / (2 * MANY) / TINY;
  const gradient = twoKindsOfRows((i) => i % 2 === 0 ? [0, towards * odd] : [towards * even, 0]);
  const matches = Math.exp(scale) * (even ** 2 / evenSum + odd ** 2 / oddSum) / MANY;
  return [0, loss, ...gradient, ...gradient, scale * (matches - 1)];
}

/** The questions by operation. */
export const LOSS_QUESTIONS: Readonly<
  Record<"contrastiveLoss" | "globalNorm" | "adamW", readonly Question[]>
> = {
  contrastiveLoss: [{
    ask: (sheet) => {
      const { given } = sheet;
      contrastiveLoss(sheet, given(2, 1, 2, -1, 1, 2, 0), given(2, 2, 1, 0, 1, 1, -1), 1);
    },
    answer: PAIR_ANSWER,
    tolerance: 1e-5,
  }, {
    ask: (sheet) => {
      const { given } = sheet;
      const audio = given(2, 1, 2, -1, 1, 2, 0), text = given(2, 2, 1, 0, 1, 1, -1);
      contrastiveLoss(sheet, audio, text, 1, { logits: "recomputed" });
    },
    answer: PAIR_ANSWER,
    tolerance: 1e-5,
  }, {
    ask: (sheet) => {
      const { given, indices } = sheet;
      const audio = given(2, 1, 2, -1, 1, 2, 0), text = given(2, 2, 1, 0, 1, 1, -1);
      contrastiveLoss(sheet, audio, text, 1, { ids: indices(0, 4, 9, 4) });
    },
    // deno-fmt-ignore
    answer: [
      0, 1.07179806,
      -0.26701814, 0.13350907, -0.09704215, -0.09704215, 0, -0.00809062,
      0.00702770, -0.01405540, 0.50678011, 0, -0.15176490, -0.15176490,
      0.44691689,
    ],
    tolerance: 1e-5,
  }, {
    ask: (sheet) => contrastiveLoss(sheet, sheet.uneven(37, 19), sheet.uneven(37, 19, 1), 4.6),
    tolerance: 1e-4,
  }, {
    ask: (sheet) => {
      const rows = twoKindsOfRows((i) => i % 2 === 0 ? [TINY, 0] : [0, TINY]);
      const audio = sheet.given(2, ...rows), text = sheet.given(2, ...rows);
      contrastiveLoss(sheet, audio, text, 1, { logits: "recomputed" });
    },
    answer: twoKindsAnswer(),
    tolerance: 1e-5,
  }, {
    // NaN in every row: WGSL lets exp and log return a number for NaN, and SwiftShader does so, so only arithmetic is
    // certain to propagate it.
    ask: (sheet) => contrastiveLoss(sheet, sheet.given(1, NaN, NaN), sheet.given(1, 1, 1), 1),
    answer: [0, ...new Array(6).fill(NaN)],
    tolerance: 0,
  }],
  globalNorm: [{
    ask: ({ compute, given, out }) => {
      compute.globalNorm(given(4, 3, -4, 12, 84), out(1, 1));
      compute.globalNorm(given(2, NaN, 1), out(1, 1));
      compute.globalNorm(given(2, 1, -Infinity), out(1, 1));
    },
    answer: [85, NaN, Infinity],
    tolerance: 1e-6,
  }, {
    ask: ({ compute, uneven, out }) => compute.globalNorm(uneven(101, 67), out(1, 1)),
    tolerance: 1e-5,
  }],
  adamW: [{
    ask: (sheet) => adamW(sheet, 13),
    // deno-fmt-ignore
    answer: [
      0.91605764, 2.01548160, -2.5,
      0.13615384, -0.06153846, 0.00461537,
      0.01203018, 0.02358698, 0.06378283,
    ],
    tolerance: 1e-6,
  }, {
    ask: (sheet) => adamW(sheet, NaN),
    answer: new Array(9).fill(NaN),
    tolerance: 0,
  }],
};
