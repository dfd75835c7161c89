/**
 * Checks that what the doors of compute, projector and measures export has types where Deno's are not known: in a browser,
 * and in Node. The declarations are made as a registry makes them for npm, and are checked with TypeScript's own libraries
 * and the types of WebGPU.
 *
 * Run `deno task types:elsewhere`; it exits with 1 where a type is missing.
 * @module
 */
import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "npm:typescript@5.9.3"; // The compiler that users of browsers and Node have.

const ROOT = fileURLToPath(new URL("../", import.meta.url));
const DOORS = ["doors/compute.ts", "doors/projector.ts", "doors/measures.ts"]
  .map((door) => `${ROOT}${door}`);

const MODULES: ts.CompilerOptions = {
  target: ts.ScriptTarget.ESNext,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  allowImportingTsExtensions: true,
  strict: true,
  types: [],
};

/** What the doors need of Node's own types, which name nothing of a page. */
const NODE = `${ROOT}node.d.ts`;
const NODE_TYPES = `interface AbortSignal {
  readonly aborted: boolean;
  readonly reason: any;
  throwIfAborted(): void;
}`;

/** Makes the declarations of what the doors reach, by path; nothing is written. */
function declarations(): Map<string, string> {
  const options = { ...MODULES, declaration: true, emitDeclarationOnly: true, noCheck: true };
  const made = new Map<string, string>();
  ts.createProgram(DOORS, options)
    .emit(undefined, (path, text) => made.set(path, text));
  return made;
}

/**
 * Fetches a package of declarations, and returns the path of one of its files in Deno's cache. It is not imported by a
 * literal, since Deno would then take the types of Node from it.
 */
async function typesIn(name: string, file: string): Promise<string> {
  await import(`npm:${name}/package.json`, { with: { type: "json" } });
  return fileURLToPath(new URL(import.meta.resolve(`npm:${name}/${file}`)));
}

/** Checks declarations with some libraries, and returns what is wrong with them, a line each. */
function problemsWith(
  made: ReadonlyMap<string, string>,
  lib: readonly string[],
  packages: readonly string[],
): string[] {
  const options = { ...MODULES, lib: lib.map((name) => `lib.${name}.d.ts`), noEmit: true };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  // Declarations stand in for sources, which would be checked in place of them.
  const known = (path: string) => !path.startsWith(ROOT) || made.has(path);
  host.fileExists = (path) => known(path) && (made.has(path) || fileExists(path));
  host.readFile = (path) => made.get(path) ?? (known(path) ? readFile(path) : undefined);
  host.getSourceFile = (path, version) => {
    const text = host.readFile(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, version);
  };
  const doors = DOORS.map((door) => door.replace(/\.ts$/, ".d.ts"));
  const program = ts.createProgram([...doors, ...packages], options, host);
  const ours = program.getSourceFiles().filter(({ fileName }) => made.has(fileName));
  if (!doors.every((door) => ours.some(({ fileName }) => fileName === door))) {
    return [`not all of ${doors.length} doors were checked`];
  }
  const found = [
    ...program.getOptionsDiagnostics(),
    ...ours.flatMap((file) => [
      ...program.getSyntacticDiagnostics(file),
      ...program.getSemanticDiagnostics(file),
    ]),
  ];
  return found.map(({ file, messageText }) =>
    `${file ? relative(ROOT, file.fileName) : "options"}: ${
      ts.flattenDiagnosticMessageText(messageText, " ")
    }`
  );
}

if (import.meta.main) {
  const made = declarations();
  const gpu = await typesIn("@webgpu/types@0.1.74", "dist/index.d.ts");
  const places = {
    "a browser": problemsWith(made, ["esnext", "dom", "dom.iterable"], [gpu]),
    "Node": problemsWith(new Map([...made, [NODE, NODE_TYPES]]), ["esnext"], [gpu, NODE]),
  };
  for (const [place, problems] of Object.entries(places)) {
    console.log(`${made.size} declarations in ${place}: ${problems.length} problems`);
    for (const problem of problems) console.error(`  ${problem}`);
  }
  if (Object.values(places).some((problems) => problems.length > 0)) Deno.exit(1);
}
