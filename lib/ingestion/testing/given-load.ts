import { randomUUID } from "node:crypto";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { onTestFinished } from "vitest";
import { track } from "@/db/testing/given-project";

/** What the senders know: their side of the ledger. */
export type Tally = {
  /** Ids of good events that were sent at least once, and of those that a 200 answered. */
  sent: Set<string>;
  acknowledged: Set<string>;
  /** How often each status was answered; 0 stands for a connection that failed. */
  statuses: Map<number, number>;
  /** Sums of what the answers said. */
  accepted: number;
  duplicates: number;
  rejected: number;
  /** In ms, of requests that were answered, with their status. */
  answers: { status: number; ms: number }[];
};

export type Load = {
  tally: Tally;
  /** The next 200 to a request that is sent from now on; answers how many ms that took. */
  untilAnswered(): Promise<number>;
  /** Lets every sender finish what it has begun, however often it has to try again. */
  finish(): Promise<Tally>;
};

export type Target = { port: number; keys: readonly string[] };

type Answer = { status: number; text: string };

const givesUpAfterMs = 10_000;

/** One attempt; status 0 when the connection failed. */
export const post = (agent: Agent, port: number, key: string, body: string): Promise<Answer> =>
  new Promise((resolve) => {
    const failed = (): void => resolve({ status: 0, text: "" });
    const headers = { authorization: `Bearer ${key}`, "content-length": Buffer.byteLength(body) };
    const options = { agent, host: "127.0.0.1", port, path: "/v1/batch", method: "POST", headers };
    const asked = request({ ...options, timeout: givesUpAfterMs }, (response) => {
      let text = "";
      response.setEncoding("utf8").on("data", (part: string) => {
        text += part;
      });
      response.on("error", failed).on("end", () => resolve({ status: response.statusCode ?? 0, text }));
    });
    asked.on("timeout", () => asked.destroy()).on("error", failed);
    asked.end(body);
  });

export const emptyTally = (): Tally => ({
  sent: new Set(),
  acknowledged: new Set(),
  statuses: new Map(),
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  answers: [],
});

/** Counts what an answer says about the events with these ids. */
export const count = (tally: Tally, ids: readonly string[], { status, text }: Answer, ms: number): void => {
  tally.statuses.set(status, (tally.statuses.get(status) ?? 0) + 1);
  if (status !== 0) tally.answers.push({ status, ms });
  if (status !== 200) return;
  for (const id of ids) tally.acknowledged.add(id);
  const said = JSON.parse(text) as { accepted: number; duplicates: number; rejected: unknown[] };
  tally.accepted += said.accepted;
  tally.duplicates += said.duplicates;
  tally.rejected += said.rejected.length;
};

const isTriedAgain = (status: number): boolean => status === 0 || status === 429 || status >= 500;

const pauseMs = 20;
const pausesBeforeRetryMs = [50, 100, 200, 400];

/**
 * Senders that do as SDKs do: each sends batches of three good events and a bad one, of new visitors, and keeps a batch
 * until it is answered with something that is not worth another try.
 */
export const givenLoad = ({ port, keys }: Target, senders: number): Load => {
  const tally = emptyTally();
  const agent = new Agent({ keepAlive: true, maxSockets: senders });
  let finishing = false;
  let waiting: { since: number; resolve: (ms: number) => void }[] = [];

  const attempt = async (key: string, ids: readonly string[], body: string): Promise<number> => {
    const sentAt = performance.now();
    const answer = await post(agent, port, key, body);
    const now = performance.now();
    count(tally, ids, answer, now - sentAt);
    if (answer.status !== 200) return answer.status;
    for (const { since, resolve } of waiting) if (since <= sentAt) resolve(now - since);
    waiting = waiting.filter(({ since }) => since > sentAt);
    return answer.status;
  };
  const send = async (sender: number): Promise<void> => {
    const key = keys[sender % keys.length] ?? "";
    while (!finishing) {
      const ids = Array.from({ length: 3 }, () => randomUUID());
      for (const id of ids) tally.sent.add(id);
      const events = ids.map((messageId) => track(messageId, "Seen", { messageId }));
      const body = JSON.stringify({ batch: [...events, { type: "purchase" }] });
      for (let tries = 0; isTriedAgain(await attempt(key, ids, body)); tries++)
        await sleep(pausesBeforeRetryMs[Math.min(tries, pausesBeforeRetryMs.length - 1)]);
      await sleep(pauseMs);
    }
  };
  const sending = Promise.all(Array.from({ length: senders }, (_, sender) => send(sender)));
  const finish = async (): Promise<Tally> => {
    finishing = true;
    await sending;
    agent.destroy();
    return tally;
  };
  onTestFinished(() => {
    finishing = true;
    agent.destroy();
  });
  return {
    tally,
    finish,
    untilAnswered: () => new Promise((resolve) => waiting.push({ since: performance.now(), resolve })),
  };
};
