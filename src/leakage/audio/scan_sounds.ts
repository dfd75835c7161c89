/**
 * The rules `AUDIO-EXACT` and `AUDIO-NEAR`: training pairs with the sound of an evaluation item.
 * @module
 */
import { SOUND_RULES, type SoundRule } from "../rule_groups.ts";
import { AudioDecoder, type MonoAudio } from "../../audio/decode.ts";
import { readSoundFile } from "../../audio/sound_file.ts";
import { InputError } from "../../basics/errors.ts";
import { quotable } from "../../basics/printable.ts";
import { breather, type OnProgress } from "../../basics/progress.ts";
import { type EvaluationItem, type Finding, findingPlace, type TrainingPair } from "../findings.ts";
import { ExactCopies, type SoundFinding } from "./exact.ts";
import { NearCopies } from "./near.ts";

/** A sound that could not be read. */
export interface UnreadableSound {
  /** Id of the pair or the item. */
  readonly item: string;
  /** Whether the sound is in training or in the evaluation. */
  readonly side: "training pair" | "evaluation item";
  /** Why it could not be read, with the file's name. */
  readonly reason: string;
}

/** A sound that was read although its file is unusual. */
export interface UnusualSound {
  /** Whether the sound is in training or in the evaluation. */
  readonly side: UnreadableSound["side"];
  /** What is unusual, with the file's name. */
  readonly note: string;
}

/** How sounds are listened to. */
export interface ListenOptions {
  /** Whether a sound that cannot be read, or whose file is unusual, ends the scan. */
  readonly strict?: boolean | undefined;
  /** Called as the scan proceeds. */
  readonly onProgress?: OnProgress | undefined;
  /** Ends the work after the current sound, with its reason. */
  readonly signal?: AbortSignal | undefined;
}

/** What the rules found. */
export interface SoundScan {
  /** In order of the pairs, then of the rules. */
  readonly findings: Finding[];
  /** The sounds that could not be read, each file once; the rules know nothing about them. */
  readonly unreadable: UnreadableSound[];
  /** The sounds that were read although their files are unusual, each file once. */
  readonly unusual: UnusualSound[];
}

/** Implements {@link scanSounds}, which `doors/leakage/scan_sounds.ts` documents. */
export async function scanSounds(
  pairs: readonly TrainingPair[],
  items: readonly EvaluationItem[],
  { rules = SOUND_RULES, ...options }: ListenOptions & {
    readonly rules?: readonly SoundRule[] | undefined;
  } = {},
): Promise<SoundScan> {
  const itemsByFile = byFile(items, rules, "evaluation item");
  const pairsByFile = byFile(pairs, rules, "training pair");
  const listener = new Listener(itemsByFile.size + pairsByFile.size, options);
  const exact = rules.includes("AUDIO-EXACT") ? new ExactCopies() : undefined;
  const near = rules.includes("AUDIO-NEAR") ? await NearCopies.open() : undefined;

  for (const [file, ofFile] of itemsByFile) {
    const audio = await listener.hear(file, ofFile[0]!.id, "evaluation item");
    if (audio === undefined) continue;
    exact?.add(audio, ofFile);
    near?.add(audio, ofFile);
  }
  listener.requireSome("evaluation item", itemsByFile.size);

  const found = new Map<string, SoundFinding[]>();
  for (const [file, ofFile] of pairsByFile) {
    const audio = await listener.hear(file, ofFile[0]!.id, "training pair");
    if (audio === undefined) continue;
    const copies = exact?.find(audio) ?? [];
    const labels = new Set(copies.map(({ label }) => label));
    const others = near?.find(audio).filter(({ label }) => !labels.has(label)) ?? [];
    if (copies.length + others.length > 0) found.set(file, [...copies, ...others]);
  }
  listener.requireSome("training pair", pairsByFile.size);
  const findings = pairs.flatMap((pair) =>
    (found.get(pair.file ?? "") ?? []).map((finding): Finding => ({
      ...finding,
      item: pair.id,
      ...findingPlace(pair, 0),
    }))
  );
  return { findings, unreadable: listener.unreadable, unusual: listener.unusual };
}

/** Groups the pairs or items that have a file by their file, which the captions of a clip share. */
function byFile<Sounding extends { readonly id: string; readonly file?: string }>(
  side: readonly Sounding[],
  rules: readonly SoundRule[],
  what: UnreadableSound["side"],
): Map<string, Sounding[]> {
  const withFile = side.filter(({ file }) => file !== undefined);
  if (withFile.length > 0) return Map.groupBy(withFile, ({ file }) => file!);
  throw new InputError(
    `${rules.join(" and ")} cannot run: none of ${side.length} ${what}s has a file`,
  );
}

/** Decodes one file after the other and records those that cannot be read. */
class Listener {
  readonly unreadable: UnreadableSound[] = [];
  readonly unusual: UnusualSound[] = [];
  readonly #decoder = new AudioDecoder();
  readonly #breathe = breather();
  readonly #total: number;
  readonly #options: ListenOptions;
  #done = 0;

  constructor(total: number, options: ListenOptions) {
    this.#total = total;
    this.#options = options;
  }

  /** Decodes the sound of a file; undefined where it cannot be read. */
  async hear(
    file: string,
    item: string,
    side: UnreadableSound["side"],
  ): Promise<MonoAudio | undefined> {
    await this.#breathe();
    const { strict = false, onProgress, signal } = this.#options;
    signal?.throwIfAborted();
    try {
      const audio = await this.#decoder.decode(await readSoundFile(file), file);
      if (audio.notes.length > 0) {
        const note = `"${quotable(file)}": ${audio.notes.join("; ")}`;
        if (strict) throw new InputError(`The sound of a ${side} is unusual: ${note}`);
        this.unusual.push({ side, note });
      }
      return audio;
    } catch (thrown) {
      if (strict || !(thrown instanceof InputError)) throw thrown;
      this.unreadable.push({ item, side, reason: thrown.message });
      return undefined;
    } finally {
      onProgress?.({ stage: "listening", done: ++this.#done, total: this.#total });
    }
  }

  /** Throws when no file of a side could be read. */
  requireSome(side: UnreadableSound["side"], files: number): void {
    const ofSide = this.unreadable.filter((sound) => sound.side === side);
    if (ofSide.length < files) return;
    throw new InputError(
      `None of ${files} sounds of ${side}s can be read; the first: ${ofSide[0]!.reason}`,
    );
  }
}
