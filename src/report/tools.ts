/**
 * The bar with which a reader chooses a combination and a condition, and opens all sections. It needs the page's script,
 * and is hidden without it: then everything is shown.
 * @module
 */
import { CONDITIONS } from "../audit/configuration/conditions.ts";
import { type Markup, markup } from "./markup.ts";
import type { PairCharts } from "./pair_charts.ts";

/** Makes the bar. */
export function tools(charts: readonly PairCharts[]): Markup {
  const arms = charts.map(({ pair }) => pair.name);
  const conditions = CONDITIONS.filter((condition) =>
    charts.some(({ pair }) => pair.conditions[condition] !== undefined)
  );
  return markup`<div class="tools" role="group" aria-label="What is shown" hidden>
${chooser("arm", "Combination", arms)}${chooser("condition", "Condition", conditions)}
<button type="button" id="open-all" aria-pressed="false">Open all sections</button>
</div>
`;
}

/** Makes a list to choose from; undefined where there is nothing to choose. */
function chooser(id: string, name: string, values: readonly string[]): Markup | undefined {
  if (values.length < 2) return undefined;
  const options = values.map((value) => markup`<option value="${value}">${value}</option>\n`);
  return markup`<label for="choose-${id}">${name}</label>
<select id="choose-${id}"><option value="">all</option>
${options}</select>
`;
}
