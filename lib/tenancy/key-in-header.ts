// Asked for every request: nothing is taken apart that is not needed.

/** The user name that Basic credentials begin with. */
const userNameIn = (credentials: string): string => {
  const text = Buffer.from(credentials, "base64").toString("utf8");
  const colon = text.indexOf(":");
  return colon < 0 ? text : text.slice(0, colon);
};

/** The key in an Authorization header: the Basic user name or the Bearer token; undefined when it has neither. */
export const keyInHeader = (authorization: string | null): string | undefined => {
  if (authorization === null) return undefined;
  const space = authorization.indexOf(" ");
  const scheme = (space < 0 ? authorization : authorization.slice(0, space)).toLowerCase();
  const end = authorization.indexOf(" ", space + 1);
  const credentials = space < 0 ? "" : authorization.slice(space + 1, end < 0 ? undefined : end);
  if (scheme === "basic") return userNameIn(credentials);
  return scheme === "bearer" ? credentials : undefined;
};
