/**
 * Captions of sounds, made of words as they come in such.
 * @module
 */
import { RandomStream } from "../../src/basics/random.ts";

// About one caption in three names a label of ESC-50.
const THINGS = ("man woman people car engine door machine water wind crowd birds dog rain metal " +
  "music voice footsteps children room street object wood paper motor river traffic").split(" ");
const ACTIONS =
  ("is running|speaks loudly|is hit repeatedly|moves past|is opened and closed|hums|" +
    "rattles|is talking|walks slowly|gets louder|fades away|is dragged|rustles").split("|");
const PLACES = ("in the background|on a hard floor|at a distance|nearby|in a large room|outside|" +
  "while others talk|over and over again|for a long time|followed by silence").split("|");

/** Made captions of about eleven words. */
export function madeCaptions(count: number): string[] {
  const random = new RandomStream(0, "captions");
  return Array.from({ length: count }, () => madeCaption(random));
}

/** A manifest of captions. */
export function captionsCsv(captions: readonly string[]): string {
  return `file_name,text\n${captions.map((text, i) => `clip-${i}.wav,${text}\n`).join("")}`;
}

function madeCaption(random: RandomStream): string {
  const any = (words: readonly string[]) => words[Math.floor(random.uniform() * words.length)]!;
  return `A ${any(THINGS)} ${any(ACTIONS)} ${any(PLACES)} as the ${any(THINGS)} ${any(ACTIONS)}`;
}
