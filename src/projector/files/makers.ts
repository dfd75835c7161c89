/**
 * The code that a projector file is made by.
 * @module
 */
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { parseJson } from "../../basics/parse_json.ts";
import { recordOf } from "../../basics/record_schema.ts";
import { codeOf, type MadeBy } from "../../embeddings/made_by.ts";
import { CODE_FIELD } from "../checkpoint.ts";
import type { Side } from "../parameters.ts";
import type { ProjectorFile } from "./projector_file.ts";

const jsonObject = recordOf(z.json());

/** Returns the code that trained projectors, and that made the sets that they were trained on. */
export function makersOf(
  { name, metadata }: Pick<ProjectorFile, "name" | "metadata">,
  sides: readonly Side[],
): MadeBy[] {
  const trainings = metadata[CODE_FIELD];
  const sets = sides.map((side) => {
    const identity = metadata[`${side}.identity`] ?? "{}";
    const { embeddings } = codeOf(parseJson(identity, `${name}: ${side}.identity`, jsonObject));
    return {
      name: `${name}: its ${side} set`,
      code: embeddings === undefined ? {} : { embeddings },
    };
  });
  return [{ name, code: trainings === undefined ? {} : { trainings } }, ...sets];
}
