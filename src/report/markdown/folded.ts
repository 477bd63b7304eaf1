/**
 * A folded section. GitHub reads Markdown inside because an empty line follows; the summary itself is HTML, in which
 * Markdown means nothing, so that its text is kept to characters that mean nothing there either.
 */
export function folded(title: string, content: string, detail = ""): string {
  const more = detail === "" ? "" : `: ${plainWords(detail)}`;
  return `<details><summary><b>${plainWords(title)}</b>${more}</summary>\n\n${content}\n\n</details>`;
}

/** Letters, digits and a few signs. No `<`, `&`, `@` or `#`. */
function plainWords(text: string): string {
  const kept = text.replace(/[^\p{L}\p{N} .,;:/%$?'_()+=→×−-]/gu, " ").replaceAll("://", ": //");
  return kept.length > 160 ? `${kept.slice(0, 159).toWellFormed()}…` : kept;
}
