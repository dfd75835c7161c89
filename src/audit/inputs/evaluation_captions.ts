/**
 * The captions of an evaluation's sounds, where it has any: then retrieval is measured.
 * @module
 */
import { asWords } from "../../basics/words.ts";
import { cellOf } from "../../datasets/cells.ts";
import { soundIdOf } from "../../datasets/sounds.ts";
import { captionColumns, plainTextColumn } from "../../datasets/text_columns.ts";
import { cellCaptions } from "../../datasets/texts.ts";
import type { EvaluationCaption, EvaluationItem } from "../../leakage/findings.ts";
import { labelOf, type Side } from "./sides.ts";

/** The captions of each sound, by its id; a sound that is absent has none. */
export type SoundCaptions = ReadonlyMap<string, readonly string[]>;

/**
 * Returns the captions of an evaluation's sounds, each once; none where the texts of each class are all the same, since
 * these are its name.
 */
export function evaluationCaptions(sides: readonly Side[]): SoundCaptions {
  const captions = new Map<string, string[]>();
  const ofClass = new Map<string | undefined, Set<string>>();
  for (const side of sides) {
    const found = [...new Set(side.kept.flatMap(({ columns }) => Object.keys(columns)))];
    const plain = plainTextColumn(found);
    const numbered = captionColumns(found);
    for (const item of side.kept) {
      const isPlain = plain !== undefined &&
        (numbered.length === 0 || Object.hasOwn(item.columns, plain));
      const columns = isPlain ? [plain] : numbered;
      const where = () => `"${side.manifest}" row ${item.row}`;
      const texts = columns.flatMap((column) => cellCaptions(cellOf(item, column), column, where))
        .map(({ text }) => asWords(text));
      const sound = side.prefix + soundIdOf(item);
      captions.set(sound, [...new Set([...captions.get(sound) ?? [], ...texts])]);
      const label = labelOf(item, side);
      ofClass.set(label, new Set([...ofClass.get(label) ?? [], ...texts]));
    }
  }
  return ofClass.values().some(({ size }) => size > 1) ? captions : new Map();
}

/** Lists all captions of some sounds for the rule that looks for copies of them. */
export function captionsToCopy(
  items: readonly EvaluationItem[],
  captions: SoundCaptions,
): EvaluationCaption[] {
  // An item of several labels is given once for each.
  const sounds = new Set(items.map(soundIdOf));
  return [...sounds].flatMap((sound) =>
    (captions.get(sound) ?? []).map((text, i) => ({ id: `${sound}#${i + 1}`, text }))
  );
}
