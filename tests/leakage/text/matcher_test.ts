import assert from "node:assert/strict";
import fc from "npm:fast-check@4.10.2";
import { InputError } from "../../../src/basics/errors.ts";
import type { LabelEntry } from "../../../src/leakage/labels/label_set.ts";
import { TEXT_RULES } from "../../../src/leakage/text/meaning.ts";
import { compileTextRules } from "../../../src/leakage/text/text_rules.ts";
import { WordNet } from "../../../src/leakage/wordnet/wordnet.ts";
import { computingClock } from "../../computing_time.ts";

const wordnet = await WordNet.open();

const LABELS: LabelEntry[] = [
  { label: "dog", senses: ["dog.n.01"] },
  { label: "train", senses: ["train.n.01"], unless: { train: ["gown", "bridesmaid"] } },
  { label: "crow", senses: ["crow.n.01"] },
  { label: "bus", senses: ["bus.n.01"] },
  { label: "insects", senses: ["insect.n.01"] },
  { label: "rain", senses: ["rain.n.01", "rain.v.01"], forms: { rain: ["rainy"] } },
  { label: "sneezing", senses: ["sneeze.n.01", "sneeze.v.01"] },
  { label: "hand_saw", senses: ["hand_saw.n.01", "saw.n.02"] },
  { label: "sea_waves" },
  { label: "owl_call", synonyms: ["give a hoot"], narrower: ["tu-whit"], broader: ["call"] },
  {
    label: "crying_baby",
    parts: [
      { words: "crying", senses: ["cry.v.02"] },
      { words: "baby", senses: ["baby.n.01"], narrower: ["triplet"] },
    ],
    not: ["baby sitter"],
  },
  {
    label: "door_wood_knock",
    parts: [
      { words: "door", senses: ["door.n.01"] },
      { words: "knock", senses: ["knock.v.02", "knock.n.01"] },
    ],
    forms: { wood: ["wooden"] },
  },
  {
    label: "can_opening",
    parts: [
      { words: "can", senses: ["can.n.01"] },
      { words: "opening", senses: ["open.v.01"] },
    ],
  },
];
const matcher = compileTextRules({ name: "made", labels: LABELS }, wordnet, TEXT_RULES);

/** Returns `RULE label [matched]` for each mention, with `?` where it is not certain; broader ones on request. */
function mentionsIn(text: string, broader = false): string[] {
  return matcher.find(text)
    .filter(({ rule }) => broader || rule !== "TEXT-HYPERNYM")
    .map(({ rule, label, matched, certain }) =>
      `${rule.slice(5)} ${label} [${matched}]${certain ? "" : "?"}`
    );
}

const CASES: Record<string, [text: string, ...expected: string[]][]> = {
  "inflection and order": [
    ["A dog barks", "EXACT dog [dog]"],
    ["Dogs bark", "LEMMA dog [Dogs]"],
    ["the dog’s bowl", "EXACT dog [dog]"],
    ["It is raining on a rainy day", "LEMMA rain [raining]"],
    ["A man sneezes", "LEMMA sneezing [sneezes]"],
    ["a sneeze", "LEMMA sneezing [sneeze]"],
    ["waves of the sea", "LEMMA sea_waves [waves of the sea]"],
    ["sea waves", "EXACT sea_waves [sea waves]"],
    ["Sea-Waves", "EXACT sea_waves [Sea-Waves]"],
    ["he waves at the sea"],
  ],
  "synonyms and narrower things": [
    ["He gives a hoot", "SYNONYM owl_call [gives a hoot]"],
    ["Owls go tu-whit", "HYPONYM owl_call [tu-whit]"],
    ["A saw cuts wood", "SYNONYM hand_saw [saw]"],
    ["Beagles howl", "HYPONYM dog [Beagles]"],
    ["a chihuahua yaps", "HYPONYM dog [chihuahua]"],
    ["a freight train", "EXACT train [train]"],
    ["dogs bark at a beagle", "LEMMA dog [dogs]", "HYPONYM dog [beagle]"],
    ["an admiral speaks", "HYPONYM insects [admiral]?"],
  ],
  "parts together": [
    ["a crying baby", "EXACT crying_baby [crying baby]"],
    ["The baby in the next room is crying", "LEMMA crying_baby [baby in the next room is crying]"],
    ["an infant weeps", "SYNONYM crying_baby [infant weeps]"],
    ["a triplet sobs", "HYPONYM crying_baby [triplet sobs]"],
    ["the baby coos and cries", "LEMMA crying_baby [baby coos and cries]"],
    ["a baby sleeps while a man is crying"],
    ["a baby laughs and a woman cries"],
    ["a baby. Someone cries"],
    ["a man is weeping, babies laugh"],
    ["a baby playing in a park and children crying"],
    [
      "a baby playing in a park and loudly crying",
      "LEMMA crying_baby [baby playing in a park and loudly crying]",
    ],
    ["the baby sitter cries"],
    [
      "knocks three times on a wooden door",
      "LEMMA door_wood_knock [knocks three times on a wooden door]",
    ],
    ["knocking on the door", "SYNONYM door_wood_knock [knocking on the door]"],
    ["knocking on an oak door", "HYPONYM door_wood_knock [knocking on an oak door]"],
    ["opens a can of soda", "LEMMA can_opening [opens a can]"],
  ],
  "parts of speech": [
    ["They train dogs", "LEMMA dog [dogs]", "EXACT train [train]?"],
    ["people train hard", "EXACT train [train]?"],
    ["the driver bus", "EXACT bus [bus]"],
    ["the team trains the players", "LEMMA train [trains]?"],
    ["freight trains in the distance", "LEMMA train [trains]"],
    ["A training session"],
    ["I saw a plank", "SYNONYM hand_saw [saw]?"],
    ["A man saw a plank", "SYNONYM hand_saw [saw]?"],
    ["A rooster crows at dawn", "LEMMA crow [crows]?"],
    ["two crows caw", "LEMMA crow [crows]"],
    ["A plane flies past", "HYPONYM insects [flies]?"],
    ["a flag flies", "HYPONYM insects [flies]?"],
    ["a few flies buzz", "HYPONYM insects [flies]"],
    ["house flies buzz", "HYPONYM insects [house flies]"],
    ["a cat purrs, dogs bark", "LEMMA dog [dogs]"],
    ["a baby makes trains", "LEMMA train [trains]"],
    ["A person collecting trains", "LEMMA train [trains]"],
    ["You can hear someone opening a bag"],
  ],
  "other senses": [
    ["a hot dog stand", "EXACT dog [dog]?"],
    ["a prairie dog", "EXACT dog [dog]?"],
    ["a black dog", "EXACT dog [dog]"],
    ["her gowns have long trains", "LEMMA train [trains]?"],
    ["the train of her gown", "EXACT train [train]?"],
    ["a train passes a wedding", "EXACT train [train]"],
    ["it is hot, dogs bark", "LEMMA dog [dogs]"],
    ["crowd, category, dogma, raincoat"],
  ],
  "denials": [
    ["no rain", "EXACT rain [rain]?"],
    ["there is no sound of any rain", "EXACT rain [rain]?"],
    ["without dogs or rain", "LEMMA dog [dogs]?", "EXACT rain [rain]?"],
    ["it isn't raining", "LEMMA rain [raining]?"],
    ["the dog is not barking", "EXACT dog [dog]?"],
    ["the baby is not crying", "LEMMA crying_baby [baby is not crying]?"],
    ["not one dog barks", "EXACT dog [dog]?"],
    ["free of insects", "EXACT insects [insects]?"],
    ["no one speaks while a dog barks", "EXACT dog [dog]"],
    ["no longer alone, a dog barks", "EXACT dog [dog]"],
    ["the dog is missing", "EXACT dog [dog]?"],
    ["the rain is off", "EXACT rain [rain]?"],
    ["the train is off to the coast", "EXACT train [train]"],
    ["a dog-free zone", "EXACT dog [dog]?"],
    ["rain-like noise", "EXACT rain [rain]?"],
    ["dog free to good home", "EXACT dog [dog]"],
    ["no one sneezes", "LEMMA sneezing [sneezes]?"],
    ["Dogs? There are none here", "LEMMA dog [Dogs]?"],
    ["Dogs? They bark", "LEMMA dog [Dogs]"],
    ["the train will not start", "EXACT train [train]"],
    ["not only a dog", "EXACT dog [dog]"],
    ["no cars and a dog", "EXACT dog [dog]"],
    ["no rain at first, then rain", "EXACT rain [rain]"],
  ],
};

for (const [what, cases] of Object.entries(CASES)) {
  for (const [text, ...expected] of cases) {
    Deno.test(`${what}: ${text}`, () => {
      assert.deepEqual(mentionsIn(text).sort(), expected.sort());
    });
  }
}

/** Returns what is flagged in a caption for one label. */
function flaggedFor(entry: LabelEntry, text: string): string[] {
  return compileTextRules({ name: "one", labels: [entry] }, wordnet, TEXT_RULES).find(text)
    .filter(({ certain, rule }) => certain && rule !== "TEXT-HYPERNYM")
    .map(({ rule, matched }) => `${rule.slice(5)} ${matched}`);
}

Deno.test("a word can mean a label only with some other words in the text", () => {
  const entry = { label: "Scratching", onlyWith: { scratching: ["dj", "turntable"] } };
  assert.deepEqual(flaggedFor(entry, "Scratching on two turntables"), ["EXACT Scratching"]);
  assert.deepEqual(flaggedFor(entry, "A cat is scratching a door"), []);
});

Deno.test("a narrower word that is listed for a thing is no verb, unless it says how the thing sounds", () => {
  const entry = { label: "crow", senses: ["crow.n.01"], narrower: ["caw", "rook"] };
  assert.deepEqual(flaggedFor(entry, "cawing in the distance"), ["HYPONYM cawing"]);
  assert.deepEqual(flaggedFor(entry, "it caws at them"), ["HYPONYM caws"]);
  assert.deepEqual(flaggedFor(entry, "they rook him"), []);
});

Deno.test("words that are listed beside parts are nouns where all parts are", () => {
  const parts = [
    { words: "wild", senses: ["wilderness.n.03"] },
    { words: "animals", senses: ["animal.n.01"] },
  ];
  const entry = { label: "Wild animals", narrower: ["bear", "wolf"], parts };
  assert.deepEqual(flaggedFor(entry, "wolves and a bear"), ["HYPONYM wolves"]);
  assert.deepEqual(flaggedFor(entry, "it bore fruit"), []);
});

Deno.test("the name of an action is found where it stands as a noun", () => {
  const entry = { label: "Stir", senses: ["stir.v.01"] };
  assert.deepEqual(flaggedFor(entry, "the stir of a spoon"), ["EXACT stir"]);
});

Deno.test("broader things are found, from WordNet or as listed", () => {
  assert.deepEqual(mentionsIn("a canine", true), ["HYPERNYM dog [canine]"]);
  assert.deepEqual(mentionsIn("calls", true), ["HYPERNYM owl_call [calls]"]);
  assert.deepEqual(mentionsIn("things and objects", true), []);
});

Deno.test("a path leads from the match to the label, and lowers the confidence", () => {
  const [beagle] = matcher.find("a beagle");
  assert.equal(beagle?.path, "beagle > hound > hunting dog > dog");
  const [puppy] = matcher.find("a puppy");
  assert(puppy!.confidence > beagle!.confidence);
  assert(matcher.find("a hot dog")[0]!.confidence <= 0.3);
});

Deno.test("the names of a label with commas are found where no senses are known; 'a' is not a vitamin", () => {
  const labels = [{ label: "Gunshot, gunfire" }, { label: "food", senses: ["food.n.01"] }];
  const plain = compileTextRules({ name: "made", labels }, wordnet, TEXT_RULES);
  assert.deepEqual(plain.find("a burst of gunfire").map(({ rule, label }) => [rule, label]), [
    ["TEXT-EXACT", "Gunshot, gunfire"],
  ]);
});

Deno.test("rules that are not chosen find nothing", () => {
  const exact = compileTextRules({ name: "made", labels: LABELS }, wordnet, ["TEXT-EXACT"]);
  assert.deepEqual(exact.find("dogs, beagles and a hand saw").map(({ label }) => label), [
    "hand_saw",
  ]);
});

Deno.test("a sense that WordNet does not know is refused by name", () => {
  const labels = [{ label: "dog", senses: ["dog.n.99"] }];
  assert.throws(
    () => compileTextRules({ name: "made", labels }, wordnet, TEXT_RULES),
    (error) => error instanceof InputError && /"dog" has sense "dog\.n\.99"/.test(error.message),
  );
});

Deno.test("property names of JavaScript objects are words like others", () => {
  assert.deepEqual(mentionsIn("a constructor trains hard"), ["LEMMA train [trains]?"]);
  const labels = [{ label: "constructor", forms: { builder: ["builders"] } }];
  const constructors = compileTextRules({ name: "made", labels }, wordnet, TEXT_RULES);
  assert.equal(constructors.find("a constructor")[0]?.label, "constructor");
});

Deno.test("a text of nothing but mentions takes time in proportion to its length", () => {
  const timeOf = (text: string) => {
    const milliseconds = computingClock();
    assert(matcher.find(text).length > 0);
    return milliseconds();
  };
  for (const mention of ["hot dog ", "baby is crying ", "waves of sea "]) {
    timeOf(mention.repeat(1000));
    const short = timeOf(mention.repeat(3000));
    const long = timeOf(mention.repeat(60_000));
    // The text is twenty times as long; comparing all mentions with all would take four hundred times as long.
    assert(long < 120 * short + 1000, `${mention}: ${short} ms, ${long} ms`);
  }
});

Deno.test("labels that share a word are compiled in time in proportion to their number", () => {
  const timeOf = (count: number) => {
    const milliseconds = computingClock();
    const labels = Array.from({ length: count }, (_, i) => ({ label: `sound_${i}` }));
    compileTextRules({ name: "made", labels }, wordnet, TEXT_RULES);
    return milliseconds();
  };
  timeOf(500);
  const [few, many] = [timeOf(1000), timeOf(16_000)];
  assert(many < 60 * few + 1000, `${few} ms, ${many} ms`);
});

Deno.test("mentions are slices of any text, with each label and rule once", () => {
  const word = fc.constantFrom(
    ..."dog dogs beagle no not a the and while crying baby can opens door knocks wooden , . ’s 犬 \ud800 \0 İ ﬁ"
      .split(" "),
  );
  const text = fc.oneof(
    fc.string({ unit: "binary", maxLength: 60 }),
    fc.array(word, { maxLength: 30 }).map((words) => words.join(" ")),
  );
  fc.assert(
    fc.property(text, (text) => {
      const mentions = matcher.find(text);
      for (const { start, end, matched, confidence } of mentions) {
        assert(start < end && end <= text.length);
        assert.equal(text.slice(start, end), matched);
        assert(confidence > 0 && confidence <= 1);
      }
      const keys = mentions.map(({ label, rule }) => `${rule} ${label}`);
      assert.equal(new Set(keys).size, keys.length);
    }),
    { seed: 1, numRuns: 500 },
  );
});
