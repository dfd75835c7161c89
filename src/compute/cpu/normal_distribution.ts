/**
 * The normal distribution function, by the rational approximations to erf and erfc of W. J. Cody, "Rational Chebyshev
 * approximations for the error function", Mathematics of Computation 23 (1969), pages 631 to 637, tables II and III.
 * @module
 */

/**
 * Computes Φ(x), the standard normal distribution function, to a relative error of about 1e-15, in the lower tail too.
 *
 * @param x any number; NaN gives NaN
 * @param bell exp(-x²/2), which callers often need as well
 */
export function normalCumulative(x: number, bell: number): number {
  const z = Math.abs(x) * Math.SQRT1_2;
  if (z <= 0.46875) return 0.5 + 0.5 * smallErf(x * Math.SQRT1_2);
  const tail = 0.5 * bell * (z <= 4 ? middleErfc(z) : largeErfc(z));
  return x > 0 ? 1 - tail : tail;
}

/** erf(z) for |z| up to 0.46875. */
function smallErf(z: number): number {
  const y = z * z;
  const numerator = (((1.85777706184603153e-1 * y + 3.16112374387056560) * y +
            1.13864154151050156e2) * y + 3.77485237685302021e2) * y + 3.20937758913846947e3;
  const denominator = (((y + 2.36012909523441209e1) * y + 2.44024637934444173e2) * y +
        1.28261652607737228e3) * y + 2.84423683343917062e3;
  return z * numerator / denominator;
}

/** exp(z²) · erfc(z) for z from 0.46875 to 4. */
function middleErfc(z: number): number {
  const numerator = (((((((2.15311535474403846e-8 * z + 5.64188496988670089e-1) * z +
                            8.88314979438837594) * z + 6.61191906371416295e1) * z +
                    2.98635138197400131e2) * z + 8.81952221241769090e2) * z +
            1.71204761263407058e3) * z + 2.05107837782607147e3) * z + 1.23033935479799725e3;
  const denominator = (((((((z + 1.57449261107098347e1) * z + 1.17693950891312499e2) * z +
                        5.37181101862009858e2) * z + 1.62138957456669019e3) * z +
                3.29079923573345963e3) * z + 4.36261909014324716e3) * z + 3.43936767414372164e3) *
      z +
    1.23033935480374942e3;
  return numerator / denominator;
}

/** exp(z²) · erfc(z) for z above 4. */
function largeErfc(z: number): number {
  const y = 1 / (z * z);
  const numerator = ((((1.63153871373020978e-2 * y + 3.05326634961232344e-1) * y +
                3.60344899949804439e-1) * y + 1.25781726111229246e-1) * y +
        1.60837851487422766e-2) * y + 6.58749161529837803e-4;
  const denominator = ((((y + 2.56852019228982242) * y + 1.87295284992346725) * y +
            5.27905102951428412e-1) * y + 6.05183413124413191e-2) * y + 2.33520497626869185e-3;
  return (1 / Math.sqrt(Math.PI) - y * numerator / denominator) / z;
}
