/**
 * What a methods paragraph says of how to make the results again.
 * @module
 */
import { environmentSentence } from "../../words/environment.ts";
import { listed, type MethodsInput, type Paragraph, say, withoutPeriod } from "./sentence.ts";

/** Says what makes the results again. */
export function reproductionParagraph({ results }: MethodsInput): Paragraph {
  const { environment, fingerprint } = results;
  const hash = (key: string) => fingerprint[key]?.slice(0, 12);
  const hashes = [
    ["configuration", hash("configuration") ?? hash("config")],
    ["code of trainings", hash("trainings_code")],
    ["code of embeddings", hash("embeddings_code")],
  ].flatMap(([name, value]) => value === undefined ? [] : [`${name} ${value}`]);
  return {
    heading: "Reproduction",
    sentences: [
      ...(Object.keys(environment).length > 0
        ? [say(withoutPeriod(environmentSentence(environment)))]
        : []),
      ...(hashes.length > 0
        ? [
          say(`SHA-256 hashes begin with: ${listed(hashes)}; run.json has the whole configuration`),
        ]
        : [say("run.json has the whole configuration")]),
    ],
  };
}
