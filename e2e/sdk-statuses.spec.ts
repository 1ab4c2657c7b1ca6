import { expect, test } from "@playwright/test";
import { Analytics } from "@segment/analytics-node";
import { PostHog } from "posthog-node";
import { openStandIn, type Situation } from "./sdk-stand-in";

// What each library does with an answer, measured. It is why the app says 503 for trouble on its side, 401 only when it
// knows that a key is wrong, 429 with whole seconds, and never 400 for a batch of which one event is bad.

type Outcome = "delivered" | "retried" | "lost";

const statuses = [
  ...[200, 201, 202, 204, 302, 400, 401, 402, 403, 404, 408, 409, 410, 413, 415, 422, 429, 460],
  ...[500, 501, 502, 503, 504, 505, 511, 529],
];
const situations: Record<string, Situation> = {
  ...Object.fromEntries(statuses.map((status) => [`s${status}`, { status }])),
  s429: { status: 429, retryAfter: "1" },
  reset: "reset",
};
const names = Object.keys(situations);
const situationOf = (sender: string): Situation => situations[sender] ?? { status: 500 };

const outcomesOf = (requests: ReadonlyMap<string, number>, delivered: ReadonlySet<string>) =>
  Object.fromEntries(
    names.map((name): [string, Outcome] => {
      if (!delivered.has(name)) return [name, "lost"];
      return [name, requests.get(name) === 1 ? "delivered" : "retried"];
    }),
  );

/** The situations with this outcome, as the table below writes them. */
const table = (outcomes: Record<Outcome, string>) =>
  Object.fromEntries(
    Object.entries(outcomes).flatMap(([outcome, list]) => list.split(" ").map((name) => [name, outcome])),
  );

test("analytics-node: which answers it tries again, and which lose the batch", async () => {
  const standIn = await openStandIn(situationOf, (authorization) =>
    String(Buffer.from(authorization.replace("Basic ", ""), "base64")).replace(/:$/, ""),
  );
  const delivered = new Set<string>();
  const send = async (name: string): Promise<void> => {
    const analytics = new Analytics({ writeKey: name, host: standIn.url, maxRetries: 2 });
    analytics.on("error", () => delivered.delete(name));
    analytics.track({ anonymousId: "ada", event: "Seen" }, (error) => {
      if (error === undefined) delivered.add(name);
    });
    await analytics.closeAndFlush();
  };
  await Promise.all(names.map(send));
  standIn.close();
  expect(outcomesOf(standIn.requests, delivered)).toEqual(
    table({
      delivered: "s200 s201 s202 s204",
      retried: "s408 s410 s429 s460 s500 s502 s503 s504 s529 reset",
      lost: "s302 s400 s401 s402 s403 s404 s409 s413 s415 s422 s501 s505 s511",
    }),
  );
});

// Its client prints every batch that it loses, with all its inner parts.
const { error } = console;
test.beforeAll(() => {
  console.error = () => undefined;
});
test.afterAll(() => {
  console.error = error;
});

test("posthog-node: which answers it tries again, and which lose the batch", async () => {
  const standIn = await openStandIn(situationOf, (_, body) => {
    const { api_key } = JSON.parse(body) as { api_key: string };
    return api_key;
  });
  const delivered = new Set(names);
  const send = async (name: string): Promise<void> => {
    const posthog = new PostHog(name, { host: standIn.url, fetchRetryCount: 2, fetchRetryDelay: 1 });
    posthog.on("error", () => delivered.delete(name));
    posthog.capture({ distinctId: "ada", event: "Seen" });
    await posthog.shutdown();
  };
  await Promise.all(names.map(send));
  standIn.close();
  expect(outcomesOf(standIn.requests, delivered)).toEqual(
    table({
      delivered: "s200 s201 s202 s204",
      retried: "s408 s429 s500 s501 s502 s503 s504 s505 s511 s529 reset",
      lost: "s302 s400 s401 s402 s403 s404 s409 s410 s413 s415 s422 s460",
    }),
  );
});
