const subjects = new Set([
  "user",
  "users",
  "superuser",
  "admin",
  "account",
  "principal",
  "actor",
  "member",
  "staff",
  "identity",
]);
const states = new Set(["current", "authenticated", "authorized", "logged"]);
const demands = new Set(
  (
    "require requires required ensure verify validate check enforce assert authorize authorise authenticate protect " +
    "guard allow restrict only has is need needs"
  ).split(" "),
);
const objects = new Set(
  (
    "user superuser admin role roles permission permissions scope scopes token auth authenticated authorized " +
    "authentication authorization access login credentials jwt session owner ownership signature"
  ).split(" "),
);
const topics = new Set("auth login jwt oauth role roles permission permissions acl rbac token".split(" "));
const makers = new Set(
  "required guard bearer checker check dependency protected verifier validator authenticator".split(" "),
);
const verbs = new Set(
  "authenticate authorize authorise authenticated authentication authorization".split(" "),
);
const optional = new Set(["optional", "maybe", "try", "anonymous"]);

/** Does a dependency's name clearly say that it refuses requests: `get_current_user`, `require_admin`, `JWTBearer`? */
export function isGuardName(name: string): boolean {
  const called = name.split("(")[0] ?? name;
  const words = wordsOf(called.slice(called.lastIndexOf(".") + 1));
  const has = (set: ReadonlySet<string>): boolean => words.some((word) => set.has(word));
  if (has(optional)) return false;
  if (has(states) && has(subjects)) return true;
  if (demands.has(words[0] ?? "") && words.slice(1).some((word) => objects.has(word))) return true;
  if (words.includes("api") && words.includes("key")) return true;
  if (has(topics) && has(makers)) return true;
  return words.length <= 2 && verbs.has(words[0] ?? "");
}

/** Does the name of an exception say that access is refused? */
export function isRefusalName(name: string): boolean {
  const words = wordsOf(name);
  if (words.some((word) => refusals.has(word))) return true;
  return words.includes("permission") && words.includes("denied");
}

const refusals = new Set(
  "unauthorized unauthorised unauthenticated forbidden authentication authorization".split(" "),
);

/** `getCurrentUser`, `get_current_user`, `JWTBearer` as lower-case words. */
function wordsOf(name: string): readonly string[] {
  return name
    .replace(/(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/g, "_")
    .toLowerCase()
    .split("_")
    .filter((word) => word !== "");
}
