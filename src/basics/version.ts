import configuration from "../../deno.json" with { type: "json" };

/** Earnest's version, as in its deno.json. */
export const VERSION: string = configuration.version;
