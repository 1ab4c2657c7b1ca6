// npm run bench -- log-writer [SENDERS]: events stored for good a second without HTTP, each in a request of its own.
import { randomUUID } from "node:crypto";
import { appendEvents } from "@/lib/ingestion/store";
import { throwAwayProject } from "./throw-away-project";

const senders = Number(process.argv[2] ?? 256);
const seconds = 10;
const { scope, end } = await throwAwayProject();

let sent = 0;
const event = () => {
  const n = sent++;
  return {
    type: "track",
    event: "Product Viewed",
    messageId: randomUUID(),
    anonymousId: `visitor ${n >> 3}`,
    timestamp: new Date().toISOString(),
    properties: { product_id: `sku-${n % 500}`, price: 3.99, currency: "EUR", position: n % 40 },
    context: {
      page: { url: `https://shop.example/p/${n % 500}?utm_source=mail`, title: `Product ${n % 500}` },
    },
  };
};

const run = async (forSeconds: number): Promise<number> => {
  const startedAt = performance.now();
  const endsAt = startedAt + forSeconds * 1000;
  let stored = 0;
  const send = async () => {
    while (performance.now() < endsAt) {
      const { accepted } = await appendEvents(scope, "write", [event()]);
      stored += accepted;
    }
  };
  await Promise.all(Array.from({ length: senders }, send));
  return stored / ((performance.now() - startedAt) / 1000);
};

await run(3);
const before = process.cpuUsage();
const perSecond = await run(seconds);
const { user, system } = process.cpuUsage(before);
console.log(
  `${senders} senders: ${Math.round(perSecond).toLocaleString("en")} events/s; processor per event in this process ${((user + system) / (perSecond * seconds)).toFixed(0)} µs`,
);
await end();
