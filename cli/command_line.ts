/** The command line, as an audit's folder keeps it. */

/** The command line that makes a folder again, also in another clone of the repository. */
export function commandLine(): string {
  // An audit that was resumed is the same as one that was not.
  const asked = Deno.args.filter((word) => !["--resume", "--force"].includes(word));
  const words = asked.map((word) => /^[\w./:=@-]+$/.test(word) ? word : JSON.stringify(word));
  return ["deno task earnest", ...words].join(" ");
}
