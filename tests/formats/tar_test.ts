import assert from "node:assert/strict";
import { tarMembers } from "../../src/formats/tar.ts";
import { assertSafe } from "./damage.ts";
import { type MadeMember, makeTar, paxRecord } from "./made_tar.ts";

const LONG = `${"deep/".repeat(50)}a.flac`;
const namesIn = (bytes: Uint8Array) => [...tarMembers(bytes, "x")].map(({ name }) => name);
const contentsIn = (bytes: Uint8Array) =>
  [...tarMembers(bytes, "x")].map(({ name, start, length }) => [
    name,
    new TextDecoder().decode(bytes.subarray(start, start + length)),
  ]);

Deno.test("members are found by ustar's, pax's and GNU's names", () => {
  const bytes = makeTar([
    { name: "./a.txt", bytes: "one" },
    { name: "folder/", kind: "5" },
    { name: "b.txt", prefix: "a/long/prefix", bytes: "two" },
    { name: "@", kind: "x", bytes: paxRecord("mtime", "1") + paxRecord("path", LONG) },
    { name: "cut", bytes: "three" },
    { name: "././@LongLink", kind: "L", bytes: `${LONG}2\0` },
    { name: "cut", bytes: "four" },
    { name: "@", kind: "g", bytes: paxRecord("comment", "ü") },
    { name: "empty" },
  ]);
  assert.deepEqual(contentsIn(bytes), [
    ["a.txt", "one"],
    ["a/long/prefix/b.txt", "two"],
    [LONG, "three"],
    [`${LONG}2`, "four"],
    ["empty", ""],
  ]);
  // Some writers leave out the blocks at the end.
  assert.equal(namesIn(bytes.subarray(0, -1024)).length, 5);
});

Deno.test("links and devices are left out", () => {
  const kinds = ["1", "2", "3", "4", "6"].map((kind) => ({ name: `k${kind}.wav`, kind }));
  assert.deepEqual(namesIn(makeTar([...kinds, { name: "a.wav" }])), ["a.wav"]);
});

Deno.test("a name that leads out of the archive is refused", () => {
  const outside: MadeMember[][] = [
    [{ name: "../a.wav" }],
    [{ name: "a/../../b.wav" }],
    [{ name: "/etc/passwd" }],
    [{ name: "a.wav", prefix: "/etc" }],
    [{ name: "@", kind: "x", bytes: paxRecord("path", "../a.wav") }, { name: "a.wav" }],
    [{ name: "@", kind: "L", bytes: "/a.wav\0" }, { name: "a.wav" }],
  ];
  for (const members of outside) {
    assert.throws(() => namesIn(makeTar(members)), {
      name: "InputError",
      message: /its header at byte \d+ names a file outside of the archive, "/,
    });
  }
});

Deno.test("each fault of an archive has its message", () => {
  const whole = makeTar([{ name: "a.wav", bytes: "0123456789" }, { name: "b.wav" }]);
  const damaged = whole.slice();
  damaged[1024 + 3]! ^= 1;
  const attributes = (bytes: string) => makeTar([{ name: "@", kind: "x", bytes }, { name: "a" }]);
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /it is empty; expected a tar archive/],
    [new TextEncoder().encode("id,text\n"), /it is not a tar archive/],
    [Uint8Array.of(0x1f, 0x8b, 8), /it is compressed with gzip; unpack it with gunzip/],
    [whole.subarray(0, 515), /says 10 bytes, but 3 are left: the archive was cut off/],
    [whole.subarray(0, 1100), /its header at byte 1024 is cut off/],
    [damaged, /its header at byte 1024 is damaged: it has another checksum/],
    [attributes("9 path=a"), /has attributes that are damaged/],
    [attributes(paxRecord("size", "1e9")), /says a length of "1e9"/],
    [attributes(paxRecord("size", "99999")), /says 99999 bytes, but \d+ are left/],
    [
      makeTar([{ name: "@", kind: "L", bytes: "a".repeat(2 ** 20 + 1) }]),
      /a name of 1048577 bytes/,
    ],
    [makeTar([{ name: "a", kind: "S" }]), /of a sparse file; pack it again without --sparse/],
  ];
  for (const [bytes, message] of cases) {
    assert.throws(() => namesIn(bytes), { name: "InputError", message });
  }
});

Deno.test("an archive with any bytes changed, cut or repeated is read or refused, never worse", async () => {
  const files = [
    makeTar([{ name: "a.wav", bytes: "one" }, { name: "b.txt", bytes: "x".repeat(600) }]),
    makeTar([{ name: "@", kind: "x", bytes: paxRecord("path", LONG) }, { name: "a" }]),
    makeTar([{ name: "@", kind: "L", bytes: LONG }, { name: "a", prefix: "b" }]),
  ];
  await assertSafe(namesIn, files, { seed: 4, numRuns: 5000 });
});
