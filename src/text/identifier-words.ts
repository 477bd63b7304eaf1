/** The words of an identifier or a path, in lower case: `hashedPassword`, `hashed_password` and `/hashed-password` are the same two. */
export function words(text: string): readonly string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== "")
    .map((word) => word.toLowerCase());
}
