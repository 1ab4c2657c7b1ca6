/** What a call says about all of its messages when they do not say it themselves. */
const typeOfCall: Record<string, string | null> = {
  batch: null,
  b: null,
  import: null,
  track: "track",
  t: "track",
  page: "page",
  p: "page",
  screen: "screen",
  s: "screen",
  identify: "identify",
  i: "identify",
  group: "group",
  g: "group",
  alias: "alias",
  a: "alias",
  m: null,
};

/** The ingestion call behind a path such as `/v1/track` or `/api/v1/batch/`; undefined when it is none of ours. */
export const ingestionCall = (pathname: string): string | undefined => {
  const match = /^(?:\/api)?\/v1\/([a-z]+)\/?$/.exec(pathname);
  const call = match?.[1];
  return call !== undefined && Object.hasOwn(typeOfCall, call) ? call : undefined;
};

/** The type every message of this call has; null where each message states its own. */
export const messageType = (call: string): string | null => typeOfCall[call] ?? null;
