/**
 * The kinds of mistakes that blind sets showed, each by captions that were in none of them.
 * @module
 */
import assert from "node:assert/strict";
import { shippedMatcher } from "./score.ts";

const matchers = {
  fsd50k: await shippedMatcher("fsd50k"),
  audioset: await shippedMatcher("audioset"),
};

/** A caption, a label, and the end of the rule that finds it; without one, the label is not flagged. */
type Case = readonly [text: string, label: string, rule?: string];

function check(name: keyof typeof matchers, cases: readonly Case[]): void {
  for (const [text, label, rule] of cases) {
    const rules = matchers[name].find(text)
      .filter((mention) => mention.label === label && mention.certain)
      .filter((mention) => mention.rule !== "TEXT-HYPERNYM").map((mention) => mention.rule);
    assert.deepEqual(rules, rule === undefined ? [] : [`TEXT-${rule}`], `${text}: ${label}`);
  }
}

Deno.test("idioms with a label's or a synonym's word name nothing", () => {
  check("fsd50k", [
    ["he caught his breath on the landing", "Breathing"],
    ["a deep breath before the dive", "Breathing", "SYNONYM"],
    ["take steps against the hum", "Walk, footsteps"],
    ["steps in a stairwell", "Walk, footsteps", "SYNONYM"],
    ["a pot that needs to fill the void", "Fill (with liquid)"],
    ["record breaker at the regatta", "Waves, surf"],
    ["actions speak louder", "Speech"],
    ["on a higher plane", "Fixed-wing aircraft, airplane"],
    ["nobody but the bug in the firmware", "Insect"],
  ]);
  check("audioset", [
    ["the train schedule whistled past me", "Whistle"],
    ["good vibes only", "Vibraphone"],
    ["no strings attached", "String section"],
    ["the cat goes wild", "Wild animals"],
    ["dancers in swing time", "Swing music"],
  ]);
});

Deno.test("units, files and channels are no sounds", () => {
  check("audioset", [
    ["ducks, 96 kHz / 24 bit", "Biting"],
    ["a zip file with wav takes", "Filing (rasp)"],
    ["camera, burst of 5 frames", "Burst, pop"],
    ["wireless mic next to the stage", "Radio"],
  ]);
  check("fsd50k", [
    ["compressor on the drum bus", "Bus"],
    ["the bus stops at the corner", "Bus", "EXACT"],
    ["a zip file with wav takes", "Tools"],
    ["a file of 10 takes to download", "Tools"],
  ]);
});

Deno.test("places and streets are no animals", () => {
  check("fsd50k", [
    ["bazaar in Turkey, winter 2012", "Bird"],
    ["a turkey in the yard", "Bird", "HYPONYM"],
    ["Wood Street, Cheapside, at night", "Wood"],
    ["ferry dock in Buffalo", "Animal"],
  ]);
  check("audioset", [["a siren is tested, Geneva", "Liquid"], ["Mr. Bell explains it", "Bell"]]);
});

Deno.test("what makes a sound decides which class its word names", () => {
  check("audioset", [
    ["drivers honking behind the taxi", "Honk"],
    ["geese honking on the lake", "Honk", "LEMMA"],
    ["a neighbor whistles for his cat", "Whistling", "LEMMA"],
    ["a woman whistles for her cat", "Whistle"],
    ["a kettle whistles", "Whistling"],
    ["the audience boos the referee", "Snort"],
    ["a fan hollers", "Roar"],
  ]);
  check("fsd50k", [
    ["our spaniel is whining at the gate", "Crying, sobbing"],
    ["a toddler whining in the car", "Crying, sobbing", "HYPONYM"],
    ["floorboards creak", "Squeak"],
    ["soup bubbling in a pot", "Gurgling"],
    ["water bubbling in a tube", "Gurgling", "SYNONYM"],
    ["a male voice", "Male speech, man speaking", "SYNONYM"],
    ["a male voice sings a hymn", "Male speech, man speaking"],
    ["rain pours on the roof", "Pour"],
    ["confetti raining down on the crowd", "Rain"],
    ["a hike through the dark woods", "Wood"],
    ["gale howls round the barn", "Wind", "HYPONYM"],
    ["police car behind the school", "Siren"],
  ]);
});

Deno.test("a form that is a function word is no plural", () => {
  check("fsd50k", [["she does a handstand", "Animal"], [
    "a doe in the clearing",
    "Animal",
    "HYPONYM",
  ]]);
});

Deno.test("what begins another clause is no part of a name", () => {
  check("audioset", [
    ["a man speaks Danish, children playing", "Child speech, kid speaking"],
    ["men talk and children are shouting", "Child speech, kid speaking"],
    ["two children are talking", "Child speech, kid speaking", "SYNONYM"],
    ["a woman coughs and speaks", "Female speech, woman speaking", "LEMMA"],
    ["a woman and a man speak", "Female speech, woman speaking", "LEMMA"],
    ["a woman and a young boy are talking", "Female speech, woman speaking", "SYNONYM"],
  ]);
});

Deno.test("everyday words name their class", () => {
  check("fsd50k", [
    ["a gun is being fired", "Gunshot, gunfire", "SYNONYM"],
    ["two friends converse", "Conversation", "SYNONYM"],
    ["the baby splashes in the bath", "Bathtub (filling or washing)", "SYNONYM"],
    ["road traffic below the window", "Traffic noise, roadway noise", "SYNONYM"],
    ["a chainsaw across the valley", "Engine", "HYPONYM"],
    ["swallows twitter in the barn", "Bird", "HYPONYM"],
    ["he swallows a pill", "Bird"],
    ["the referee blows a whistle", "Alarm", "HYPONYM"],
  ]);
  check("audioset", [
    ["an old folk song", "Folk music", "HYPONYM"],
    ["a cheerful tune", "Happy music", "HYPONYM"],
    ["drum roll", "Snare drum", "HYPONYM"],
  ]);
});
