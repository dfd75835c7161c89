/**
 * Writes the part of `docs/results.md` that lists every key of `results.json` and `maps.json`, from their types and
 * docstrings.
 *
 *     deno task reference
 *
 * @module
 */
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const PAGE = `${ROOT}docs/results.md`;
const BEGIN = "<!-- From here on, `deno task reference` writes this page from the types. -->\n";
const TYPES = "src/audit/results";
const ELSEWHERE = [
  "src/statistics/intervals.ts",
  "src/leakage/labels/chosen_label_set.ts",
  "src/audit/configuration/conditions.ts",
];

/** What `deno doc --json` says of a type, as far as it is used here. */
interface TypeNode {
  readonly kind: string;
  readonly repr?: string;
  readonly value?: unknown;
}

interface Property {
  readonly name: string;
  readonly jsDoc?: { doc?: string };
  readonly optional?: boolean;
  readonly tsType: TypeNode;
}

interface Declaration {
  readonly kind: string;
  readonly location: { filename: string };
  readonly jsDoc?: { doc?: string };
  readonly def: { properties?: Property[]; extends?: TypeNode[]; tsType?: TypeNode };
}

/** What a page of types needs to know: the interfaces, and the values of types that are one of a list. */
interface Types {
  readonly interfaces: ReadonlyMap<string, Declaration>;
  readonly values: ReadonlyMap<string, string>;
}

async function readTypes(): Promise<Types> {
  const names = (await Array.fromAsync(Deno.readDir(ROOT + TYPES))).map(({ name }) => name).sort();
  const { stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", ...names.map((name) => `${TYPES}/${name}`), ...ELSEWHERE],
    cwd: ROOT,
  }).output();
  const interfaces = new Map<string, Declaration>();
  const values = new Map<string, string>();
  const { nodes } = JSON.parse(new TextDecoder().decode(stdout));
  type Symbols = { symbols: { name: string; declarations: Declaration[] }[] };
  for (const { symbols } of Object.values<Symbols>(nodes)) {
    for (const { name, declarations: [declaration] } of symbols) {
      if (declaration!.kind === "interface") interfaces.set(name, declaration!);
      const listed = await valuesOf(name, declaration!);
      if (listed !== undefined) values.set(name, listed);
    }
  }
  return { interfaces, values };
}

/** The values of a type `typeof LIST[number]`, or of a constant; undefined for what is neither. */
async function valuesOf(
  name: string,
  { kind, def, location }: Declaration,
): Promise<string | undefined> {
  const list = (def.tsType?.value as { objType?: TypeNode } | undefined)?.objType?.value;
  const constant = kind === "variable" && def.tsType?.kind === "literal" ? name : list;
  if (typeof constant !== "string") return undefined;
  const value = (await import(location.filename))[constant];
  return [value].flat().map((one) => `\`${one}\``).join(", ");
}

/** Properties of an interface, with those that it extends first. */
function propertiesOf({ def }: Declaration, types: Types): Property[] {
  const inherited = (def.extends ?? []).flatMap(({ repr = "" }) => {
    const base = types.interfaces.get(repr);
    return base === undefined ? [] : propertiesOf(base, types);
  });
  return [...inherited, ...(def.properties ?? [])];
}

/** A type as a reader of JSON has it: lists as `[]`, an object by the name of its table. */
function typeText(type: TypeNode, types: Types): string {
  const text = (inner: unknown) => typeText(inner as TypeNode, types);
  switch (type.kind) {
    case "array":
      return `${text(type.value)}[]`;
    case "typeOperator":
      return text((type.value as { tsType: TypeNode }).tsType);
    case "parenthesized":
      return text(type.value);
    case "union":
      return (type.value as TypeNode[]).map(text).join(" or ");
    case "tuple":
      return `[${(type.value as TypeNode[]).map(text).join(", ")}]`;
    case "literal":
      return `\`${type.repr}\``;
    case "typeLiteral":
      return "object";
    case "typeRef":
      return nameText(type, types);
    default:
      return type.repr ?? type.kind;
  }
}

function nameText({ value }: TypeNode, types: Types): string {
  const { typeName, typeParams = [] } = value as { typeName: string; typeParams?: TypeNode[] };
  if (typeName === "Readonly" || typeName === "Partial") return typeText(typeParams[0]!, types);
  if (typeName === "Record") return `object of ${typeText(typeParams[1]!, types)}`;
  if (!types.interfaces.has(typeName)) return types.values.get(typeName) ?? typeName;
  return `[${typeName}](#${typeName.toLowerCase()})`;
}

/** A type and all types in it. */
function* partsOf(type: TypeNode): Generator<TypeNode> {
  yield type;
  for (const one of [type.value].flat()) {
    if (typeof one !== "object" || one === null) continue;
    const { tsType, typeParams = [] } = one as { tsType?: TypeNode; typeParams?: TypeNode[] };
    for (const part of [tsType, ...typeParams]) if (part !== undefined) yield* partsOf(part);
    if ("kind" in one) yield* partsOf(one as TypeNode);
  }
}

/** All types in a property, also in the properties of an object without a name. */
function* typesOf({ tsType }: Property): Generator<TypeNode> {
  for (const part of partsOf(tsType)) {
    yield part;
    for (const property of unnamed(part)) yield* typesOf(property);
  }
}

function unnamed({ kind, value }: TypeNode): readonly Property[] {
  return kind === "typeLiteral" ? (value as { properties?: Property[] }).properties ?? [] : [];
}

/** The tables of an interface and of all in it, each once, in the order of reading. */
function* tables(name: string, types: Types, seen: Set<string>): Generator<string> {
  const declaration = types.interfaces.get(name);
  if (seen.has(name) || declaration === undefined) return;
  seen.add(name);
  const properties = propertiesOf(declaration, types);
  const rows = properties.flatMap((property) => [...rowsOf(property, types)]);
  yield `### ${name}\n\n${
    sentence(declaration.jsDoc)
  }\n\n| key | type | is |\n| --- | --- | --- |\n` +
    rows.join("");
  for (const { kind, value } of properties.flatMap((property) => [...typesOf(property)])) {
    if (kind === "typeRef") yield* tables((value as { typeName: string }).typeName, types, seen);
  }
}

function* rowsOf(property: Property, types: Types, prefix = ""): Generator<string> {
  const key = prefix + property.name;
  const type = (property.optional ? "optional " : "") + typeText(property.tsType, types);
  yield `| \`${key}\` | ${type} | ${sentence(property.jsDoc)} |\n`;
  const parts = [...partsOf(property.tsType)];
  const inside = parts.some(({ kind }) => kind === "array") ? "[]." : ".";
  for (const inner of parts.flatMap(unnamed)) yield* rowsOf(inner, types, key + inside);
}

/** A docstring as one line of Markdown, its links as code. */
function sentence(jsDoc: { doc?: string } | undefined): string {
  return (jsDoc?.doc ?? "").replaceAll(/\{@link ([\w.]+)\}/g, "`$1`").replaceAll(/\s+/g, " ")
    .replaceAll("|", "\\|").trim();
}

/** Formats Markdown as `deno fmt` does. */
async function format(text: string): Promise<string> {
  const formatter = new Deno.Command(Deno.execPath(), {
    args: ["fmt", "--ext", "md", "-"],
    cwd: ROOT,
    stdin: "piped",
    stdout: "piped",
  }).spawn();
  await new Blob([text]).stream().pipeTo(formatter.stdin);
  return new TextDecoder().decode((await formatter.output()).stdout);
}

/** Returns the page as it should be: what was written by hand, then the tables. */
export async function resultsReference(page: string): Promise<string> {
  const types = await readTypes();
  const seen = new Set<string>();
  const section = (file: string, name: string) =>
    `\n## Every key of ${file}\n\n${[...tables(name, types, seen)].join("\n")}`;
  const byHand = page.slice(0, page.indexOf(BEGIN) + BEGIN.length);
  return format(
    byHand + section("results.json", "AuditResults") + section("maps.json", "Maps"),
  );
}

if (import.meta.main) {
  await Deno.writeTextFile(PAGE, await resultsReference(await Deno.readTextFile(PAGE)));
}
