const visible =
  /\breturn[ \t]*[^\s#;]|\byield\b|\b(?:global|nonlocal|setattr|__\w+__)\b|[-+*/|&^%@]=|\.[ \t]*\w+[ \t]*(?::[^=\n]{0,200})?=(?!=)|\][ \t]*=(?!=)|\.[ \t]*(?:append|extend|insert|remove|pop|clear|update|setdefault|mount|add\w*|include_\w+)[ \t]*\(/;

/** Whether a call of a function with this body can only give `None` and changes no object that others see. */
export function isInert(body: string): boolean {
  return !visible.test(body);
}
