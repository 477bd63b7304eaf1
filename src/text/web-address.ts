/** Whether a text is an address that a client can call: `http:` or `https:`, whole. */
export function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}
