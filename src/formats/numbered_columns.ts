/**
 * Tables that have a column for each dimension of an embedding, with numbers at the ends of their names.
 * @module
 */

/**
 * Returns the families of columns whose names differ in a number at their end alone, such as `0`, `1`, `2` … or `dim_0`,
 * `dim_1` …: each in the order of its numbers, which begin at 0 or 1, and of which none is missing.
 *
 * @param columns columns of numbers
 * @returns the families by what stands before the numbers
 *
 * @example
 * ```ts
 * import assert from "node:assert/strict";
 * const columns = ["e_2", "e_1", "fold", "x0", "x2"].map((name) => ({ name }));
 * const families = [...numberedFamilies(columns)];
 * assert.deepEqual(families, [["e_", [{ name: "e_1" }, { name: "e_2" }]]]);
 * ```
 */
export function numberedFamilies<Column extends { readonly name: string }>(
  columns: readonly Column[],
): Map<string, Column[]> {
  const families = new Map<string, Column[]>();
  const repeated = new Set<string>();
  for (const column of columns) {
    const [, before, number] = /^(.*?)(\d{1,6})$/s.exec(column.name.trim()) ?? [];
    if (before === undefined) continue;
    const family = families.get(before) ?? [];
    families.set(before, family);
    // Such as "x1" and "x01".
    if (family[Number(number)] !== undefined) repeated.add(before);
    family[Number(number)] = column;
  }
  const whole = Array.from(families, ([before, family]) => {
    const columns = 0 in family ? family : family.slice(1);
    const isWhole = columns.length > 1 && !Array.from(columns).includes(undefined!);
    return isWhole && !repeated.has(before) ? [[before, columns] as const] : [];
  });
  return new Map(whole.flat());
}
