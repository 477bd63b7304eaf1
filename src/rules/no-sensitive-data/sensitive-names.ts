import { words } from "../../text/identifier-words.ts";

/** How sure a name makes us that its value is a secret. */
export type Sensitivity = "certain" | "likely" | "token" | null;

/** Ends of names, in words. */
const certain: ReadonlySet<string> = new Set([
  "password",
  "passwd",
  "passphrase",
  "password hash",
  "passwordhash",
  "password digest",
  "hashed pw",
  "client secret",
  "secret key",
  "secretkey",
  "api secret",
  "totp secret",
  "otp secret",
  "mfa secret",
  "webhook secret",
  "shared secret",
  "secret hash",
  "token hash",
  "api key hash",
  "key hash",
  "private key",
  "privatekey",
  "encryption key",
  "signing key",
  "ssn",
  "social security number",
  "card number",
  "credit card number",
  "cvv",
  "cvc",
  "security answer",
  "recovery codes",
  "backup codes",
]);
const likely: ReadonlySet<string> = new Set(["secret", "api key", "apikey", "pwd", "salt", "otp"]);
const tokens: ReadonlySet<string> = new Set([
  "access token",
  "refresh token",
  "reset token",
  "session token",
  "auth token",
  "bearer token",
  "id token",
]);

/** A name that starts like this says something about a secret, or is a reference that is meant to be handed out. */
const harmlessStarts: ReadonlySet<string> = new Set([
  "has",
  "is",
  "can",
  "should",
  "must",
  "needs",
  "need",
  "requires",
  "require",
  "required",
  "allow",
  "allows",
  "use",
  "uses",
  "show",
  "masked",
  "redacted",
  "obfuscated",
  "public",
  "publishable",
  "next",
  "previous",
  "prev",
  "page",
  "continuation",
  "cursor",
  "csrf",
  "xsrf",
  "sync",
  "max",
  "min",
  "num",
  "number",
  "last",
]);

/** What a field's name says of its value; `extra` are names of the configuration. */
export function sensitivityOf(name: string, extra: readonly string[]): Sensitivity {
  const parts = words(name);
  const joined = parts.join(" ");
  if (extra.some((other) => words(other).join(" ") === joined)) return "certain";
  const [first] = parts;
  if (first === undefined || (parts.length > 1 && harmlessStarts.has(first))) return null;
  const ends = parts.map((_, index) => parts.slice(index).join(" "));
  if (ends.some((end) => certain.has(end))) return "certain";
  if (ends.some((end) => tokens.has(end))) return "token";
  return ends.some((end) => likely.has(end)) ? "likely" : null;
}

/** Words by which an operation or a model is there to hand out tokens. */
const tokenWords: ReadonlySet<string> = new Set([
  "login",
  "logins",
  "signin",
  "signup",
  "register",
  "token",
  "tokens",
  "auth",
  "oauth",
  "oauth2",
  "authenticate",
  "authentication",
  "authorize",
  "refresh",
  "session",
  "sessions",
  "sso",
  "oidc",
  "saml",
  "callback",
  "exchange",
  "impersonate",
  "verify",
  "jwt",
]);

export function handsOutTokens(texts: readonly string[]): boolean {
  return texts.some((text) => words(text).some((word) => tokenWords.has(word)));
}

/** Words of operations that show a secret once, when it is made. */
const issueWords: ReadonlySet<string> = new Set([
  "key",
  "keys",
  "apikey",
  "apikeys",
  "token",
  "tokens",
  "secret",
  "secrets",
  "credential",
  "credentials",
  "client",
  "clients",
  "webhook",
  "webhooks",
  "rotate",
  "regenerate",
  "generate",
  "totp",
  "mfa",
  "2fa",
  "otp",
]);

export function issuesSecrets(method: string, texts: readonly string[]): boolean {
  return method !== "GET" && texts.some((text) => words(text).some((word) => issueWords.has(word)));
}
