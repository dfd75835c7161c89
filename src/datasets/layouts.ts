/**
 * The supported public data sets, and how to find which one a folder holds.
 * @module
 */
import { InputError } from "../basics/errors.ts";
import type { DatasetFolder } from "./folder.ts";
import { AUDIO_CAPS } from "./layouts/audiocaps.ts";
import { AUDIO_SET } from "./layouts/audioset.ts";
import { AUDIO_FOLDER } from "./layouts/audio_folder.ts";
import { CLASS_FOLDERS } from "./layouts/class_folders.ts";
import { CLOTHO } from "./layouts/clotho.ts";
import { ESC10 } from "./layouts/esc10.ts";
import { ESC50 } from "./layouts/esc50.ts";
import { FSD50K } from "./layouts/fsd50k.ts";
import { HUB_PARQUET } from "./layouts/hub_parquet.ts";
import type { Layout } from "./layouts/layout.ts";
import { MACS } from "./layouts/macs.ts";
import { NSYNTH } from "./layouts/nsynth.ts";
import { TAU_SCENES } from "./layouts/tau_scenes.ts";
import { URBAN_SOUND_8K } from "./layouts/urbansound8k.ts";
import { VGG_SOUND } from "./layouts/vggsound.ts";
import { WAV_CAPS } from "./layouts/wavcaps.ts";
import { SAMPLE_FOLDER, WEBDATASET } from "./layouts/webdataset.ts";
import { refuseOtherTables } from "./other_tables.ts";

/** The adapters in the order in which they are tried: a hand-written manifest comes first, bare sounds last. */
export const LAYOUTS: readonly Layout[] = [
  AUDIO_FOLDER,
  ESC50,
  URBAN_SOUND_8K,
  FSD50K,
  CLOTHO,
  MACS,
  AUDIO_CAPS,
  WAV_CAPS,
  AUDIO_SET,
  VGG_SOUND,
  NSYNTH,
  TAU_SCENES,
  HUB_PARQUET,
  WEBDATASET,
  SAMPLE_FOLDER,
  ESC10,
  CLASS_FOLDERS,
];

/**
 * Returns the adapter of the data set that a folder holds.
 *
 * @throws {InputError} when it holds no known data set; the message names the table that no layout knows, or lists what
 * was looked for
 */
export async function layoutOf(folder: DatasetFolder): Promise<Layout> {
  for (const layout of LAYOUTS) if (await layout.recognizes(folder)) return layout;
  const known = LAYOUTS.map(({ name, recognizedBy }) => `${name} (${recognizedBy})`).join("; ");
  await refuseOtherTables(folder);
  throw new InputError(`"${folder.path}" holds no known data set; looked for ${known}`);
}
