import { clock } from "@/lib/clock";
import { asObject, type JsonObject } from "../draft";
import { clickOf, formOf } from "./posthog-click";
import { campaignNames, contextOf } from "./posthog-context";

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined;
const number = (value: unknown): number | undefined =>
  typeof value === "number" && Number.isFinite(value) ? value : undefined;

/** What a library adds to every event without a `$`, and what stands in the context instead. */
const notProperties = new Set(["token", "distinct_id", ...campaignNames]);

const withoutPosthogs = (given: JsonObject): [string, unknown][] =>
  Object.entries(given).filter(([name]) => !name.startsWith("$"));

/** What the sender itself says: PostHog's own words begin with `$`. */
const ownProperties = (properties: JsonObject): JsonObject =>
  Object.fromEntries(withoutPosthogs(properties).filter(([name]) => !notProperties.has(name)));

/**
 * Who did it. A browser names its device: until somebody signs in, `distinct_id` is the anonymous visitor (and after
 * signing out another one than the device). Servers name no device and mean their user.
 */
const identityOf = (event: JsonObject, properties: JsonObject): JsonObject => {
  if (properties.$cookieless_mode === true) return {};
  const id = event.distinct_id ?? properties.distinct_id;
  const device = properties.$device_id;
  if (device === id || properties.$is_identified === false) return { anonymousId: id };
  return device === undefined || device === null ? { userId: id } : { userId: id, anonymousId: device };
};

/** Two ids of one person. The user is not the one that only names a device. */
const aliasOf = (event: JsonObject, properties: JsonObject): JsonObject => {
  const { userId, anonymousId } = identityOf(event, properties);
  return userId === undefined
    ? { userId: properties.alias, previousId: anonymousId }
    : { userId, previousId: properties.alias };
};

const traitsOf = (event: JsonObject, properties: JsonObject): JsonObject =>
  Object.fromEntries(
    [event.$set_once, properties.$set_once, event.$set, properties.$set].flatMap((set) =>
      withoutPosthogs(asObject(set) ?? {}),
    ),
  );

const timeOf = (event: JsonObject, properties: JsonObject): unknown => {
  if (event.timestamp !== undefined && event.timestamp !== null) return event.timestamp;
  const offset = number(event.offset);
  if (offset !== undefined) return clock.now() - offset;
  const seconds = number(properties.$time);
  return seconds === undefined ? undefined : Math.round(seconds * 1000);
};

/** How long and how far the view before was read; it is told with what ends it: leaving, or the next view. */
const engagementOf = (properties: JsonObject): JsonObject | undefined => {
  const viewId = text(properties.$prev_pageview_id);
  if (viewId === undefined) return undefined;
  const seen = number(properties.$prev_pageview_max_content_percentage);
  const seconds = number(properties.$prev_pageview_duration);
  return {
    viewId,
    ...(seen === undefined ? {} : { scrollPercent: Math.min(100, Math.max(0, Math.round(seen * 100))) }),
    ...(seconds === undefined ? {} : { engagedSeconds: Math.max(0, Math.floor(seconds)) }),
  };
};

const vitalsOf = (properties: JsonObject): JsonObject => {
  const vitals = ["lcp", "inp", "cls", "fcp"].map((name) => [
    name,
    number(properties[`$web_vitals_${name.toUpperCase()}_value`]),
  ]);
  return Object.fromEntries(vitals.filter(([, value]) => value !== undefined));
};

const track = (event: string, properties: JsonObject): JsonObject => ({ type: "track", event, properties });

const autocaptured = (properties: JsonObject): JsonObject => {
  switch (properties.$event_type) {
    case "click":
      return track("Element Clicked", clickOf(properties));
    case "submit":
      return track("Form Submitted", formOf(properties));
    default:
      return track("$autocapture", ownProperties(properties));
  }
};

/** What kind of message an event is, and what it says besides who, when and where. */
const contentOf = (event: JsonObject, properties: JsonObject): JsonObject => {
  const own = ownProperties(properties);
  switch (event.event) {
    case "$pageview": {
      const { title, ...rest } = own;
      const viewId = text(properties.$pageview_id) ?? text(event.uuid);
      return { type: "page", properties: viewId === undefined ? rest : { ...rest, viewId } };
    }
    case "$screen":
      return { type: "screen", properties: { ...own, name: properties.$screen_name } };
    case "$identify": {
      const anonymous = properties.$anon_distinct_id;
      const traits = traitsOf(event, properties);
      return anonymous === undefined
        ? { type: "identify", traits }
        : {
            type: "identify",
            userId: event.distinct_id ?? properties.distinct_id,
            anonymousId: anonymous,
            traits,
          };
    }
    case "$set":
      return { type: "identify", traits: traitsOf(event, properties) };
    case "$create_alias":
    case "$merge_dangerously":
      return { type: "alias", ...aliasOf(event, properties) };
    case "$groupidentify":
      return { type: "group", groupId: properties.$group_key, traits: asObject(properties.$group_set) ?? {} };
    case "$pageleave":
      return track("Page Engaged", engagementOf(properties) ?? own);
    case "$autocapture":
      return autocaptured(properties);
    case "$rageclick":
      return track("Rage Clicked", clickOf(properties));
    case "$dead_click":
      return track("Dead Clicked", clickOf(properties));
    case "$web_vitals":
      return track("Web Vitals", vitalsOf(properties));
    default:
      return { type: "track", event: event.event, properties: own };
  }
};

/** The page that the engagement is about: where the visitor was, not where it was noticed. */
const pageBefore = (properties: JsonObject, context: JsonObject): JsonObject => {
  const path = text(properties.$prev_pageview_pathname);
  const url = text(properties.$current_url);
  if (path === undefined) return context;
  const page = url !== undefined && URL.canParse(path, url) ? { url: new URL(path, url).href } : { path };
  return { ...context, page };
};

/**
 * One event of PostHog's libraries as messages: one, or two when a page view inside a page also tells how long the view
 * before was read. `uuid` becomes the message id, so resending stays harmless.
 */
export const messagesOfEvent = (event: JsonObject): JsonObject[] => {
  const properties = asObject(event.properties) ?? {};
  // Only page views tell a page's title without a `$`; elsewhere it may be a product's.
  const context = contextOf(
    event.event === "$pageview" ? { $title: properties.title, ...properties } : properties,
  );
  const isEnd = event.event === "$pageleave";
  const message = {
    ...identityOf(event, properties),
    ...contentOf(event, properties),
    messageId: event.uuid ?? properties.$insert_id,
    timestamp: timeOf(event, properties),
    context: isEnd ? pageBefore(properties, context) : context,
  };
  const before = event.event === "$pageview" ? engagementOf(properties) : undefined;
  if (before === undefined) return [message];
  return [
    {
      ...message,
      ...track("Page Engaged", before),
      messageId: text(event.uuid) && `${event.uuid}:engaged`,
      context: pageBefore(properties, context),
    },
    message,
  ];
};
