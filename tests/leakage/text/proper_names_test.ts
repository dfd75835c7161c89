import assert from "node:assert/strict";
import { isProperName } from "../../../src/leakage/text/proper_names.ts";
import { tokenize } from "../../../src/leakage/text/tokens.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";

const wordnet = await WordNet.open();

/** Whether a word of a text is part of a name. */
function isNameIn(text: string, word: string): boolean {
  const tokens = tokenize(text);
  const at = tokens.words.indexOf(word);
  assert(at >= 0, word);
  return isProperName(tokens, at, at, wordnet);
}

Deno.test("a word with a capital beside another one is a name among small words", () => {
  for (
    const [text, word] of [
      ["Recorded at Crow Creek Cemetery", "crow"],
      ["visiting the Blender Foundation in Amsterdam", "blender"],
      ["Bell Labs archive hum", "bell"],
      ["a tribute band plays at Club Harp", "harp"],
      ["Jim Morrison of The Doors, vinyl noise", "doors"],
      ["The Doors live bootleg", "doors"],
      ["Thunder Bay train yard at dusk", "thunder"],
      ["Mosquito Coast audiobook", "mosquito"],
      ["Detroit Lions training schedule", "lions"],
      ["Disco Elysium review", "disco"],
      ["Jingle Bell Lane, house number four", "bell"],
      ["a man sings like Sheryl Crow", "crow"],
    ] as const
  ) assert(isNameIn(text, word), text);
});

Deno.test("an animal's word is a name where it does what people do, or where an animal explains it", () => {
  assert(isNameIn("Robin reads the news, take 3", "robin"));
  assert(isNameIn("Jay interviews a guest", "jay"));
  assert(isNameIn("Piper the dog, chewing", "piper"));
  assert(!isNameIn("A robin reads the room", "robin"));
  assert(!isNameIn("Robin sings at dawn", "robin"));
  assert(!isNameIn("Woman reads the news", "woman"));
  assert(!isNameIn("Rain the whole night", "rain"));
});

Deno.test("titles, first words and kinds of things are no names", () => {
  for (
    const [text, word] of [
      ["Dog Barking In The Park", "dog"],
      ["DOG BARKING IN THE PARK", "dog"],
      ["Dogs bark in Bavaria", "dogs"],
      ["Dog Barking at night near a river", "dog"],
      ["American Crow calling from a tree", "crow"],
      ["a Boston Terrier barks", "terrier"],
      ["Rain on Tin Roof", "rain"],
      ["a Canada Goose calls over water", "goose"],
      ["we heard a Dog bark", "dog"],
      ["A man speaks. Rain falls on the roof", "rain"],
      ["The Siamese meows", "siamese"],
      ["The Siamese meows at night", "siamese"],
      ["A door shuts. The Siamese meows at night", "siamese"],
    ] as const
  ) assert(!isNameIn(text, word), text);
});
