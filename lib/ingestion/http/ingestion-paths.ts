/** What an address of ingestion is for. */
export type IngestionRoute =
  /** `type` is what the address says about its one message; null for a batch, whose messages each state theirs. */
  | { kind: "segment"; type: string | null }
  | { kind: "metrics" }
  | { kind: "settings"; key: string }
  | { kind: "linker" }
  | { kind: "posthog" }
  | { kind: "posthogFlags" }
  | { kind: "posthogConfig"; key: string; asScript: boolean }
  | { kind: "shopify"; projectId: string };

const segmentTypes: Record<string, string | null> = {
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
};

const fixed = new Map<string, IngestionRoute>();
const add = (path: string, route: IngestionRoute): void => {
  fixed.set(path, route).set(`${path}/`, route);
};
for (const prefix of ["/v1", "/api/v1"]) {
  for (const [name, type] of Object.entries(segmentTypes))
    add(`${prefix}/${name}`, { kind: "segment", type });
  add(`${prefix}/m`, { kind: "metrics" });
  add(`${prefix}/linker`, { kind: "linker" });
}
add("/beacon/v1/batch", { kind: "segment", type: null });
add("/m", { kind: "metrics" });
for (const path of ["/e", "/i/v0/e", "/batch", "/capture", "/track"]) add(path, { kind: "posthog" });
for (const path of ["/decide", "/flags"]) add(path, { kind: "posthogFlags" });

const settings = /^(?:\/api)?\/v1\/projects\/([^/]+)\/settings\/?$/;
const posthogConfig = /^\/array\/([^/]+)\/config(\.js)?\/?$/;
const shopify = /^\/hooks\/shopify\/([^/]+)\/?$/;

const withParameter = (path: string): IngestionRoute | undefined => {
  const key = settings.exec(path)?.[1];
  if (key !== undefined) return { kind: "settings", key };
  const config = posthogConfig.exec(path);
  if (config?.[1] !== undefined)
    return { kind: "posthogConfig", key: config[1], asScript: config[2] !== undefined };
  const projectId = shopify.exec(path)?.[1];
  return projectId === undefined ? undefined : { kind: "shopify", projectId };
};

/** What a path such as `/v1/track` or `/api/v1/batch/` is for; undefined when it is none of ours. */
export const ingestionRoute = (path: string): IngestionRoute | undefined =>
  fixed.get(path) ?? withParameter(path);
