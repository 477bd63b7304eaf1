/** `Column` of `sqlalchemy.Column`, `users` of `billing.users`: what stands after the last point. */
export function lastPart(name: string): string {
  return name.slice(name.lastIndexOf(".") + 1);
}

/** Whether a text has `word` as a whole word, without a regular expression made of text of the change. */
export function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1)) {
    if (!isWordCharacter(text.charAt(at - 1)) && !isWordCharacter(text.charAt(at + word.length))) return true;
  }
  return false;
}

function isWordCharacter(character: string): boolean {
  return /^\w$/u.test(character);
}
