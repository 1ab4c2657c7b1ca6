/** The key in an Authorization header: the Basic user name or the Bearer token; undefined when it has neither. */
export const keyInHeader = (authorization: string | null): string | undefined => {
  const [scheme = "", credentials = ""] = (authorization ?? "").split(" ", 2);
  if (scheme.toLowerCase() === "basic")
    return Buffer.from(credentials, "base64").toString("utf8").split(":", 1)[0];
  return scheme.toLowerCase() === "bearer" ? credentials : undefined;
};
