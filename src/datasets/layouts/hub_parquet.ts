/**
 * A data set as the Hugging Face Hub has it: Parquet tables with the sounds inside, in shards such as
 * `data/train-00000-of-00004.parquet`, or `default/train/0000.parquet` as the Hub converts.
 *
 * Written for `datasets` 4. Tested on tables that pyarrow wrote in that form.
 * @module
 */
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import type { DatasetFolder } from "../folder.ts";
import { joinShards, readShard, type ShardFile } from "../shards.ts";
import { isSplit } from "../split_names.ts";
import type { Layout } from "./layout.ts";

/** A shard's name: its split, its number from 0, how many there are, and the hash that older versions add. */
const SHARD = /^(?:([\w.]+)-)?(\d{5,9})-of-(\d{5,9})(?:-[\da-f]{8,64})?\.parquet$/;
/** A table's name, if it is one of a split's: `train.parquet`, or `0000.parquet` in a folder. */
const TABLE = /^(\w+)\.parquet$/;

/** A Hub data set. */
export const HUB_PARQUET: Layout = {
  name: "Hugging Face Parquet",
  recognizedBy: "data/train-00000-of-00001.parquet or the like",
  recognizes: async (folder) => (await configurationsOf(folder)).length > 0,
  async rows(folder, options) {
    const [shards, another] = await configurationsOf(folder);
    if (another !== undefined) {
      throw new InputError(
        `"${folder.path}" holds several configurations, in ${quotedFolder(shards!)} and ` +
          `${quotedFolder(another)}; name the folder of one`,
      );
    }
    checkWhole(folder, shards!);
    const reads = [];
    for (const { name } of shards!) {
      reads.push(await folder.readElsewhere(name, (path) => readShard(path, name, options)));
    }
    return joinShards(shards!, reads, options);
  },
};

function quotedFolder(shards: readonly ShardFile[]): string {
  const parts = shards[0]!.name.split("/");
  return `"${quotable(parts.length > 1 ? parts[0]! : ".")}"`;
}

/** The tables here and in folders, each list a data set of its own. */
async function configurationsOf(folder: DatasetFolder): Promise<ShardFile[][]> {
  const own = await tablesIn(folder, "");
  if (own.length > 0) return [own];
  const found = [];
  for (const name of (await folder.entries()).folders.filter((name) => !isSplit(name))) {
    const tables = await tablesIn(folder, `${name}/`);
    if (tables.length > 0) found.push(tables);
  }
  return found;
}

async function tablesIn(folder: DatasetFolder, prefix: string): Promise<ShardFile[]> {
  const { folders, files } = await folder.entriesIfAny(prefix.slice(0, -1));
  const tables = files.flatMap((name) => {
    const split = SHARD.exec(name)?.[1] ?? TABLE.exec(name)?.[1] ?? "";
    const isTable = SHARD.test(name) || isSplit(split);
    const isKnown = split !== "" && !/^\d+$/.test(split);
    return isTable ? [{ name: prefix + name, split: isKnown ? split : undefined }] : [];
  });
  for (const split of folders.filter(isSplit)) {
    const names = (await folder.entriesIfAny(prefix + split)).files;
    const numbered = names.filter((name) => SHARD.test(name) || /^\d+\.parquet$/.test(name));
    tables.push(...numbered.map((name) => ({ name: `${prefix}${split}/${name}`, split })));
  }
  return tables;
}

/** Checks that no shard is missing: half a data set gives other numbers. */
function checkWhole({ path }: DatasetFolder, shards: readonly ShardFile[]): void {
  const seen = new Map<string, Set<number>>();
  for (const { name } of shards) {
    const parts = SHARD.exec(name.split("/").at(-1)!);
    if (parts === null) continue;
    const family = name.slice(0, name.length - parts[0].length) +
      `${parts[1] ?? ""}-of-${parts[3]}`;
    seen.set(family, (seen.get(family) ?? new Set()).add(Number(parts[2])));
  }
  for (const [family, numbers] of seen) {
    const count = Number(family.slice(family.lastIndexOf("-") + 1));
    const missing = Array.from(numbers.keys().toArray().sort((a, b) => a - b).entries())
      .find(([i, number]) => i !== number)?.[0] ?? numbers.size;
    if (missing >= count) continue;
    throw new InputError(
      `"${path}" holds ${numbers.size} of the ${count} tables "${quotable(family)}": number ` +
        `${missing}, from 0, is missing; fetch it, or name the files that are to be read`,
    );
  }
}
