/**
 * The script a site includes: `<script defer src="https://…/t.js" data-key="tb_pk_…"></script>`. Page views (also of
 * single-page apps), how long and how far pages are read, and `tributary.track(…)`, `tributary.identify(…)`.
 * It never throws into the page, and what could not be sent is kept for the next page.
 */

type Properties = Record<string, unknown>;
type Call = [name: string, ...rest: unknown[]];

const script = document.currentScript as HTMLScriptElement | null;
const key = script?.dataset.key ?? "";
const endpoint = new URL(script?.dataset.host ?? "/v1/batch", script?.src ?? location.href).href;
const idName = "tributary_id";
const userName = "tributary_user";
const queueName = "tributary_queue";
const mostQueued = 200;

const memory = new Map<string, string>();
/** localStorage where the browser allows it, else the page's own memory. */
const store = (name: string, value?: string | null): string | null => {
  try {
    if (value === undefined) return localStorage.getItem(name);
    if (value === null) localStorage.removeItem(name);
    else localStorage.setItem(name, value);
  } catch {
    if (value === undefined) return memory.get(name) ?? null;
    if (value === null) memory.delete(name);
    else memory.set(name, value);
  }
  return value ?? null;
};

const newId = (): string =>
  crypto.randomUUID?.() ??
  `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}${Math.random().toString(36).slice(2)}`;

const anonymousId = (): string => store(idName) ?? store(idName, newId()) ?? newId();

const savedQueue = (): object[] => {
  try {
    return JSON.parse(store(queueName) ?? "[]");
  } catch {
    return [];
  }
};

let queue: object[] = savedQueue();
store(queueName, null);
let timer: ReturnType<typeof setTimeout> | undefined;
let waitMs = 1_000;

const body = (batch: object[]): string =>
  JSON.stringify({ writeKey: key, sentAt: new Date().toISOString(), batch });

/** Text, so that the browser sends it without asking first. */
const flush = async (): Promise<void> => {
  timer = undefined;
  const batch = queue.splice(0, 50);
  if (batch.length === 0) return;
  let again = false;
  try {
    const response = await fetch(endpoint, { method: "POST", body: body(batch), keepalive: true });
    again = response.status >= 500 || response.status === 429;
  } catch {
    again = true;
  }
  if (again) {
    queue = batch.concat(queue).slice(-mostQueued);
    waitMs = Math.min(waitMs * 2, 60_000);
  } else waitMs = 1_000;
  if (queue.length > 0) plan(again ? waitMs : 0);
};

const plan = (delay: number): void => {
  if (timer === undefined) timer = setTimeout(flush, delay);
};

/** When the page goes away: a beacon outlives it; what the browser will not take waits for the next page. */
const leave = (): void => {
  if (queue.length === 0) return;
  if (navigator.sendBeacon?.(endpoint, body(queue))) queue = [];
  else store(queueName, JSON.stringify(queue));
};

const page = () => ({
  url: location.href,
  path: location.pathname,
  search: location.search,
  title: document.title,
  referrer: document.referrer,
});

const send = (message: object): void => {
  const userId = store(userName);
  queue.push({
    ...message,
    messageId: newId(),
    anonymousId: anonymousId(),
    ...(userId ? { userId } : {}),
    timestamp: new Date().toISOString(),
    context: { page: page(), locale: navigator.language },
  });
  plan(200);
};

let viewId = newId();
let seconds = 0;
let scrollPercent = 0;
let reported = "";

/** Running maxima of this view, sent when the page is hidden or left. */
const reportEngagement = (): void => {
  const state = `${viewId} ${seconds} ${scrollPercent}`;
  if (seconds === 0 || state === reported) return;
  reported = state;
  send({
    type: "track",
    event: "Page Engaged",
    properties: { viewId, scrollPercent, engagedSeconds: seconds },
  });
};

const measureScroll = (): void => {
  const whole = document.documentElement.scrollHeight;
  const seen = whole > 0 ? Math.round((100 * (scrollY + innerHeight)) / whole) : 0;
  scrollPercent = Math.min(100, Math.max(scrollPercent, seen));
};

let lastUrl = "";
const viewed = (properties: Properties = {}): void => {
  reportEngagement();
  lastUrl = location.href;
  viewId = newId();
  seconds = 0;
  scrollPercent = 0;
  measureScroll();
  send({ type: "page", properties: { ...page(), ...properties, viewId } });
};

const navigated = (): void => {
  if (location.href.split("#")[0] !== lastUrl.split("#")[0]) viewed();
};

const api = {
  track: (event: string, properties: Properties = {}): void => send({ type: "track", event, properties }),
  page: viewed,
  identify: (userId: string, traits: Properties = {}): void => {
    store(userName, String(userId));
    send({ type: "identify", traits });
  },
  /** Forgets who was here, for a sign-out on a shared computer. */
  reset: (): void => {
    store(userName, null);
    store(idName, null);
  },
};

/** Nothing of ours may break the page. */
const safely =
  <A extends unknown[]>(run: (...args: A) => void) =>
  (...args: A): void => {
    try {
      run(...args);
    } catch {}
  };

const begin = (): void => {
  const early = (window as { tributary?: Call[] }).tributary;
  const safe = Object.fromEntries(
    Object.entries(api).map(([name, run]) => [name, safely(run as (...args: unknown[]) => void)]),
  );
  Object.assign(window, { tributary: safe });
  viewed();
  if (Array.isArray(early)) for (const [name, ...rest] of early) safe[name]?.(...rest);
  for (const name of ["pushState", "replaceState"] as const) {
    const original = history[name];
    history[name] = function (this: History, ...args: Parameters<History["pushState"]>) {
      original.apply(this, args);
      safely(navigated)();
    };
  }
  addEventListener("popstate", safely(navigated));
  addEventListener("scroll", safely(measureScroll), { passive: true });
  setInterval(() => document.visibilityState === "visible" && seconds++, 1_000);
  const away = safely(() => {
    reportEngagement();
    leave();
  });
  addEventListener("pagehide", away);
  addEventListener("visibilitychange", () => document.visibilityState === "hidden" && away());
};

if (key) safely(begin)();
