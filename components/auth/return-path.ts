/**
 * Where to go after signing in: the path that was asked for when it lies on this site, else the start. The second look
 * is for `/.//elsewhere`, whose path alone is an address of another site.
 */
export const returnPath = (wanted: string | undefined): string => {
  const here = "http://this.invalid";
  if (!wanted?.startsWith("/") || !URL.canParse(wanted, here)) return "/";
  const { origin, pathname, search, hash } = new URL(wanted, here);
  return origin === here && !pathname.startsWith("//") ? pathname + search + hash : "/";
};
