import { minimatch } from "minimatch";

/** Longer patterns are no pattern that a person wrote. */
const longest = 1_024;
/** Braces multiply: `{a,b}{c,d}…` is expanded before it is matched. */
const mostBraces = 3;

/** Whether a path matches one of the configuration's globs, with caps on what a pattern may cost. */
export function matchesGlob(path: string, globs: readonly string[]): boolean {
  return globs.some((glob) => {
    if (glob.length > longest) return false;
    const nobrace = glob.split("{").length - 1 > mostBraces;
    return minimatch(path, glob, { dot: true, nobrace, nocomment: true, nonegate: true });
  });
}
