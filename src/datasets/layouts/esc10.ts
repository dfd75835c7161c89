/**
 * ESC-10 (K. J. Piczak, 2015) as its repository is downloaded: one folder for each class, named like `001 - Dog
 * bark`, with Ogg files named FOLD-FREESOUNDID-TAKE.ogg.
 *
 * Tested on the real files.
 * @module
 */
import type { DatasetFolder } from "../folder.ts";
import type { Layout } from "./layout.ts";

const CLASS = /^\d{3} - /;
const CLIP = /^\d{3} - ([^/]+)\/(\d)-(\d+)-([A-Z])\.ogg$/i;

const UNNAMED = /^(?:\d{3} - )?([^/]+)\/(?:[^/]*\ufffd[^/]*|\*)()()()$/;

/** ESC-10: the label is the folder's name without its number, the source the Freesound id. */
export const ESC10: Layout = {
  name: "ESC-10",
  recognizedBy: 'folders named as "001 - Dog bark" of files named as 1-30226-A.ogg',
  recognizes: async (folder) => (await clipsOf(folder)).length > 0,
  async rows(folder) {
    const clips = await clipsOf(folder);
    return clips.map(({ path, label, parts: [fold, source, take] }, i) => ({
      line: i + 1,
      columns: { file_name: path, label, fold: fold!, source_id: source!, take: take! },
    }));
  },
};

/**
 * The clips; empty if any audio file's name is not of ESC-10's form. For a clip whose name is not UTF-8, so that it
 * cannot be read, only the class is known.
 */
async function clipsOf(folder: DatasetFolder) {
  if (!(await folder.entries()).folders.some((name) => CLASS.test(name))) return [];
  const files = await folder.audioFiles();
  const clips = files.flatMap((path) => {
    const [, label, ...parts] = CLIP.exec(path) ?? UNNAMED.exec(path) ?? [];
    return label === undefined ? [] : [{ path, label, parts }];
  });
  return clips.length === files.length ? clips : [];
}
