/**
 * Shows the doctor's results on the page of a device check.
 * @module
 */

/** The parts of the doctor's JSON that this page uses. */
export interface FoundDoctor {
  /** Every device, best first. */
  readonly checked: readonly {
    readonly device: { readonly name: string; readonly choice: string };
    readonly checks: readonly {
      readonly operation: string;
      readonly passed: boolean;
      readonly detail: string;
    }[];
  }[];
  readonly advice: readonly string[];
}

/** Lists how many answers are right, which are wrong, and what is missing. */
export function doctorSection({ checked, advice }: FoundDoctor): string {
  const lines = checked.flatMap(({ device, checks }) => [
    `- ${device.name}: ${checks.filter(({ passed }) => passed).length} of ${checks.length} right`,
    ...checks.filter(({ passed }) => !passed)
      .map(({ operation, detail }) => `  - **wrong:** ${operation}: ${detail}`),
  ]);
  return [...lines, ...advice.map((sentence) => `- ${sentence}`)].join("\n");
}
