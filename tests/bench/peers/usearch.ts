/**
 * usearch's exact search on the CPU: a native addon, whose npm package brings binaries for common systems.
 * @module
 */
import { searchInputs } from "../families/search.ts";
import { cannot, type Peer } from "../work.ts";

/** What is used of usearch. */
interface Usearch {
  readonly MetricKind: { readonly IP: string };
  exactSearch(
    dataset: Float32Array,
    queries: Float32Array,
    dimensions: number,
    count: number,
    metric: string,
    threads: number,
  ): { readonly keys: BigUint64Array };
}

/** @param threads their number */
export async function open(threads: string): Promise<Peer> {
  const usearch: Usearch = (await import("npm:" + "usearch@2.26.2")).default;
  return {
    device: `native, threads: ${threads}`,
    // deno-lint-ignore require-await -- what fails at once fails as a promise
    async prepare(work) {
      if (work.family !== "search") throw cannot(work);
      const { database, queries } = searchInputs(work);
      const metric = usearch.MetricKind.IP;
      const search = () =>
        usearch.exactSearch(database, queries, work.dim, work.k, metric, Number(threads));
      return {
        run(count) {
          for (let i = 1; i < count; i++) search();
          return Promise.resolve(Array.from(search().keys, Number));
        },
      };
    },
  };
}
