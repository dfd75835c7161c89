/**
 * Pieces of Markdown.
 * @module
 */

/** Formats a table; each cell stays one cell, whatever its text. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map(cellOf).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cellOf(text: string): string {
  return text.replaceAll(/\s+/g, " ").replaceAll("|", "\\|");
}

/** Formats names and values as a list. */
export function bullets(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values).map(([name, value]) => `- ${name}: ${value}`).join("\n");
}

/** Formats a time for readers. */
export function seconds(value: number): string {
  return `${value.toFixed(1)} s`;
}
