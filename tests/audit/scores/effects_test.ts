import assert from "node:assert/strict";
import { effectsOf, part } from "../../../src/audit/scores/effects.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import type { Estimate } from "../../../src/statistics/bootstrap.ts";

/** The factors of the four cells as {@link effectsOf} takes them, each off (-1/2) or on (1/2). */
const CODES = [[0.5, 0.5], [0.5, -0.5], [-0.5, 0.5], [-0.5, -0.5]] as const;

/**
 * Least squares of the cells on 1, the factors and their product, by the normal equations and Gauss-Jordan elimination.
 * With this coding the coefficients are the main effects and the interaction.
 */
function regress(cells: readonly number[]): number[] {
  const design = CODES.map(([first, second]) => [1, first, second, first * second]);
  const system = Array.from({ length: 4 }, (_, row) => [
    ...Array.from({ length: 4 }, (_, column) => sum(design.map((x) => x[row]! * x[column]!))),
    sum(design.map((x, cell) => x[row]! * cells[cell]!)),
  ]);
  for (let pivot = 0; pivot < 4; pivot++) {
    const scale = system[pivot]![pivot]!;
    system[pivot] = system[pivot]!.map((value) => value / scale);
    for (let row = 0; row < 4; row++) {
      if (row === pivot) continue;
      const factor = system[row]![pivot]!;
      system[row] = system[row]!.map((value, i) => value - factor * system[pivot]![i]!);
    }
  }
  return system.map((row) => row[4]!);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

Deno.test("effects are the coefficients of a regression, in the value and in every resample", () => {
  const random = new RandomStream(17, "four arms");
  const drawn = () => Float64Array.from({ length: 200 }, () => random.uniform());
  for (let world = 0; world < 10; world++) {
    const arms: Estimate[] = CODES.map(() => ({
      value: random.uniform(),
      theseClasses: drawn(),
      classesLikeThese: drawn(),
    }));
    const [both, first, second, none] = arms;
    const effects = effectsOf(both!, first!, second!, none!);
    const coefficient = (which: number): Estimate => {
      const each = (of: "theseClasses" | "classesLikeThese") =>
        Float64Array.from(
          { length: 200 },
          (_, i) => regress(arms.map((arm) => arm[of][i]!))[which]!,
        );
      return {
        value: regress(arms.map(({ value }) => value))[which]!,
        theseClasses: each("theseClasses"),
        classesLikeThese: each("classesLikeThese"),
      };
    };
    for (const [i, name] of (["first", "second", "interaction"] as const).entries()) {
      const expected = Object.entries(part(coefficient(i + 1)));
      for (const [key, value] of expected) {
        const found = effects[name][key as keyof typeof effects.first];
        assert.ok(Math.abs(found - value) < 1e-9, `${name}.${key}: ${found} instead of ${value}`);
      }
    }
  }
});
