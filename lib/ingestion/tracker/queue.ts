import { mayIdentify, newId } from "./identity";
import { addressOf, options } from "./options";
import { post } from "./post";
import { remember, takeLike } from "./storage";

const path = "v1/batch";

/** Every tab saves under a name of its own, so that tabs never overwrite each other's. */
const savedName = `tb_q${newId()}`;

/** Events as JSON, in which there is no line break. */
let queue: string[] = [];
const underway = new Set<string[]>();
let isSaved = false;
let failures = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

const save = (): void => {
  // Some 300 events; the oldest goes first.
  const mostCharacters = 200_000;
  while (queue.join().length > mostCharacters) queue.shift();
  const events = [...underway, queue].flat();
  isSaved = mayIdentify() && events.length > 0;
  remember(savedName, isSaved ? events.join("\n") : null);
};

/** All requests under way together have 64 KiB when the page goes away: four such batches. */
const takeBatch = (): string[] => queue.splice(0, 20);

const bodyOf = (batch: string[]): string =>
  `${JSON.stringify({ writeKey: options.key, sentAt: new Date() }).slice(0, -1)},"batch":[${batch}]}`;

const plan = (waitMs: number): void => {
  timer ??= setTimeout(flush, waitMs);
};

/** Waits longer each time, and at least as long as the server asks. */
const tryAgain = (batch: string[], askedSeconds: number): void => {
  const longestWaitMs = 300_000;
  queue = batch.concat(queue);
  const seconds = Math.max(2 ** failures++ * (1 + Math.random()), askedSeconds || 0);
  clearTimeout(timer);
  timer = undefined;
  plan(Math.min(1_000 * seconds, longestWaitMs));
};

const deliver = async (batch: string[]): Promise<void> => {
  underway.add(batch);
  let again = true;
  let askedSeconds = 0;
  try {
    const { status, headers } = await post(path, bodyOf(batch), failures);
    again = status === 408 || status === 429 || status >= 500;
    askedSeconds = Number(headers.get("retry-after"));
  } catch {}
  underway.delete(batch);
  if (again) tryAgain(batch, askedSeconds);
  else failures = 0;
  if (again || isSaved) save();
  if (queue.length) plan(0);
};

const flush = (): void => {
  timer = undefined;
  if (queue.length) void deliver(takeBatch());
};

/** Sends what waits before the page goes away; in times of trouble it is saved for the next page. */
export const leave = (): void => {
  const inTrouble = failures > 0 || navigator.onLine === false;
  const requests = inTrouble && mayIdentify() ? 0 : 4;
  for (let sent = 0; sent < requests && queue.length; sent++) {
    const batch = takeBatch();
    if ("keepalive" in Request.prototype || !navigator.sendBeacon(addressOf(path), bodyOf(batch)))
      void deliver(batch);
  }
  if (inTrouble || queue.length) save();
};

export const enqueue = (event: string): void => {
  queue.push(event);
  // A page that nobody sees may end without a word.
  if (document.hidden) leave();
  else plan(200);
};

export const dropQueue = (): void => {
  queue = [];
};

/** Takes over what earlier pages could not send. */
export const adoptSaved = (): void => {
  if (!mayIdentify()) return;
  for (const saved of takeLike("tb_q")) queue.push(...saved.split("\n"));
  if (!queue.length) return;
  save();
  plan(0);
};

/** Does not wait any longer once the network is back. */
export const retryNow = (): void => {
  failures = 0;
  clearTimeout(timer);
  flush();
};
