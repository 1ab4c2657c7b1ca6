import { shopLog } from "./shop-log";

/** The first events of a shop as a site's server would send them, `from` telling one sending's visitors from another's. */
export const wireShop = (events: number, from: string): object[] => {
  const sent: object[] = [];
  for (const { event, seq } of shopLog(events * 3)) {
    if (sent.length === events) break;
    sent.push({
      type: "track",
      event: event.name,
      messageId: `${from} ${seq}`,
      anonymousId: `${from} ${event.visitor}`,
      timestamp: new Date(event.at).toISOString(),
      properties: JSON.parse(event.properties),
      context: { page: { url: `https://shop.example${event.path}`, title: event.title } },
    });
  }
  return sent;
};

/** A visitor who never stops: looks at a product every two minutes, and sometimes goes on to the next step. */
export const wireRobot = (events: number): object[] =>
  Array.from({ length: events }, (_, i) => ({
    type: "track",
    event: ["Product Viewed", "Product Viewed", "Product Added", "Checkout Started"][i % 4],
    messageId: `robot ${i}`,
    anonymousId: "robot",
    timestamp: new Date(Date.UTC(2026, 5, 2) + i * 120_000).toISOString(),
  }));
