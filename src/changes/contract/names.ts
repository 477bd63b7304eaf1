/**
 * The name of a model without what FastAPI adds to keep names apart: `-Input` and `-Output` where the two forms of a
 * model differ, and the module path where two models have the same name (`app__models__User-Input` → `User`).
 */
export function shortName(component: string): string {
  const last = component.slice(component.lastIndexOf("/") + 1);
  const form = last.endsWith("-Input") ? 6 : last.endsWith("-Output") ? 7 : 0;
  const plain = last.slice(0, last.length - form);
  const module = plain.lastIndexOf("__");
  return module > 0 && module + 2 < plain.length ? plain.slice(module + 2) : plain;
}

/** FastAPI's wrapper of several body parameters: it belongs to one operation and is named after it. */
export function isBodyWrapper(component: string): boolean {
  return component.startsWith("Body_");
}
