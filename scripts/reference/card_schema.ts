/**
 * The JSON Schema of backbone cards.
 * @module
 */
import { FRONT_END_PRESETS } from "../../src/audio/front_end/presets.ts";
import { FRONT_END_KINDS, frontEndSchema } from "../../src/audio/front_end/schema.ts";
import { CARD_KINDS } from "../../src/backbones/card_schema.ts";
import { type JsonSchema, jsonSchemaOf } from "./json_schema.ts";

/** Returns the schema of any card. */
export function cardSchema(): JsonSchema {
  const frontEnds = new Map([[frontEndSchema, frontEndJson()]]);
  const kinds = Object.values(CARD_KINDS).map((kind) => jsonSchemaOf(kind, frontEnds));
  return { anyOf: kinds.map(withoutHead), ...HEAD };
}

const HEAD = { $schema: "http://json-schema.org/draft-07/schema#" } as const;

function withoutHead(schema: JsonSchema): JsonSchema {
  const { $schema: _, ...rest } = schema as JsonSchema & { readonly $schema?: string };
  return rest;
}

/** A front end is parsed after its preset's keys are filled in; written, it has all keys or names a preset. */
function frontEndJson(): JsonSchema {
  const { waveform, spectrogram } = FRONT_END_KINDS;
  const [plain, full] = [waveform, spectrogram].map((kind) => withoutHead(jsonSchemaOf(kind)));
  const preset = {
    type: "string",
    enum: Object.keys(FRONT_END_PRESETS),
    description: "The front end of a known model; keys beside it replace its own, each as a whole.",
  };
  const { kind: _, ...properties } = full!.properties!;
  const withPreset = {
    type: "object",
    properties: { preset, ...properties },
    required: ["preset"],
    additionalProperties: false,
  };
  return { anyOf: [withPreset, plain!, full!] };
}
