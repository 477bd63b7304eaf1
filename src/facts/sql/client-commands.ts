/** `COPY t FROM stdin;`: rows follow until `\.`. */
const copyFromInput = /^[ \t]*copy[ \t][^;]{0,4000}\bfrom[ \t]+stdin\b[^;\n]{0,400};[ \t]*\r?$/i;

/**
 * The text without what the client reads itself: commands of psql (`\set`, `\connect`), rows that follow `COPY … FROM
 * stdin`. Their lines stay, empty; in strings over several lines no line starts like that.
 */
export function withoutClientCommands(text: string): string {
  if (!text.includes("\\")) return text;
  let inRows = false;
  return text
    .split("\n")
    .map((line) => {
      if (inRows) {
        inRows = !/^\\\.[ \t]*\r?$/.test(line);
        return "";
      }
      inRows = copyFromInput.test(line);
      return /^[ \t]*\\(?:[a-z]+|[!?])(?:[ \t\r]|$)/i.test(line) ? "" : line;
    })
    .join("\n");
}
