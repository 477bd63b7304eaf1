const words: Readonly<Record<string, string>> = {
  "syntax-error": "has a syntax error",
  encoding: "is not valid UTF-8",
  "too-large": "is too large to be read",
  "too-deep": "is nested too deeply to be read",
  binary: "is binary",
  missing: "is missing",
  submodule: "is a submodule",
  symlink: "is a symbolic link",
  dynamic: "holds a statement that cannot be evaluated",
};

/** Why something was not read, to follow a path: `has a syntax error`. */
export function unreadWords(reason: string): string {
  return words[reason] ?? reason;
}
