/** Text for people, in lines of at most 80 columns. */

/** Columns of a terminal that everything fits. */
const COLUMNS = 80;

/**
 * The text in lines of at most 80 columns.
 *
 * @param first what the first line starts with
 * @param others what the other lines start with; default as many spaces
 */
export function wrap(text: string, first: string, others = " ".repeat(first.length)): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  for (const word of text.split(" ")) {
    const gap = empty ? "" : " ";
    if (!empty && line.length + gap.length + word.length > COLUMNS) {
      lines.push(line);
      line = others + word;
    } else line += gap + word;
    empty = false;
  }
  return [...lines, line].join("\n");
}
