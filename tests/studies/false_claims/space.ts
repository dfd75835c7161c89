/** Where the sounds of planted worlds are in an audio backbone's space. */
import type { Matrix } from "../../../src/basics/matrix.ts";
import { RandomStream } from "../../../src/basics/random.ts";
import { between, matrixOf, turned, turnOf, unit } from "./vectors.ts";
import type { Draw } from "./world.ts";

/** What a space hears. */
export interface Hearing {
  /** Share of a place's squared length that is the text's, turned; the rest is the topic's own. */
  readonly meaning: number;
  /** Length of the places: 0 where the space hears nothing. */
  readonly length: number;
  /** Standard deviation of recordings from their place, in each column; places have length 1. */
  readonly spread: number;
  /** Share of the evaluation's classes of whose meaning it hears nothing: their places are all their own. */
  readonly deaf: number;
}

/** Whose place sounds have: that of a topic, of a class, or the one opposite to a class's. */
export type Place = "topic" | "class" | "opposite";

const AUDIO_COLUMNS = 24;

/** The space of a backbone in a world. */
export class Space {
  readonly #topics: readonly (readonly number[])[];
  readonly #classes: readonly (readonly number[])[];
  readonly #spread: number;
  readonly #pool: RandomStream;
  readonly #leaked: RandomStream;
  readonly #items: RandomStream;
  readonly #seed: number;

  constructor(
    name: string,
    { meaning, length, spread, deaf }: Hearing,
    codes: {
      readonly topics: readonly (readonly number[])[];
      readonly classes: readonly (readonly number[])[];
    },
    { pool, classes, recordings }: Draw,
  ) {
    const stream = (seed: number, what: string) => new RandomStream(seed, `${name}, ${what}`);
    const turn = turnOf(codes.classes[0]!.length, AUDIO_COLUMNS, stream(pool, "turn"));
    const placeOf = (code: readonly number[], own: RandomStream, share: number) =>
      between(unit(AUDIO_COLUMNS, own), turned(code, turn), share).map((value) => length * value);
    const [ofTopics, ofClasses] = [stream(pool, "topics"), stream(classes, "classes")];
    this.#topics = codes.topics.map((code) => placeOf(code, ofTopics, meaning));
    this.#classes = codes.classes.map((code) => {
      const isDeaf = ofClasses.uniform() < deaf;
      return placeOf(code, ofClasses, isDeaf ? 0 : meaning);
    });
    this.#spread = spread;
    this.#pool = stream(pool, "recordings");
    this.#leaked = stream(classes, "recordings");
    this.#items = stream(recordings, "items");
    this.#seed = pool;
  }

  /** Records training sounds of a topic or of a class. */
  train(
    { of, number }: { readonly of: Place; readonly number: number },
    count: number,
  ): number[][] {
    if (of === "topic") return this.#record(this.#topics[number]!, count, this.#pool);
    const place = this.#classes[number]!;
    const heard = of === "class" ? place : place.map((value) => -value);
    return this.#record(heard, count, this.#leaked);
  }

  /** Records evaluation items of a class. */
  evaluate(number: number, count: number): number[][] {
    return this.#record(this.#classes[number]!, count, this.#items);
  }

  /** Turns all embeddings at once, as a space that has the same sounds in other directions. */
  readonly turn = ({ rows, columns, values }: Matrix, name: string): Matrix => {
    const turn = turnOf(columns, columns, new RandomStream(this.#seed, `${name}, turn`));
    return matrixOf(
      Array.from(
        { length: rows },
        (_, row) => turned(values.subarray(row * columns, (row + 1) * columns), turn),
      ),
    );
  };

  #record(place: readonly number[], count: number, random: RandomStream): number[][] {
    return Array.from(
      { length: count },
      () => place.map((value) => value + this.#spread * random.normal()),
    );
  }
}
