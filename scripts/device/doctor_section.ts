/**
 * What the doctor found, on the page of a device check.
 * @module
 */

/** What the doctor's JSON holds, as far as it is used here. */
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

/** How many answers are right, which are wrong, and what is missing. */
export function doctorSection({ checked, advice }: FoundDoctor): string {
  const lines = checked.flatMap(({ device, checks }) => [
    `- ${device.name}: ${checks.filter(({ passed }) => passed).length} of ${checks.length} right`,
    ...checks.filter(({ passed }) => !passed)
      .map(({ operation, detail }) => `  - **wrong:** ${operation}: ${detail}`),
  ]);
  return [...lines, ...advice.map((sentence) => `- ${sentence}`)].join("\n");
}
