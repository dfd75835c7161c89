/**
 * Finds the BLAS library of this machine and calls it: `cblas_sgemm`, and what a library offers to name itself and to
 * set its threads.
 * @module
 */
import { DeviceError, messageOf } from "../../basics/errors.ts";

/** The environment variable with the path of the library to use. */
export const BLAS_VARIABLE = "EARNEST_BLAS";

/** How a library is found, before it is opened. */
export interface BlasPlace {
  /** A name that the system's loader looks up, or a path. */
  readonly path: string;
  /** Whether the user named it. */
  readonly isChosen: boolean;
}

const TEXT = { parameters: [], result: "pointer", optional: true } as const;
const COUNT = { parameters: [], result: "i32", optional: true } as const;
const SET_COUNT = { parameters: ["i32"], result: "void", optional: true } as const;
const SYMBOLS = {
  cblas_sgemm: {
    // layout, transpositions; rows, columns, depth; alpha, A and its stride, B and its stride, beta, C and its stride
    parameters: [
      ...["i32", "i32", "i32", "i32", "i32", "i32"] as const,
      ...["f32", "buffer", "i32", "buffer", "i32", "f32", "buffer", "i32"] as const,
    ],
    result: "void",
  },
  openblas_get_config: TEXT,
  openblas_get_corename: TEXT,
  openblas_get_num_threads: COUNT,
  openblas_set_num_threads: SET_COUNT,
  bli_info_get_version_str: TEXT,
  bli_thread_get_num_threads: { parameters: [], result: "i64", optional: true },
  bli_thread_set_num_threads: { parameters: ["i64"], result: "void", optional: true },
  MKL_Get_Version_String: { parameters: ["buffer", "i32"], result: "void", optional: true },
  MKL_Get_Max_Threads: COUNT,
  MKL_Set_Num_Threads: SET_COUNT,
} as const;

type Library = Deno.DynamicLibrary<typeof SYMBOLS>;
type Symbols = Library["symbols"];

/** Threads of a library that lets them be set. */
interface Threads {
  count(): number;
  set(count: number): void;
}

/** An open library. */
export interface Blas {
  /** Its name and version, and the processor that its kernels are for. */
  readonly name: string;
  /** What was opened. */
  readonly path: string;
  /** How it was built, in its own words. */
  readonly configuration: string;
  /** Whether it is a known fast library, as against the reference implementation. */
  readonly isFast: boolean;
  /** Its threads; undefined where it alone decides. */
  readonly threads: Threads | undefined;
  /** `cblas_sgemm`. */
  readonly multiply: Symbols["cblas_sgemm"];
  /** Closes it. */
  close(): void;
}

/** Names of libraries by system, best first. Those of OpenBLAS and BLIS are tested, the others are not. */
const NAMES: Readonly<Partial<Record<typeof Deno.build.os, readonly string[]>>> = {
  linux: [
    ...["libopenblas.so.0", "libopenblas.so", "libmkl_rt.so.2", "libmkl_rt.so"],
    ...["libblis.so.4", "libblis.so", "libcblas.so.3", "libblas.so.3"],
  ],
  darwin: [
    "/System/Library/Frameworks/Accelerate.framework/Accelerate",
    "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
  ],
  windows: ["libopenblas.dll", "mkl_rt.2.dll"],
};

/** Where a library may be: the user's, or those of the names above. */
export async function blasPlaces(): Promise<BlasPlace[]> {
  const variable = BLAS_VARIABLE;
  const { state } = await Deno.permissions.query({ name: "env", variable });
  const chosen = state === "granted" ? Deno.env.get(variable) : undefined;
  if (chosen) return [{ path: chosen, isChosen: true }];
  return (NAMES[Deno.build.os] ?? []).map((path) => ({ path, isChosen: false }));
}

/**
 * Opens a library.
 * @returns undefined where the system finds none of that name, or it has no `cblas_sgemm`
 * @throws {DeviceError} when the user named it, or it multiplies wrongly
 */
export function openBlas({ path, isChosen }: BlasPlace): Blas | undefined {
  let library: Library;
  try {
    library = Deno.dlopen(path, SYMBOLS);
  } catch (thrown) {
    if (!isChosen) return undefined;
    throw new DeviceError(
      `Cannot open the BLAS library "${path}" that ${BLAS_VARIABLE} names: ${messageOf(thrown)}`,
    );
  }
  const blas = { path, ...described(library.symbols, path), close: () => library.close() };
  if (multipliesRightly(blas)) return blas;
  blas.close();
  throw new DeviceError(
    `"${path}" multiplies wrongly; expected a BLAS with 32-bit integers (LP64): name another in ` +
      `${BLAS_VARIABLE}, or use --device cpu`,
  );
}

/** What a library says of itself; a part that its symbols do not tell is left to its path. */
function described(symbols: Symbols, path: string): Omit<Blas, "path" | "close"> {
  return { multiply: symbols.cblas_sgemm, ...(known(symbols) ?? unknown(path)) };
}

type Known = Pick<Blas, "name" | "configuration" | "isFast" | "threads">;

function known(symbols: Symbols): Known | undefined {
  return openBlasOf(symbols) ?? blisOf(symbols) ?? mklOf(symbols);
}

function unknown(path: string): Known {
  const isAccelerate = path.endsWith("/Accelerate");
  const name = isAccelerate ? "Accelerate" : `the BLAS in ${path}`;
  return { name, configuration: "", isFast: isAccelerate, threads: undefined };
}

function openBlasOf(symbols: Symbols): Known | undefined {
  const { openblas_get_config, openblas_get_num_threads, openblas_set_num_threads } = symbols;
  if (!openblas_get_config) return undefined;
  const configuration = textAt(openblas_get_config()).trim();
  const version = /^OpenBLAS \S+/.exec(configuration)?.[0] ?? "OpenBLAS";
  const core = symbols.openblas_get_corename ? textAt(symbols.openblas_get_corename()) : "";
  const threads = openblas_get_num_threads && openblas_set_num_threads &&
    { count: openblas_get_num_threads, set: openblas_set_num_threads };
  return {
    name: core ? `${version} (${core})` : version,
    configuration,
    isFast: true,
    threads: threads ?? undefined,
  };
}

function blisOf(symbols: Symbols): Known | undefined {
  const { bli_info_get_version_str, bli_thread_get_num_threads, bli_thread_set_num_threads } =
    symbols;
  if (!bli_info_get_version_str) return undefined;
  const configuration = textAt(bli_info_get_version_str());
  const threads = bli_thread_get_num_threads && bli_thread_set_num_threads && {
    // BLIS says -1 where nothing was set; it then takes one thread.
    count: () => Math.max(1, Number(bli_thread_get_num_threads())),
    set: (count: number) => bli_thread_set_num_threads(BigInt(count)),
  };
  return {
    name: `BLIS ${configuration}`,
    configuration,
    isFast: true,
    threads: threads ?? undefined,
  };
}

function mklOf(symbols: Symbols): Known | undefined {
  const { MKL_Get_Version_String, MKL_Get_Max_Threads, MKL_Set_Num_Threads } = symbols;
  if (!MKL_Get_Version_String) return undefined;
  const bytes = new Uint8Array(256);
  MKL_Get_Version_String(bytes, bytes.length);
  const text = new TextDecoder().decode(bytes);
  const configuration = text.slice(0, text.indexOf("\0")).trim();
  const version = /Version (\S+)/.exec(configuration)?.[1];
  const threads = MKL_Get_Max_Threads && MKL_Set_Num_Threads &&
    { count: MKL_Get_Max_Threads, set: MKL_Set_Num_Threads };
  return {
    name: version ? `MKL ${version}` : "MKL",
    configuration,
    isFast: true,
    threads: threads ?? undefined,
  };
}

function textAt(pointer: Deno.PointerValue): string {
  return pointer === null ? "" : Deno.UnsafePointerView.getCString(pointer);
}

/** Multiplies (1 2; 3 4) by (5 6; 7 8): a library of 64-bit integers or another layout fails here. */
function multipliesRightly({ multiply }: Pick<Blas, "multiply">): boolean {
  const left = Float32Array.of(1, 2, 3, 4), right = Float32Array.of(5, 6, 7, 8);
  const product = new Float32Array(4);
  multiply(ROW_MAJOR, AS_IS, TRANSPOSED, 2, 2, 2, 1, left, 2, right, 2, 0, product, 2);
  return [17, 23, 39, 53].every((value, i) => product[i] === value);
}

/** `cblas_sgemm`'s constant for row-major matrices. */
export const ROW_MAJOR = 101;
/** `cblas_sgemm`'s constant for a matrix as it is. */
export const AS_IS = 111;
/** `cblas_sgemm`'s constant for a transposed one. */
export const TRANSPOSED = 112;
