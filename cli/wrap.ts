/** Text for people, in lines of at most 80 columns. */

/** Columns of a terminal that everything fits. */
const COLUMNS = 80;

/**
 * The text in lines of at most 80 columns. A name that is longer is broken; a path is not, since it is copied whole.
 *
 * @param first what the first line starts with
 * @param others what the other lines start with; default as many spaces
 */
export function wrap(text: string, first: string, others = " ".repeat(first.length)): string {
  const lines: string[] = [];
  let line = first;
  let empty = true;
  const room = COLUMNS - Math.max(first.length, others.length);
  for (const word of text.split(" ").flatMap((word) => piecesOf(word, room))) {
    const gap = empty ? "" : " ";
    if (!empty && line.length + gap.length + word.length > COLUMNS) {
      lines.push(line);
      line = others + word;
    } else line += gap + word;
    empty = false;
  }
  return [...lines, line].join("\n");
}

/** Breaks a word that no line holds between characters. */
function piecesOf(word: string, room: number): string[] {
  if (word.length <= room || word.includes("/")) return [word];
  const pieces = [""];
  for (const character of word) {
    if (pieces.at(-1)!.length + character.length > room) pieces.push("");
    pieces[pieces.length - 1] += character;
  }
  return pieces;
}
