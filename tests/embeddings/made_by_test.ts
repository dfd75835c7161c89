import assert from "node:assert/strict";
import { codeHashes } from "../../src/basics/code_hashes.ts";
import { codeOf, otherCodeNotes } from "../../src/embeddings/made_by.ts";

const { embeddings, trainings } = await codeHashes();
const short = (hash: string) => `${hash.slice(0, 8)}…`;

Deno.test("sets made by other code are noted in one line, others are not", async () => {
  const own = { name: "own", code: { embeddings, trainings } };
  const silent = { name: "from elsewhere", code: {} };
  assert.deepEqual(await otherCodeNotes([own, silent]), []);
  const other = { name: "clips\u001b[2J", code: { embeddings: "0123456789", trainings } };
  const both = { name: "shared", code: { embeddings: "a".repeat(64), trainings: "b".repeat(64) } };
  assert.deepEqual(await otherCodeNotes([own, other, silent, other, both]), [
    `Made by other code than this, and kept as it is: "clips\ufffd[2J" (embeddings 01234567…, now ` +
    `${short(embeddings)}), "shared" (embeddings aaaaaaaa…, now ${short(embeddings)}; trainings ` +
    `bbbbbbbb…, now ${short(trainings)}).`,
  ]);
});

Deno.test("identities from elsewhere give their code or nothing", () => {
  for (
    const identity of [
      { code: null },
      { code: "0.1.0" },
      { code: ["x"] },
      { code: { embeddings: 1 } },
      { projectedFrom: "x" },
      { projectedFrom: { identity: [] } },
    ]
  ) assert.deepEqual(codeOf(identity), {});
  const deep = {
    projectedFrom: { identity: { projectedFrom: { identity: { code: { embeddings } } } } },
  };
  assert.deepEqual(codeOf(deep), { embeddings });
});
