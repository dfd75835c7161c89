/**
 * Makes the points of a map links to the sounds of its items.
 * @module
 */
import { escape } from "./markup.ts";

const MARK = /<path[^>]*><title>[^<]*<\/title><\/path>/g;

/**
 * Makes each point of a drawn map that has a sound a link to it. The picture is no longer one image then, but a group of
 * links.
 *
 * @param svg the map, whose named marks are the points in their order
 * @param addresses the relative address of each point's sound; undefined without one
 */
export function heard(svg: string, addresses: readonly (string | undefined)[]): string {
  if (addresses.every((address) => address === undefined)) return svg;
  let point = 0;
  return svg.replace(/^<svg role="img"/, '<svg role="group"').replaceAll(MARK, (mark) => {
    const address = addresses[point++];
    const name = mark.match(/<title>([^<]*)</)![1]!.replaceAll('"', "&quot;");
    return address === undefined
      ? mark
      : `<a href="${escape(address)}" aria-label="${name}">${mark}</a>`;
  });
}
