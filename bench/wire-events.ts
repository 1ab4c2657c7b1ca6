import { randomUUID } from "node:crypto";
import type { RequestSource } from "./http-load";

// Events as a shop's pages send them. Templates are made once; before a request is sent only what must be new in each
// event is written over: message id, visitor and time.

const digits = (value: number, length: number): string => String(value).padStart(length, "0");

const idLength = 36;
const visitorLength = 10;
const timeLength = 24;
const blankId = "#".repeat(idLength);
const blankVisitor = "@".repeat(visitorLength);
const blankTime = "~".repeat(timeLength);

const names = ["Page Viewed", "Product Viewed", "Product Added", "Page Engaged", "Checkout Started"];

const eventOf = (n: number): object => ({
  type: "track",
  event: names[n % names.length],
  messageId: blankId,
  anonymousId: `v${blankVisitor}`,
  timestamp: blankTime,
  properties: {
    product_id: `sku-${n % 500}`,
    category: `category ${n % 20}`,
    price: (n % 200) + 0.99,
    currency: "EUR",
    position: n % 40,
  },
  context: {
    page: {
      url: `https://shop.example/p/${n % 500}?utm_source=${n % 3 === 0 ? "search" : "mail"}&utm_campaign=autumn`,
      path: `/p/${n % 500}`,
      title: `Product ${n % 500}`,
      referrer: n % 4 === 0 ? "https://search.example/" : "",
    },
    locale: "de-DE",
    library: { name: "t.js", version: "1.0.0" },
  },
});

const positionsOf = (bytes: Buffer, mark: string): number[] => {
  const found: number[] = [];
  const wanted = Buffer.from(mark);
  for (let at = bytes.indexOf(wanted); at >= 0; at = bytes.indexOf(wanted, at + wanted.length))
    found.push(at);
  return found;
};

/** Requests of `size` events each; a visitor does `perVisitor` events before the next one comes. */
export const wireEvents = (
  path: string,
  key: string,
  { size, perVisitor = 8, templates = 20 }: { size: number; perVisitor?: number; templates?: number },
): RequestSource => {
  const run = randomUUID().slice(0, 20);
  const made = Array.from({ length: templates }, (_, t) => {
    const events = Array.from({ length: size }, (_, i) => eventOf(t * size + i));
    const single = size === 1 && !path.endsWith("/batch");
    const body = Buffer.from(
      JSON.stringify(single ? { ...events[0], sentAt: blankTime } : { batch: events, sentAt: blankTime }),
    );
    const head = Buffer.from(
      [
        `POST ${path} HTTP/1.1`,
        "host: 127.0.0.1",
        "user-agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
        `authorization: Basic ${Buffer.from(`${key}:`).toString("base64")}`,
        "content-type: text/plain",
        `content-length: ${body.length}`,
        "",
        "",
      ].join("\r\n"),
    );
    const bytes = Buffer.concat([head, body]);
    return {
      bytes,
      ids: positionsOf(bytes, blankId),
      visitors: positionsOf(bytes, blankVisitor),
      times: positionsOf(bytes, blankTime),
    };
  });
  let sent = 0;
  let turn = 0;
  return {
    events: size,
    next: () => {
      const template = made[turn++ % made.length];
      if (!template) throw new Error("There is no template.");
      // A copy: the socket may still be sending the one before.
      const bytes = Buffer.from(template.bytes);
      const now = new Date().toISOString();
      for (const at of template.times) bytes.write(now, at, "latin1");
      for (let i = 0; i < template.ids.length; i++) {
        const n = sent++;
        bytes.write(run + digits(n, idLength - run.length), template.ids[i] ?? 0, "latin1");
        bytes.write(digits(Math.floor(n / perVisitor), visitorLength), template.visitors[i] ?? 0, "latin1");
      }
      return bytes;
    },
  };
};
