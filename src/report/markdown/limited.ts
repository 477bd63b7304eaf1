import { capped } from "../../text/words.ts";

/** The first lines of a list, and how many more there are. */
export function limited(lines: readonly string[], most: number): string {
  const { shown, more } = capped(lines, most);
  return [...shown, ...(more > 0 ? [`- and ${more} more, in the JSON report`] : [])].join("\n");
}
