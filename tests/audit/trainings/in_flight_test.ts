import assert from "node:assert/strict";
import type { AuditAudio, AuditBackbones, AuditText } from "../../../src/audit/inputs/shape.ts";
import { MOST_IN_FLIGHT, trainingsInFlight } from "../../../src/audit/trainings/in_flight.ts";

const MEBI = 2 ** 20;

/** A matrix of some bytes. */
function matrix(bytes: number) {
  const values = new Float32Array(bytes / Float32Array.BYTES_PER_ELEMENT);
  return { rows: 1, columns: values.length, values };
}

function backbones(audio: readonly number[], text: readonly number[]): AuditBackbones {
  const sounds = audio.map((bytes): AuditAudio => ({
    name: "audio",
    baseline: undefined,
    training: matrix(bytes),
    evaluation: matrix(MEBI),
  }));
  const texts = text.map((bytes): AuditText => ({
    name: "text",
    baseline: undefined,
    texts: [],
    vectors: matrix(bytes),
    outOfVocabulary: [],
  }));
  return { audio: sounds, text: texts, published: [], known: [] };
}

Deno.test("large trainings keep a device for themselves, by the largest pair of backbones", () => {
  assert.equal(trainingsInFlight(backbones([MEBI], [MEBI])), MOST_IN_FLIGHT);
  assert.equal(trainingsInFlight(backbones([MEBI, 32 * MEBI], [MEBI, 32 * MEBI])), MOST_IN_FLIGHT);
  assert.equal(trainingsInFlight(backbones([MEBI, 32 * MEBI], [MEBI, 33 * MEBI])), 1);
  assert.equal(trainingsInFlight(backbones([64 * MEBI, MEBI], [MEBI])), 1);
});
