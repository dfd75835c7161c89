/** Returns the exact 95 % interval of a share (Clopper and Pearson, 1934). */
export function exactInterval(count: number, of: number): readonly [low: number, high: number] {
  const atLeast = (share: number) => tail(count, of, share);
  const low = count === 0 ? 0 : bisect((share) => atLeast(share) < 0.025);
  const high = count === of ? 1 : bisect((share) => 1 - tail(count + 1, of, share) > 0.025);
  return [low, high];
}

/** P(at least `count` of `of`), each with probability `share`. */
function tail(count: number, of: number, share: number): number {
  let term = 0;
  let sum = 0;
  for (let k = 0; k <= of; k++) {
    if (k > 0) term += Math.log((of - k + 1) / k);
    if (k >= count) sum += Math.exp(term + k * Math.log(share) + (of - k) * Math.log1p(-share));
  }
  return sum;
}

/** Finds where a condition that holds below some share of (0, 1) and not above it changes. */
function bisect(isBelow: (share: number) => boolean): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 50; i++) {
    const middle = (low + high) / 2;
    if (isBelow(middle)) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
