import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../draft";
import { readPosthog, readPosthogBody } from "./posthog";

const uuid = "01a2034b-c810-77e2-90a9-042b86bd93e8";
const device = "01a2034b-c7f5-73fc-87ff-3959aa2376c5";
const none = new URLSearchParams();

/** What posthog-js says of a page besides the event, shortened to one word of each kind. */
const onPage = {
  $os: "Linux",
  $browser: "Chrome",
  $device_type: "Desktop",
  $current_url: "https://shop.example/p/tea?utm_source=mail",
  $pathname: "/p/tea",
  $raw_user_agent: "Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0.0.0 Safari/537.36",
  $browser_language: "en-US",
  $referrer: "$direct",
  $lib: "web",
  $lib_version: "1.449.2",
  $insert_id: "mow0ehs062jylwtl",
  $session_id: "s-1",
  $time: 1795351627.824,
  utm_source: "mail",
  utm_medium: "email",
  utm_campaign: null,
  gclid: "private",
  token: "tb_pk_abc",
};
const context = {
  page: { url: "https://shop.example/p/tea?utm_source=mail" },
  campaign: { source: "mail", medium: "email" },
  userAgent: onPage.$raw_user_agent,
  locale: "en-US",
  sessionId: "s-1",
  library: { name: "web", version: "1.449.2" },
};
const anonymous = { distinct_id: device, $device_id: device, $is_identified: false };
const signedIn = { distinct_id: "ada", $device_id: device, $is_identified: true };

const messagesOf = (event: string, properties: JsonObject, more: JsonObject = {}): JsonObject[] =>
  readPosthog({ api_key: "tb_pk_abc", batch: [{ uuid, event, properties, ...more }] }).messages;
const only = (...event: Parameters<typeof messagesOf>): JsonObject => {
  const [message, second] = messagesOf(...event);
  if (!message || second) throw new Error("That is not one message.");
  return message;
};

describe("a body of PostHog's libraries", () => {
  const body = { api_key: "k", batch: [{ event: "Äpfel + Birnen" }] };
  const json = Buffer.from(JSON.stringify(body));
  const base64 = json.toString("base64");
  const form = (data: string) => Buffer.from(`data=${encodeURIComponent(data)}`);

  it.each([
    ["plain", json, ""],
    ["gzip", gzipSync(json), "compression=gzip-js"],
    ["gzip that does not say so", gzipSync(json), ""],
    ["a form of base64", form(base64), "compression=base64"],
    ["a form of gzip in base64", form(gzipSync(json).toString("base64")), "compression=gzip-js"],
    ["a form of JSON, among other fields", Buffer.from(`v=1&data=${encodeURIComponent(String(json))}`), ""],
    ["a form whose plus signs were not escaped", Buffer.from(`data=${base64}`), "compression=base64"],
    ["base64 without a form", Buffer.from(base64), "compression=base64"],
    ["base64 in the address", Buffer.alloc(0), `data=${encodeURIComponent(base64)}`],
  ])("is read when it is %s", (_, bytes, query) => {
    expect(readPosthogBody(bytes, new URLSearchParams(query))).toEqual(body);
  });

  it.each([
    ["nothing", Buffer.alloc(0)],
    ["half of an object", Buffer.from('{"api_key":')],
    ["text", Buffer.from("hello")],
    ["a form of something else", Buffer.from("name=ada")],
    ["half of a gzip", gzipSync(json).subarray(0, 30)],
  ])("is refused when it is %s", (_, bytes) => {
    expect(() => readPosthogBody(bytes, none)).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  it("is refused when unpacking makes it too large, also inside a form", () => {
    const bomb = gzipSync(Buffer.alloc(6 * 1024 * 1024, 32));
    const tooLarge = expect.objectContaining({ code: "too_large" });
    expect(() => readPosthogBody(bomb, none)).toThrow(tooLarge);
    expect(() => readPosthogBody(form(bomb.toString("base64")), none)).toThrow(tooLarge);
  });
});

describe("events and the key", () => {
  const event = { event: "Seen", distinct_id: "ada", uuid };
  const message = expect.objectContaining({ type: "track", event: "Seen", userId: "ada", messageId: uuid });

  it.each([
    ["a batch", { api_key: "k", batch: [event], sent_at: "2026-11-10T12:00:00Z" }, "2026-11-10T12:00:00Z"],
    ["a batch with a token", { token: "k", batch: [event] }, undefined],
    ["a single event", { api_key: "k", ...event }, undefined],
    ["a list", [{ ...event, properties: { token: "k" }, sent_at: 1 }], 1],
  ])("are found in %s", (_, body, sentAt) => {
    expect(readPosthog(body)).toEqual({ key: "k", messages: [message], sentAt });
  });

  it.each([null, 7, "text", {}, { api_key: "k" }, { batch: {} }])("are not found in %j", (body) => {
    expect(() => readPosthog(body)).toThrow(expect.objectContaining({ code: "invalid" }));
  });

  it("stay in their places when some of them are no events", () => {
    const { key, messages } = readPosthog({ batch: [7, event, { event: null, properties: [] }] });
    expect(key).toBeNull();
    expect(messages).toHaveLength(3);
    expect(messages[1]).toEqual(message);
  });
});

describe("who did it", () => {
  it.each([
    ["a new visitor", anonymous, { anonymousId: device }],
    ["somebody signed in", signedIn, { userId: "ada", anonymousId: device }],
    ["whoever comes after signing out", { ...anonymous, distinct_id: "new" }, { anonymousId: "new" }],
    ["a server's user", { distinct_id: "ada" }, { userId: "ada" }],
    ["nobody, without cookies", { distinct_id: "$posthog_cookieless", $cookieless_mode: true }, {}],
  ])("is %s", (_, properties, who) => {
    const { userId, anonymousId } = only("Seen", properties);
    expect({ userId, anonymousId }).toEqual(who);
  });

  it("is told to the pipeline as cookieless", () => {
    expect(only("Seen", { $cookieless_mode: true }).context).toEqual({ cookieless: true });
    expect(only("Seen", { $process_person_profile: false }).context).toEqual({});
  });

  it("is learnt when somebody signs in, with the traits of every place they stand in", () => {
    const properties = { ...onPage, ...signedIn, $anon_distinct_id: device, $set: { plan: "pro" } };
    expect(
      only("$identify", properties, { $set_once: { $initial_referrer: "$direct", plan: "free", first: 1 } }),
    ).toMatchObject({
      type: "identify",
      userId: "ada",
      anonymousId: device,
      traits: { plan: "pro", first: 1 },
    });
    expect(only("$set", { distinct_id: "ada", $set: { plan: "pro" } })).toMatchObject({
      type: "identify",
      userId: "ada",
      traits: { plan: "pro" },
    });
  });

  it.each(["$create_alias", "$merge_dangerously"])("is joined by %s", (event) => {
    expect(only(event, { distinct_id: "ada", alias: "old" })).toMatchObject({
      type: "alias",
      userId: "ada",
      previousId: "old",
    });
    expect(only(event, { ...anonymous, alias: "ada" })).toMatchObject({
      type: "alias",
      userId: "ada",
      previousId: device,
    });
  });

  it("may belong to a group", () => {
    expect(
      only("$groupidentify", { $group_type: "company", $group_key: "c1", $group_set: { size: 4 } }),
    ).toMatchObject({ type: "group", groupId: "c1", traits: { size: 4 } });
  });
});

describe("what happened", () => {
  it("keeps the sender's own properties and names, and fills the context from PostHog's", () => {
    expect(
      only("Order Completed", { ...onPage, ...signedIn, order_id: "1", title: "Tea" }, { timestamp: "t" }),
    ).toEqual({
      type: "track",
      event: "Order Completed",
      userId: "ada",
      anonymousId: device,
      messageId: uuid,
      timestamp: "t",
      properties: { order_id: "1", title: "Tea" },
      context,
    });
  });

  it("is a page view with its page", () => {
    expect(
      only("$pageview", {
        ...onPage,
        ...anonymous,
        title: "Tea",
        $referrer: "https://search.example/",
        $pageview_id: "v-1",
        shelf: 7,
      }),
    ).toMatchObject({
      type: "page",
      properties: { viewId: "v-1", shelf: 7 },
      context: {
        ...context,
        page: { url: onPage.$current_url, title: "Tea", referrer: "https://search.example/" },
      },
    });
  });

  const before = {
    $prev_pageview_id: "v-1",
    $prev_pageview_pathname: "/p/cups",
    $prev_pageview_max_content_percentage: 0.2298,
    $prev_pageview_duration: 5.639,
  };
  const engaged = {
    type: "track",
    event: "Page Engaged",
    properties: { viewId: "v-1", scrollPercent: 23, engagedSeconds: 5 },
    context: { page: { url: "https://shop.example/p/cups" } },
  };

  it("is how a page was read, told on leaving it", () => {
    expect(only("$pageleave", { ...onPage, ...anonymous, ...before })).toMatchObject(engaged);
  });

  it("is how a page was read, told with the next view of an app of one page", () => {
    expect(messagesOf("$pageview", { ...onPage, ...anonymous, ...before })).toMatchObject([
      { ...engaged, anonymousId: device, messageId: `${uuid}:engaged` },
      { type: "page", messageId: uuid, context },
    ]);
  });

  const elements = [
    { tag_name: "b", $el_text: "now" },
    { tag_name: "button", attr__id: "buy", attr__class: "big red" },
    { tag_name: "form", attr__class: "order form" },
  ];
  it.each([
    ["$autocapture", { $event_type: "click" }, "Element Clicked"],
    ["$rageclick", {}, "Rage Clicked"],
    ["$dead_click", {}, "Dead Clicked"],
  ])("is a click on what can be pressed: %s", (event, type, name) => {
    expect(only(event, { ...type, $elements: elements, $el_text: "now" })).toMatchObject({
      event: name,
      properties: { tag: "button", text: "now", selector: "button#buy" },
    });
  });

  it("is a click even when the element is unknown, and a form without what was typed", () => {
    expect(only("$autocapture", { $event_type: "click" })).toMatchObject({
      event: "Element Clicked",
      properties: {},
    });
    expect(only("$autocapture", { $event_type: "submit", $elements: elements })).toMatchObject({
      event: "Form Submitted",
      properties: { form: "form.order.form" },
    });
  });

  it("is the vitals of a page, each that was measured", () => {
    expect(
      only("$web_vitals", { $web_vitals_LCP_value: 1200.5, $web_vitals_CLS_value: 0 }).properties,
    ).toEqual({ lcp: 1200.5, cls: 0 });
  });

  it("is a screen of an app, on the device that it names", () => {
    expect(
      only("$screen", {
        $screen_name: "Cart",
        $device_type: "Mobile",
        $os: "iOS",
        distinct_id: device,
        $is_identified: false,
      }),
    ).toMatchObject({
      type: "screen",
      anonymousId: device,
      properties: { name: "Cart" },
      context: { device: { type: "Mobile" }, os: { name: "iOS" } },
    });
  });

  it("is whatever else PostHog counts, under its own name", () => {
    expect(only("$feature_flag_called", { $feature_flag: "x" })).toMatchObject({
      type: "track",
      event: "$feature_flag_called",
      properties: {},
    });
  });
});

describe("when it happened", () => {
  const at = (properties: JsonObject, more: JsonObject): unknown => only("Seen", properties, more).timestamp;

  it("is the time stated, else the clock among the properties, else unknown", () => {
    expect(at({ $time: 1795351627.824 }, { timestamp: "2026-11-22T12:47:07Z" })).toBe("2026-11-22T12:47:07Z");
    expect(at({ $time: 1795351627.824 }, {})).toBe(1_795_351_627_824);
    expect(at({}, {})).toBeUndefined();
  });

  it("is so many milliseconds ago", () => {
    const before = Date.now();
    const ago = Number(at({}, { offset: 60_000 })) + 60_000;
    expect(ago).toBeGreaterThanOrEqual(before);
    expect(ago).toBeLessThanOrEqual(Date.now());
  });
});
