import assert from "node:assert/strict";
import { join } from "node:path";
import type { DraftChoice } from "../../../src/audit/draft/choice.ts";
import {
  type ConfigurationDraft,
  draftConfiguration,
} from "../../../src/audit/draft/draft_configuration.ts";

/** Names of files and models. */
export type Asked = Partial<
  Record<"evaluation" | "training" | "audio" | "text" | "labelColumn", string>
>;

/** Drafts for names of files in a folder. */
export function drafted(folder: string, asked: Asked): Promise<ConfigurationDraft> {
  const there = (names = "") =>
    names.split(" ").map((name) => /\.|^[a-z]+$/.test(name) ? join(folder, name) : name);
  return draftConfiguration({
    ...asked,
    evaluation: there(asked.evaluation)[0]!,
    ...(asked.training === undefined ? {} : { training: there(asked.training)[0]! }),
    audio: there(asked.audio ?? "log-mel-statistics"),
    text: there(asked.text ?? "glove-100d"),
    out: join(folder, "audit.json"),
  });
}

/** The choice of a key. */
export function choiceOf({ choices }: ConfigurationDraft, key: string): DraftChoice {
  const found = choices.find((choice) => choice.key === key);
  assert.ok(found, `no choice of ${key}`);
  return found;
}
