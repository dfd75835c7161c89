/**
 * MACS (I. Martín-Morató, A. Mesaros, 2021): `MACS.yaml` beside the sounds of TAU Urban Acoustic Scenes 2019,
 * development data, in `audio/` or, as that is unpacked, in `TAU-urban-acoustic-scenes-2019-development/audio/`.
 *
 * Written for release 1.0: `files`, a list of `filename` and `annotations`, which are a list of `annotator_id`,
 * `sentence` and `tags`. Tested on synthetic files.
 * @module
 */
// The data set is YAML; this package is typed, maintained, without dependencies. js-yaml is nine times faster (0.16 s
// against 1.4 s for a synthetic file of MACS' size), which is negligible beside decoding the sounds, but depends on
// argparse.
import { expectedOf } from "../../basics/expected.ts";
import { parse } from "npm:yaml@2.9.1";
import { z } from "npm:zod@4.6.7"; // Parses what comes from outside into typed values, with the path of what is wrong.
import { join } from "node:path";
import { messageOf } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { decodeUtf8, unreadable } from "../../formats/reading.ts";
import type { DatasetFolder } from "../folder.ts";
import { asText } from "../manifest_rows.ts";
import type { Layout } from "./layout.ts";

const TABLE = "MACS.yaml";
const UNPACKED = "TAU-urban-acoustic-scenes-2019-development";

/** Ten times the size of the original; a parsed byte takes some 80 bytes of memory. */
const LARGEST_BYTES = 32 * 1024 ** 2;

const schema = z.object({
  files: z.array(z.object({
    filename: z.string(),
    annotations: z.array(z.object({
      annotator_id: z.string(),
      sentence: z.string(),
      tags: z.array(z.string()),
    })),
  })),
});

/**
 * MACS: two to five captions a clip. The names of TAU's files are SCENE-CITY-LOCATION-SEGMENT-DEVICE.wav; the label
 * is the scene, and the source is city and location, which all segments of a recording share.
 */
export const MACS: Layout = {
  name: "MACS",
  recognizedBy: TABLE,
  recognizes: (folder) => folder.hasFile(TABLE),
  async rows(folder) {
    const nested = !await folder.hasFolder("audio") && await folder.hasFolder(UNPACKED);
    const sounds = nested ? `${UNPACKED}/audio` : "audio";
    const { files } = await readAnnotations(folder);
    return files.map(({ filename, annotations }, i) => {
      const [, label, source] = /^([a-z_]+)-([a-z]+-\d+)-/.exec(filename) ?? [];
      const columns = {
        id: filename,
        file_name: `${sounds}/${filename}`,
        ...(label !== undefined && source !== undefined ? { label, source_id: source } : {}),
        ...Object.fromEntries(annotations.flatMap((annotation, a) => [
          [`caption_${a + 1}`, annotation.sentence],
          [`annotator_id_${a + 1}`, annotation.annotator_id],
          [`tags_${a + 1}`, asText(annotation.tags)],
        ])),
      };
      return { line: i + 1, columns };
    });
  },
};

async function readAnnotations(folder: DatasetFolder): Promise<z.infer<typeof schema>> {
  const path = join(folder.path, TABLE);
  const bytes = await folder.read(TABLE);
  if (bytes.length > LARGEST_BYTES) {
    throw unreadable(path, `it has ${bytes.length} bytes; expected at most ${LARGEST_BYTES}`);
  }
  const text = decodeUtf8(bytes, path);
  let value: unknown;
  try {
    // The failsafe schema reads every scalar as text, even a caption "no". Aliases could make a small file large.
    value = parse(text, { schema: "failsafe", maxAliasCount: 0, logLevel: "error" });
  } catch (thrown) {
    throw unreadable(path, `it is not YAML: ${quotable(messageOf(thrown))}`);
  }
  const checked = schema.safeParse(value);
  if (checked.success) return checked.data;
  const { path: keys, message } = checked.error.issues[0]!;
  throw unreadable(path, `${keys.join(".") || "it"}: ${expectedOf(message)}`);
}
