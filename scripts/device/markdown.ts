/**
 * Pieces of Markdown.
 * @module
 */

/** A table; whatever a cell holds, it stays one cell. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellOf).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellOf(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
}

/** Names and values as a list. */
export function bullets(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => `- ${name}: ${value}`).join("\n");
}

/** A time as people read it. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
