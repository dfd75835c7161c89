/**
 * Names of files that are not UTF-8.
 * @module
 */

/**
 * Names that are not UTF-8 and differ only in bytes shown as U+FFFD look the same: all but the first get a number.
 */
export function numbered(names: readonly string[]): string[] {
  return names.map((name, i) => {
    let number = 1;
    while (names[i - number] === name) number++;
    return number === 1 ? name : name.replace(/(\/\*|\.[^./]*)?$/, ` (${number})$1`);
  });
}
